import Button from '@cloudscape-design/components/button'
import Header from '@cloudscape-design/components/header'
import Table, { type TableProps } from '@cloudscape-design/components/table'
import { useInfiniteQuery } from '@tanstack/react-query'
import { formatInstant } from '../../../../platform/console/format.ts'
import { ProblemNote } from '../../../../platform/console/ProblemNote.tsx'
import { query } from '../../../client.ts'
import type { PrinterEvent } from '../printer-history.api.ts'
import { PRINTER_EVENTS } from '../printer-history.ts'

const ROWS = 10

interface OfPrinter {
  organizationId: string
  printerId: string
}

/** What changed about a printer, newest first. */
export function PrinterChanges({ organizationId, printerId }: OfPrinter) {
  const events = useInfiniteQuery(
    query.printers.listEvents.infiniteOptions({
      input: (cursor: string | undefined) => ({ organizationId, printerId, limit: ROWS, ...(cursor ? { cursor } : {}) }),
      initialPageParam: undefined,
      getNextPageParam: (page) => page.nextCursor ?? undefined,
    }),
  )
  return (
    <Table
      items={events.data?.pages.flatMap((page) => page.items) ?? []}
      trackBy="id"
      wrapLines
      loading={events.isPending}
      loadingText="Loading the history of changes"
      columnDefinitions={COLUMNS}
      ariaLabels={{ tableLabel: 'History of changes' }}
      header={<Header variant="h2">History of changes</Header>}
      footer={
        events.hasNextPage && (
          <Button loading={events.isFetchingNextPage} onClick={() => void events.fetchNextPage()}>
            Show more
          </Button>
        )
      }
      empty={events.error ? <ProblemNote error={events.error} retry={() => void events.refetch()} /> : 'Nothing has changed yet.'}
    />
  )
}

const COLUMNS: TableProps.ColumnDefinition<PrinterEvent>[] = [
  { id: 'at', header: 'Time', isRowHeader: true, minWidth: 180, cell: ({ at }) => formatInstant(at) },
  { id: 'kind', header: 'What', minWidth: 160, cell: ({ kind }) => PRINTER_EVENTS[kind] },
  { id: 'before', header: 'Before', minWidth: 200, cell: ({ before }) => before ?? '-' },
  { id: 'after', header: 'After', cell: ({ after }) => after ?? '-' },
]
