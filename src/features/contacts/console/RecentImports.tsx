import Link from '@cloudscape-design/components/link'
import StatusIndicator, { type StatusIndicatorProps } from '@cloudscape-design/components/status-indicator'
import Table from '@cloudscape-design/components/table'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { ActModal } from '../../../platform/console/ActModal.tsx'
import { EmptyState } from '../../../platform/console/EmptyState.tsx'
import { formatCount, formatInstant } from '../../../platform/console/format.ts'
import { ProblemNote } from '../../../platform/console/ProblemNote.tsx'
import { useWindowPages } from '../../../platform/console/useWindowPages.ts'
import { WindowPages } from '../../../platform/console/WindowPages.tsx'
import { query } from '../../client.ts'
import { IMPORT_STATUSES, type ImportStatus } from '../contact-columns.ts'
import type { ContactImport } from '../contact-imports.api.ts'
import { howFar } from './import-words.ts'

const ROWS = 10

interface RecentImportsProps {
  organizationId: string
  onOpen: (importId: string) => void
  onClose: () => void
}

/** The window `Recent Imports`: each opens to its progress or its results, also when its window was closed or the server restarted. */
export function RecentImports({ organizationId, onOpen, onClose }: RecentImportsProps) {
  const paging = useWindowPages()
  const imports = useQuery({
    ...query.contacts.imports.list.queryOptions({ input: { organizationId, limit: ROWS, ...paging.input } }),
    placeholderData: keepPreviousData,
    refetchInterval: ({ state }) => (state.data?.items.some(({ status }) => status === 'running') ? 2000 : false),
  })
  return (
    <ActModal title="Recent Imports" size="large" onClose={onClose}>
      <Table
        variant="embedded"
        wrapLines
        items={imports.data?.items ?? []}
        trackBy="id"
        loading={imports.isPending}
        loadingText="Loading imports"
        ariaLabels={{ tableLabel: 'Recent imports' }}
        columnDefinitions={[
          {
            id: 'file',
            header: 'File',
            isRowHeader: true,
            cell: ({ id, fileName }) => (
              <Link
                href={`/fleet/${organizationId}/contacts?import=${id}`}
                onFollow={(event) => {
                  event.preventDefault()
                  onOpen(id)
                }}
              >
                {fileName}
              </Link>
            ),
          },
          { id: 'status', header: 'Status', cell: (each) => <ImportStatusOf {...each} /> },
          { id: 'imported', header: 'Imported', cell: ({ imported }) => formatCount(imported) },
          { id: 'existing', header: 'Existed', cell: ({ existing }) => formatCount(existing) },
          { id: 'notImported', header: 'Not imported', cell: ({ notImported }) => formatCount(notImported) },
          { id: 'rejected', header: 'With faults', cell: ({ rejected }) => formatCount(rejected) },
          { id: 'startedBy', header: 'Started by', cell: ({ startedBy }) => startedBy },
          { id: 'startedAt', header: 'Started', cell: ({ startedAt }) => formatInstant(startedAt) },
        ]}
        pagination={<WindowPages paging={paging} nextCursor={imports.data?.nextCursor} disabled={imports.isPlaceholderData} />}
        empty={
          imports.error ? (
            <ProblemNote error={imports.error} retry={() => void imports.refetch()} />
          ) : (
            <EmptyState title="No imports yet">Import on the page Contacts adds the contacts of a file.</EmptyState>
          )
        }
      />
    </ActModal>
  )
}

const ICONS: Record<ImportStatus, StatusIndicatorProps.Type> = { running: 'in-progress', completed: 'success', canceled: 'stopped' }

function ImportStatusOf({ status, rows, waiting }: Pick<ContactImport, 'status' | 'rows' | 'waiting'>) {
  return (
    <StatusIndicator type={ICONS[status]}>
      {status === 'running' ? `${IMPORT_STATUSES.running}: ${howFar({ rows, waiting })}` : IMPORT_STATUSES[status]}
    </StatusIndicator>
  )
}
