import Button from '@cloudscape-design/components/button'
import Link from '@cloudscape-design/components/link'
import SpaceBetween from '@cloudscape-design/components/space-between'
import Table, { type TableProps } from '@cloudscape-design/components/table'
import { useInfiniteQuery } from '@tanstack/react-query'
import { ProblemNote } from '../../../../platform/console/ProblemNote.tsx'
import { query } from '../../../client.ts'
import { pathTo } from '../../../paths.ts'
import type { UnenrollmentPrinter } from '../printer-acts.api.ts'
import type { UnenrollmentLine } from '../unenroll-printers.ts'

const ROWS = 50

interface UnenrollmentPrintersProps {
  organizationId: string
  selectionId: string
  line: UnenrollmentLine
  label: string
}

/** The printers behind one line of what unenrolling would do. */
export function UnenrollmentPrinters({ organizationId, selectionId, line, label }: UnenrollmentPrintersProps) {
  const printers = useInfiniteQuery(
    query.printers.listUnenrollment.infiniteOptions({
      input: (cursor: string | undefined) => ({ organizationId, selectionId, line, limit: ROWS, ...(cursor ? { cursor } : {}) }),
      initialPageParam: undefined,
      getNextPageParam: (page) => page.nextCursor ?? undefined,
    }),
  )
  return (
    <SpaceBetween size="xs">
      <Table
        variant="embedded"
        contentDensity="compact"
        items={printers.data?.pages.flatMap((page) => page.items) ?? []}
        trackBy="printerId"
        loading={printers.isPending}
        loadingText="Loading printers"
        ariaLabels={{ tableLabel: label }}
        columnDefinitions={columns(organizationId, line === 'leaves')}
        empty={printers.error ? <ProblemNote error={printers.error} retry={() => void printers.refetch()} /> : 'No printers'}
      />
      {printers.hasNextPage && (
        <Button loading={printers.isFetchingNextPage} onClick={() => void printers.fetchNextPage()}>
          Show more
        </Button>
      )}
    </SpaceBetween>
  )
}

function columns(organizationId: string, leaves: boolean): TableProps.ColumnDefinition<UnenrollmentPrinter>[] {
  const reason = { id: 'reason', header: 'Reason', cell: (printer: UnenrollmentPrinter) => printer.reason ?? '-' }
  return [
    {
      id: 'serialNumber',
      header: 'Serial number',
      isRowHeader: true,
      cell: ({ printerId, serialNumber }) => (
        <Link href={pathTo('printer', { organizationId, printerId })} target="_blank">
          {serialNumber ?? 'Not known'}
        </Link>
      ),
    },
    { id: 'model', header: 'Model', cell: ({ model }) => model ?? 'Not known' },
    { id: 'ipAddress', header: 'IP address', cell: ({ ipAddress }) => ipAddress ?? '-' },
    ...(leaves ? [] : [reason]),
  ]
}
