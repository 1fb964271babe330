import Button from '@cloudscape-design/components/button'
import Link from '@cloudscape-design/components/link'
import SpaceBetween from '@cloudscape-design/components/space-between'
import Table, { type TableProps } from '@cloudscape-design/components/table'
import { useInfiniteQuery } from '@tanstack/react-query'
import { ProblemNote } from '../../../platform/console/ProblemNote.tsx'
import { query } from '../../client.ts'
import { pathTo } from '../../paths.ts'
import type { EligibilityStatus } from '../eligibility.ts'
import type { EligibilityReport, PrinterEligibility } from '../program.api.ts'
import { EligibilityReasons } from './EligibilityReasons.tsx'
import type { useContactAssigning } from './useContactAssigning.ts'

const ROWS = 50

interface EligibilityPrintersProps {
  organizationId: string
  report: EligibilityReport
  status: EligibilityStatus
  label: string
  assigning: ReturnType<typeof useContactAssigning>
}

/** The printers behind one line: serial number, model, and every reason with its evidence and remedy. */
export function EligibilityPrinters({ organizationId, report, status, label, assigning }: EligibilityPrintersProps) {
  const { selectionId } = report
  const printers = useInfiniteQuery(
    query.program.listEligibility.infiniteOptions({
      input: (cursor: string | undefined) => ({ organizationId, selectionId, status, limit: ROWS, ...(cursor ? { cursor } : {}) }),
      initialPageParam: undefined,
      getNextPageParam: (page) => page.nextCursor ?? undefined,
    }),
  )
  const items = printers.data?.pages.flatMap((page) => page.items) ?? []
  return (
    <SpaceBetween size="xs">
      {status === 'no-contact' && items.length > 0 && <AssignHere assigning={assigning} />}
      <Table
        variant="embedded"
        contentDensity="compact"
        wrapLines
        items={items}
        trackBy="id"
        loading={printers.isPending}
        loadingText="Loading printers"
        ariaLabels={{ tableLabel: label }}
        columnDefinitions={columns(organizationId, report, status, (id) => assigning.open('assign', [id]))}
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

function AssignHere({ assigning }: Pick<EligibilityPrintersProps, 'assigning'>) {
  return (
    <SpaceBetween direction="horizontal" size="xs">
      <Button loading={assigning.pending} onClick={() => assigning.open('assign')}>
        Assign supplies delivery contact
      </Button>
      <Button loading={assigning.pending} onClick={() => assigning.open('create')}>
        Create and assign new supplies delivery contact
      </Button>
    </SpaceBetween>
  )
}

function columns(
  organizationId: string,
  report: EligibilityReport,
  status: EligibilityStatus,
  assign: (printerId: string) => void,
): TableProps.ColumnDefinition<PrinterEligibility>[] {
  const reasons: TableProps.ColumnDefinition<PrinterEligibility> = {
    id: 'reasons',
    header: 'Reasons',
    cell: (printer) => (
      <EligibilityReasons
        reasons={printer.reasons}
        support={report.support}
        organizationId={organizationId}
        onAssign={printer.status === 'failed-registration' ? undefined : () => assign(printer.id)}
      />
    ),
  }
  return [
    {
      id: 'serialNumber',
      header: 'Serial number',
      isRowHeader: true,
      cell: ({ id, serialNumber }) => (
        <Link href={pathTo('printer', { organizationId, printerId: id })} target="_blank">
          {serialNumber ?? 'Not known'}
        </Link>
      ),
    },
    { id: 'model', header: 'Model', cell: ({ manufacturer, model }) => [manufacturer, model].filter(Boolean).join(' ') || 'Not known' },
    { id: 'ipAddress', header: 'IP address', cell: ({ ipAddress }) => ipAddress ?? '-' },
    ...(status === 'eligible' ? [] : [reasons]),
  ]
}
