import Link from '@cloudscape-design/components/link'
import StatusIndicator, { type StatusIndicatorProps } from '@cloudscape-design/components/status-indicator'
import Table from '@cloudscape-design/components/table'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { ActModal } from '../../../../platform/console/ActModal.tsx'
import { EmptyState } from '../../../../platform/console/EmptyState.tsx'
import { formatInstant } from '../../../../platform/console/format.ts'
import { ProblemNote } from '../../../../platform/console/ProblemNote.tsx'
import { useWindowPages } from '../../../../platform/console/useWindowPages.ts'
import { WindowPages } from '../../../../platform/console/WindowPages.tsx'
import { query } from '../../../client.ts'
import { pathTo } from '../../../paths.ts'
import { IMPORT_STATUSES, type ImportStatus } from '../../contact-columns.ts'
import { howFar, importSummary } from './import-words.ts'

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
            minWidth: 130,
            cell: ({ id, fileName }) => (
              <Link
                href={pathTo('contacts', { organizationId }, { import: id })}
                onFollow={(event) => {
                  event.preventDefault()
                  onOpen(id)
                }}
              >
                {fileName}
              </Link>
            ),
          },
          { id: 'status', header: 'Status', minWidth: 120, cell: ({ status }) => <ImportStatusOf status={status} /> },
          {
            id: 'result',
            header: 'Result',
            minWidth: 270,
            cell: (each) => (each.status === 'running' ? howFar(each) : importSummary(each)),
          },
          { id: 'startedBy', header: 'Started by', minWidth: 90, cell: ({ startedBy }) => startedBy },
          { id: 'startedAt', header: 'Started', minWidth: 130, cell: ({ startedAt }) => formatInstant(startedAt) },
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

function ImportStatusOf({ status }: { status: ImportStatus }) {
  return <StatusIndicator type={ICONS[status]}>{IMPORT_STATUSES[status]}</StatusIndicator>
}
