import Button from '@cloudscape-design/components/button'
import Header from '@cloudscape-design/components/header'
import SpaceBetween from '@cloudscape-design/components/space-between'
import Table, { type TableProps } from '@cloudscape-design/components/table'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { EmptyState } from '../../../platform/console/EmptyState.tsx'
import { FormModal } from '../../../platform/console/FormModal.tsx'
import { useFlash } from '../../../platform/console/flash.ts'
import { formatInstant } from '../../../platform/console/format.ts'
import { ProblemNote } from '../../../platform/console/ProblemNote.tsx'
import { ReasonedButton } from '../../../platform/console/ReasonedButton.tsx'
import type { api } from '../../client.ts'
import { query } from '../../client.ts'
import { CreateApiKey } from './CreateApiKey.tsx'

export type ApiKey = Awaited<ReturnType<typeof api.accounts.session.listApiKeys>>[number]

const COLUMNS: TableProps.ColumnDefinition<ApiKey>[] = [
  { id: 'name', header: 'Name', cell: (key) => key.name, isRowHeader: true },
  { id: 'createdAt', header: 'Created', cell: (key) => formatInstant(key.createdAt) },
  { id: 'expiresAt', header: 'Expires', cell: (key) => (key.expiresAt ? formatInstant(key.expiresAt) : 'Never') },
  { id: 'lastUsedAt', header: 'Last used', cell: (key) => (key.lastUsedAt ? formatInstant(key.lastUsedAt) : 'Not yet') },
]

/** The API keys of the person: list, create, withdraw. */
export function ApiKeys() {
  const keys = useQuery(query.accounts.session.listApiKeys.queryOptions({ input: {} }))
  const [selected, setSelected] = useState<ApiKey[]>([])
  const [open, setOpen] = useState<'create' | 'delete'>()
  const close = () => setOpen(undefined)
  const create = <Button onClick={() => setOpen('create')}>Create API key</Button>
  const [chosen] = selected
  return (
    <>
      <Table
        columnDefinitions={COLUMNS}
        items={keys.data ?? []}
        trackBy="id"
        loading={keys.isPending}
        loadingText="Loading API keys"
        selectionType="single"
        selectedItems={selected}
        onSelectionChange={({ detail }) => setSelected(detail.selectedItems)}
        ariaLabels={{
          tableLabel: 'API keys',
          selectionGroupLabel: 'Selection of API keys',
          itemSelectionLabel: (_, key) => `Select ${key.name}`,
        }}
        header={
          <Header
            variant="h2"
            counter={keys.data && `(${keys.data.length})`}
            description="A program that sends a key in the header Authorization: Bearer has your rights."
            actions={
              <SpaceBetween direction="horizontal" size="xs">
                <ReasonedButton whyNot={chosen ? undefined : 'Select an API key first.'} onClick={() => setOpen('delete')}>
                  Withdraw
                </ReasonedButton>
                {create}
              </SpaceBetween>
            }
          >
            API keys
          </Header>
        }
        empty={
          keys.error ? (
            <ProblemNote error={keys.error} retry={() => void keys.refetch()} />
          ) : (
            <EmptyState title="No API keys" action={create}>
              A program needs one to call the API in your name.
            </EmptyState>
          )
        }
      />
      {open === 'create' && <CreateApiKey onClose={close} />}
      {open === 'delete' && chosen && (
        <WithdrawApiKey
          apiKey={chosen}
          onClose={close}
          onDone={() => {
            setSelected([])
            close()
          }}
        />
      )}
    </>
  )
}

function WithdrawApiKey({ apiKey, onClose, onDone }: { apiKey: ApiKey; onClose: () => void; onDone: () => void }) {
  const queries = useQueryClient()
  const { flash } = useFlash()
  const withdraw = useMutation(
    query.accounts.session.deleteApiKey.mutationOptions({
      onSuccess: () => {
        void queries.invalidateQueries({ queryKey: query.accounts.session.listApiKeys.key() })
        flash({ type: 'success', content: `The API key ${apiKey.name} is withdrawn.` })
        onDone()
      },
    }),
  )
  return (
    <FormModal
      title="Withdraw API key"
      submitLabel="Withdraw"
      busy={withdraw.isPending}
      error={withdraw.error}
      onCancel={onClose}
      onSubmit={() => withdraw.mutate({ id: apiKey.id })}
    >
      <span>
        Programs that use the key <b>{apiKey.name}</b> are refused from now on. A withdrawn key cannot be restored; create a new one
        instead.
      </span>
    </FormModal>
  )
}
