import { parse } from 'csv-parse/sync'
import { readCell } from '../../platform/csv.ts'
import { CONFIRMATIONS, type Confirmation, ConfirmationNotice, DeliveryNotice, ShipmentNotice, type SupplierNotice } from './notices.ts'

/**
 * A CSV file in which a supplier confirms, ships and delivers: one row for each line of an order.
 * Columns, in any order: Order, Line, Status (Accepted, Backordered, Substituted, Refused, Shipped, Delivered), Reference; and where they apply Date, Part, Reason, Carrier,
 * Tracking Number, Tracking Link.
 */
export interface ReportRow {
  /** as a spreadsheet numbers rows: heading = 1 */
  row: number
  order: string
  line: number
}

export type ReadReport =
  | { fault: string }
  | { rows: ({ fault: string; row: number; order: string } | { notice: SupplierNotice; rows: ReportRow[] })[] }

const REQUIRED = ['Order', 'Line', 'Status', 'Reference'] as const
const MOST_ROWS = 5000

type Cells = Record<string, string>

/** Reads a report: what is wrong with the whole file, or the notices that it holds and what is wrong with single rows. */
export function readReport(text: string): ReadReport {
  let records: Cells[]
  try {
    records = parse(text, {
      bom: true,
      columns: (names: string[]) => names.map((name) => name.trim()),
      skip_empty_lines: true,
      to: MOST_ROWS + 1,
    }) as Cells[]
  } catch (error) {
    return { fault: `The file is not CSV: ${(error as Error).message}` }
  }
  if (records.length === 0) return { fault: `The file holds no row. The first row holds the headings ${REQUIRED.join(', ')}.` }
  if (records.length > MOST_ROWS) return { fault: `The file has more than ${MOST_ROWS} rows. Divide it.` }
  const missing = REQUIRED.filter((name) => !(name in records[0]!))
  if (missing.length > 0) return { fault: `The heading ${missing.join(', ')} is missing in the first row.` }
  const cells = records.map((record, i) => ({
    row: i + 2,
    of: (name: string) => readCell((record[name] ?? '').trim()),
  }))
  const groups = Map.groupBy(cells, ({ of }) => [of('Order'), kindOf(of('Status')), of('Reference')].join('\n'))
  return { rows: [...groups.values()].map(noticeOf) }
}

type Row = { row: number; of: (name: string) => string }

const kindOf = (status: string): SupplierNotice['kind'] | '' => {
  const word = status.toLowerCase()
  if (word === 'shipped') return 'shipment'
  if (word === 'delivered') return 'delivery'
  return word in CONFIRMATIONS ? 'confirmation' : ''
}

function noticeOf(list: Row[]): { fault: string; row: number; order: string } | { notice: SupplierNotice; rows: ReportRow[] } {
  const first = list[0]!
  const kind = kindOf(first.of('Status'))
  const order = first.of('Order')
  const bad = (row: Row, fault: string) => ({ fault: `Row ${row.row}: ${fault}`, row: row.row, order })
  if (kind === '')
    return bad(first, `Status "${first.of('Status')}" is not one of Accepted, Backordered, Substituted, Refused, Shipped, Delivered.`)
  const common = { reference: first.of('Reference'), order }
  const lines = list.map(({ of }) => Number(of('Line')))
  const value = (name: string) => first.of(name) || undefined
  const read =
    kind === 'confirmation'
      ? ConfirmationNotice.safeParse({ ...common, lines: list.map(confirmed) })
      : kind === 'shipment'
        ? ShipmentNotice.safeParse({
            ...common,
            lines,
            shippedOn: first.of('Date'),
            carrier: value('Carrier'),
            trackingNumber: value('Tracking Number'),
            trackingUrl: value('Tracking Link'),
          })
        : DeliveryNotice.safeParse({ ...common, lines, deliveredOn: value('Date') })
  if (!read.success) {
    const issue = read.error.issues[0]!
    return bad(
      list[typeof issue.path[1] === 'number' ? issue.path[1] : 0] ?? first,
      `${String(issue.path.at(-1) ?? 'row')}: ${issue.message}`,
    )
  }
  return { notice: { kind, notice: read.data } as SupplierNotice, rows: list.map(({ row }, i) => ({ row, order, line: lines[i]! })) }
}

function confirmed({ of }: Row) {
  const outcome = of('Status').toLowerCase() as Confirmation
  const date = of('Date') || undefined
  return {
    line: Number(of('Line')),
    outcome,
    part: of('Part') || undefined,
    reason: of('Reason') || undefined,
    ...(outcome === 'backordered' ? { backorderedUntil: date } : { expectedOn: date }),
  }
}
