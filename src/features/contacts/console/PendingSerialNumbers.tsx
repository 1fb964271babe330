import Button from '@cloudscape-design/components/button'
import Table from '@cloudscape-design/components/table'
import { keepPreviousData, useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { ActModal } from '../../../platform/console/ActModal.tsx'
import { formatInstant } from '../../../platform/console/format.ts'
import { ProblemNote } from '../../../platform/console/ProblemNote.tsx'
import { useWindowPages } from '../../../platform/console/useWindowPages.ts'
import { WindowPages } from '../../../platform/console/WindowPages.tsx'
import { api, query } from '../../client.ts'
import type { Contact, PendingSerialNumber } from '../contacts.api.ts'
import { nameOf } from './contact-words.ts'

const ROWS = 20

interface PendingSerialNumbersProps {
  organizationId: string
  contact: Contact
  mayChange: boolean
  onClose: () => void
}

/** The window `Printers Pending`: serial numbers that wait for their printer; each can be deleted, after it was confirmed. */
export function PendingSerialNumbers({ organizationId, contact, mayChange, onClose }: PendingSerialNumbersProps) {
  const [doomed, setDoomed] = useState<PendingSerialNumber>()
  if (doomed)
    return <DeletePending organizationId={organizationId} contact={contact} doomed={doomed} onClose={() => setDoomed(undefined)} />
  return (
    <ActModal title="Printers Pending" onClose={onClose}>
      <span>{`Serial numbers that ${nameOf(contact)} waits for. Each printer gets this contact automatically when it is enrolled.`}</span>
      <PendingTable organizationId={organizationId} contact={contact} onDelete={mayChange ? setDoomed : undefined} />
    </ActModal>
  )
}

interface PendingTableProps {
  organizationId: string
  contact: Contact
  onDelete: ((pending: PendingSerialNumber) => void) | undefined
}

function PendingTable({ organizationId, contact, onDelete }: PendingTableProps) {
  const paging = useWindowPages()
  const input = { organizationId, contactId: contact.id, limit: ROWS, ...paging.input }
  const pending = useQuery({ ...query.contacts.listPendingSerialNumbers.queryOptions({ input }), placeholderData: keepPreviousData })
  return (
    <Table
      variant="embedded"
      contentDensity="compact"
      items={pending.data?.items ?? []}
      trackBy="id"
      loading={pending.isPending}
      loadingText="Loading serial numbers"
      ariaLabels={{ tableLabel: 'Printers pending' }}
      columnDefinitions={[
        { id: 'serialNumber', header: 'Serial number', isRowHeader: true, cell: ({ serialNumber }) => serialNumber },
        { id: 'createdAt', header: 'Waiting since', cell: ({ createdAt }) => formatInstant(createdAt) },
        ...(onDelete
          ? [
              {
                id: 'delete',
                header: 'Delete',
                cell: (item: PendingSerialNumber) => (
                  <Button variant="inline-link" ariaLabel={`Delete ${item.serialNumber}`} onClick={() => onDelete(item)}>
                    Delete
                  </Button>
                ),
              },
            ]
          : []),
      ]}
      pagination={<WindowPages paging={paging} nextCursor={pending.data?.nextCursor} disabled={pending.isPlaceholderData} />}
      empty={pending.error ? <ProblemNote error={pending.error} retry={() => void pending.refetch()} /> : 'No serial number is waiting.'}
    />
  )
}

interface DeletePendingProps {
  organizationId: string
  contact: Contact
  doomed: PendingSerialNumber
  onClose: () => void
}

function DeletePending({ organizationId, contact, doomed, onClose }: DeletePendingProps) {
  const client = useQueryClient()
  const removal = useMutation({
    mutationFn: () => api.contacts.removePendingSerialNumber({ organizationId, contactId: contact.id, pendingId: doomed.id }),
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: query.contacts.key() })
      onClose()
    },
  })
  const act = { label: 'Delete', busy: removal.isPending, onAct: () => removal.mutate() }
  return (
    <ActModal title="Delete Pending Serial Number" act={act} onClose={onClose}>
      <span>
        {'The serial number '}
        <b>{doomed.serialNumber}</b>
        {` no longer waits for its printer. When that printer is enrolled, it will not be assigned to ${nameOf(contact)}.`}
      </span>
      <ProblemNote error={removal.error} />
    </ActModal>
  )
}
