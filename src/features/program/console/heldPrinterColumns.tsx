import Box from '@cloudscape-design/components/box'
import Icon from '@cloudscape-design/components/icon'
import Link from '@cloudscape-design/components/link'
import StatusIndicator from '@cloudscape-design/components/status-indicator'
import type { TableProps } from '@cloudscape-design/components/table'
import type { ReactNode } from 'react'
import { formatAge, formatCount, formatInstant } from '../../../platform/console/format.ts'
import type { Management } from '../../printers/management.ts'
import { eligibilityLabel } from '../eligibility.ts'
import type { HeldPrinter } from '../program.api.ts'

type Column = TableProps.ColumnDefinition<HeldPrinter>

/** The columns of the provider's queue; the serial number opens the evidence. */
export function heldPrinterColumns(management: Management, onShow: (printer: HeldPrinter) => void): Column[] {
  return [
    {
      id: 'serialNumber',
      header: 'Serial number',
      isRowHeader: true,
      minWidth: 140,
      cell: (printer) => (
        <Link onFollow={() => onShow(printer)} href="#" ariaLabel={`Evidence of ${printer.serialNumber ?? 'this printer'}`}>
          {printer.serialNumber ?? 'Not known'}
        </Link>
      ),
    },
    { id: 'organization', header: 'Organization', minWidth: 170, cell: (p) => <Two first={p.organization} second={p.partner} /> },
    { id: 'model', header: 'Model', minWidth: 170, cell: (p) => <Two first={p.model ?? '-'} second={p.manufacturer ?? ''} /> },
    { id: 'reasonsNow', header: 'Eligibility today', minWidth: 190, cell: (p) => <JudgedToday reasons={p.reasonsNow} /> },
    {
      id: 'requestedAt',
      header: 'Requested',
      minWidth: 185,
      cell: (p) => <Two first={formatInstant(p.requestedAt)} second={p.requestedBy} />,
    },
    ...(management === 'managed' ? [ACCEPTED] : []),
    { id: 'lifetimePageCount', header: 'Lifetime page count', minWidth: 170, cell: (p) => <PageCount {...p} /> },
    { id: 'contact', header: 'Supplies delivery contact', minWidth: 180, cell: (p) => p.contact },
    { id: 'agent', header: 'Agent', minWidth: 140, cell: (p) => <Two first={p.agent ?? '-'} second={p.agentVersion ?? ''} /> },
  ]
}

const ACCEPTED: Column = {
  id: 'decidedAt',
  header: 'Accepted',
  minWidth: 185,
  cell: (p) => <Two first={formatInstant(p.decidedAt)} second={p.decidedBy ?? ''} />,
}

function Two({ first, second }: { first: ReactNode; second: string }) {
  return (
    <>
      {first}
      {second && (
        <Box fontSize="body-s" color="text-body-secondary">
          {second}
        </Box>
      )}
    </>
  )
}

function PageCount({ lifetimePageCount, lifetimePageCountLimit, lifetimePageCountReadAt }: HeldPrinter) {
  const read = lifetimePageCountReadAt ? `, read ${formatAge(lifetimePageCountReadAt)}` : ''
  return <Two first={formatCount(lifetimePageCount)} second={`at most ${formatCount(lifetimePageCountLimit)}${read}`} />
}

/** What the assessment would be today, were the printer not held: the provider sees it before accepting. */
export function JudgedToday({ reasons }: { reasons: HeldPrinter['reasonsNow'] }) {
  if (reasons.length === 0) return <StatusIndicator>Eligible</StatusIndicator>
  return reasons.map(({ status }) => (
    // Not a StatusIndicator: that breaks inside of words.
    <Box key={status} color="text-status-warning">
      <Icon name="status-warning" /> {eligibilityLabel(status)}
    </Box>
  ))
}
