import Button from '@cloudscape-design/components/button'
import Container from '@cloudscape-design/components/container'
import Form from '@cloudscape-design/components/form'
import FormField from '@cloudscape-design/components/form-field'
import RadioGroup from '@cloudscape-design/components/radio-group'
import Spinner from '@cloudscape-design/components/spinner'
import { useInfiniteQuery } from '@tanstack/react-query'
import { useRouter } from '@tanstack/react-router'
import { useState } from 'react'
import { EmptyState } from '../../../platform/console/EmptyState.tsx'
import { PageFrame } from '../../../platform/console/PageFrame.tsx'
import { ProblemNote } from '../../../platform/console/ProblemNote.tsx'
import { ReasonedButton } from '../../../platform/console/ReasonedButton.tsx'
import { useSession } from '../../accounts/console/useSession.ts'
import { query } from '../../client.ts'
import { PAGES, pathTo } from '../../paths.ts'
import type { ReachableOrganization } from '../organizations.api.ts'
import { KIND_LABELS } from './organization-words.ts'

/**
 * The first step of Account Management: choose the parent organization, then `Next`. Child organizations are reached through their
 * parent; only who belongs to a child itself chooses that child here.
 */
export function ChooseParent() {
  const { organization } = useSession()
  const reachable = useInfiniteQuery(
    query.organizations.listReachable.infiniteOptions({
      input: (cursor: string | undefined) => ({ kind: organization.kind, cursor, limit: 200 }),
      initialPageParam: undefined,
      getNextPageParam: (page) => page.nextCursor ?? undefined,
    }),
  )
  const choices = reachable.data?.pages.flatMap((page) => page.items) ?? []
  return (
    <PageFrame
      title={organization.kind === 'partner' ? 'Choose the parent organization' : 'Choose the organization'}
      breadcrumbs={[{ text: 'Account Management', href: PAGES.chooseParent }]}
    >
      <ProblemNote error={reachable.error} retry={() => void reachable.refetch()} />
      {reachable.isPending && <Spinner />}
      {reachable.isSuccess && choices.length === 0 && (
        <Container>
          <EmptyState title="No organization to manage">
            To manage accounts you need the role Partner Administrator, Organization Administrator or User Administrator.
          </EmptyState>
        </Container>
      )}
      {choices.length > 0 && (
        <ChoiceForm
          choices={choices}
          more={reachable.hasNextPage ? () => void reachable.fetchNextPage() : undefined}
          loading={reachable.isFetchingNextPage}
        />
      )}
    </PageFrame>
  )
}

interface ChoiceFormProps {
  choices: ReachableOrganization[]
  more: (() => void) | undefined
  loading: boolean
}

function ChoiceForm({ choices, more, loading }: ChoiceFormProps) {
  const router = useRouter()
  const [chosen, setChosen] = useState<string | null>(choices.length === 1 ? (choices[0]?.id ?? null) : null)
  const whyNot = chosen === null ? 'Choose an organization first.' : undefined
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault()
        if (chosen !== null) router.history.push(pathTo('account', { organizationId: chosen }))
      }}
    >
      <Form
        actions={
          <ReasonedButton variant="primary" formAction="submit" whyNot={whyNot}>
            Next
          </ReasonedButton>
        }
      >
        <Container>
          <FormField label="Whose accounts do you want to manage?">
            <RadioGroup
              value={chosen}
              onChange={({ detail }) => setChosen(detail.value)}
              items={choices.map(({ id, name, kind }) => ({ value: id, label: name, description: KIND_LABELS[kind] }))}
            />
          </FormField>
          {more && (
            <Button variant="inline-link" onClick={more} loading={loading} formAction="none">
              Show more
            </Button>
          )}
        </Container>
      </Form>
    </form>
  )
}
