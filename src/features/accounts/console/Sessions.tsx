import Badge from '@cloudscape-design/components/badge'
import Button from '@cloudscape-design/components/button'
import Header from '@cloudscape-design/components/header'
import SpaceBetween from '@cloudscape-design/components/space-between'
import Table, { type TableProps } from '@cloudscape-design/components/table'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useFlash } from '../../../platform/console/flash.ts'
import { formatInstant } from '../../../platform/console/format.ts'
import { ProblemNote } from '../../../platform/console/ProblemNote.tsx'
import { ReasonedButton } from '../../../platform/console/ReasonedButton.tsx'
import { query } from '../../client.ts'
import type { SignInSession } from '../accounts.api.ts'
import { deviceName } from './device-name.ts'

/** Where the reader is signed in: a session that is not theirs, or forgotten somewhere, is ended here. */
export function Sessions() {
  const sessions = useQuery(query.accounts.session.listSessions.queryOptions({ input: {} }))
  const { end, endOthers } = useEnding()
  const others = sessions.data?.filter(({ isCurrent }) => !isCurrent) ?? []
  const columns: TableProps.ColumnDefinition<SignInSession>[] = [
    {
      id: 'device',
      header: 'Device',
      isRowHeader: true,
      cell: ({ userAgent, isCurrent }) => (
        <SpaceBetween direction="horizontal" size="xs">
          <span>{deviceName(userAgent)}</span>
          {isCurrent && <Badge color="blue">This session</Badge>}
        </SpaceBetween>
      ),
    },
    { id: 'address', header: 'IP address', cell: ({ address }) => address || '-' },
    { id: 'createdAt', header: 'Signed in', cell: ({ createdAt }) => formatInstant(createdAt) },
    { id: 'expiresAt', header: 'Ends', cell: ({ expiresAt }) => formatInstant(expiresAt) },
    {
      id: 'end',
      header: 'Action',
      cell: ({ id, isCurrent, userAgent }) =>
        !isCurrent && (
          <Button variant="inline-link" ariaLabel={`End the session on ${deviceName(userAgent)}`} onClick={() => end.mutate({ id })}>
            End
          </Button>
        ),
    },
  ]
  return (
    <Table
      columnDefinitions={columns}
      items={sessions.data ?? []}
      trackBy="id"
      loading={sessions.isPending}
      loadingText="Loading sessions"
      ariaLabels={{ tableLabel: 'Sessions' }}
      header={
        <Header
          variant="h2"
          counter={sessions.data && `(${sessions.data.length})`}
          description="Where you are signed in. End a session that you do not recognize, and change your password."
          actions={
            <ReasonedButton whyNot={others.length > 0 ? undefined : 'There is no other session.'} onClick={() => endOthers.mutate({})}>
              End all other sessions
            </ReasonedButton>
          }
        >
          Sessions
        </Header>
      }
      empty={sessions.error && <ProblemNote error={sessions.error} retry={() => void sessions.refetch()} />}
    />
  )
}

function useEnding() {
  const queries = useQueryClient()
  const { flash } = useFlash()
  const done = (content: string) => {
    void queries.invalidateQueries({ queryKey: query.accounts.session.listSessions.key() })
    flash({ type: 'success', content })
  }
  const onError = (error: Error) => flash({ type: 'error', content: error.message })
  return {
    end: useMutation(query.accounts.session.endSession.mutationOptions({ onSuccess: () => done('The session has ended.'), onError })),
    endOthers: useMutation(
      query.accounts.session.endOtherSessions.mutationOptions({
        onSuccess: ({ ended }) => done(ended === 1 ? '1 session has ended.' : `${ended} sessions have ended.`),
        onError,
      }),
    ),
  }
}
