import { createHash } from 'node:crypto'
import { type Db, inScope, type Tx } from '../../platform/db/database.ts'
import type { Scope } from '../../platform/scope.ts'
import { changeLines, type LineChange } from '../orders/change-lines.command.ts'
import { Problem } from '../problems.ts'
import {
  findAnswer,
  findSubstitutes,
  insertAnswer,
  insertShipment,
  lockReportedOrder,
  markAccepted,
  type ReportedOrder,
} from './notices.store.ts'
import { CONFIRMATIONS, type NoticeOutcome, type SupplierNotice } from './notices.ts'

/**
 * Takes a report of a supplier: all in one transaction, with an outcome for each line. The same report again gets the same answer.
 * @rule fulfilment/reports-count-once  A supplier's report counts once: repeated under its reference, it changes nothing and gets the first answer.
 * @rule fulfilment/own-orders-only  A supplier reports about lines that it was sent, and about no others: an order of somebody else does not exist for it.
 */
export function receiveNotice(
  db: Db,
  scope: Scope,
  supplier: { id: string; name: string },
  report: SupplierNotice,
): Promise<NoticeOutcome[]> {
  return inScope(db, scope, async (tx) => {
    const order = await lockReportedOrder(tx, supplier.id, report.notice.order)
    if (!order)
      throw new Problem(
        'order-not-known',
        `There is no order ${report.notice.order} for this supplier. Use the code of the order as it was sent.`,
      )
    const hash = createHash('sha256').update(JSON.stringify(report.notice)).digest('hex')
    const earlier = await findAnswer(tx, supplier.id, report)
    if (earlier && earlier.hash !== hash)
      throw new Problem('key-reused', `The reference ${report.notice.reference} was used for another report. Send a new one.`)
    if (earlier) return earlier.answer
    const outcomes = await apply(tx, scope, supplier, order, report)
    await insertAnswer(tx, supplier.id, report, hash, outcomes)
    return outcomes
  })
}

async function apply(
  tx: Tx,
  scope: Scope,
  supplier: { id: string; name: string },
  order: ReportedOrder,
  report: SupplierNotice,
): Promise<NoticeOutcome[]> {
  const numbers = report.kind === 'confirmation' ? report.notice.lines.map(({ line }) => line) : report.notice.lines
  const wanted = report.kind === 'confirmation' ? await confirmedChanges(tx, order, report) : parcelChanges(order, report)
  const changes = wanted.filter((one) => typeof one !== 'string')
  const done = await changeLines(tx, scope, changes, { kind: 'supplier', name: supplier.name })
  await markAccepted(tx, order)
  let place = 0
  const outcomes = wanted.map((one, i): NoticeOutcome => {
    if (typeof one === 'string') return { line: numbers[i]!, done: false, message: one }
    const outcome = done[place++]!
    return { line: numbers[i]!, done: outcome.done, message: outcome.message }
  })
  const shipped = wanted.flatMap((one, i) => (typeof one !== 'string' && outcomes[i]!.done ? [one.lineId] : []))
  if (report.kind === 'shipment' && shipped.length > 0) await insertShipment(tx, order, supplier.id, report.notice, [...new Set(shipped)])
  return outcomes
}

const notThere = (line: number) => `The order has no line ${line}.`

/**
 * What a confirmation does to each line, or why nothing.
 * @rule fulfilment/unknown-parts-fail-by-line  A part that the catalogue does not know, or that does not fit, fails its line; the other lines go on.
 */
async function confirmedChanges(
  tx: Tx,
  order: ReportedOrder,
  { notice }: Extract<SupplierNotice, { kind: 'confirmation' }>,
): Promise<(LineChange | string)[]> {
  const replaced = notice.lines.flatMap(({ line, part }) => (part && order.lines[line] ? [{ lineId: order.lines[line], part }] : []))
  const substitutes = await findSubstitutes(tx, replaced)
  return notice.lines.map(({ line, outcome, expectedOn, backorderedUntil, part, reason = '' }) => {
    const lineId = order.lines[line]
    if (!lineId) return notThere(line)
    const { act } = CONFIRMATIONS[outcome]
    if (outcome === 'backordered') return { lineId, act, reason, values: { ...(backorderedUntil && { backorderedUntil }) } }
    if (outcome === 'refused') return { lineId, act, reason: reason || 'The supplier gave no reason.' }
    if (outcome === 'accepted') return { lineId, act, reason, values: { ...(expectedOn && { expectedOn }) } }
    const substitute = substitutes.get(lineId)
    if (!part) return 'State the part that comes instead.'
    if (!substitute)
      return `The catalogue has no part ${part} that fits in place of the ordered one. Add it to the catalogue, or send another part.`
    return { lineId, act, reason: reason || `The supplier sends ${part}.`, values: { substitute, ...(expectedOn && { expectedOn }) } }
  })
}

function parcelChanges(order: ReportedOrder, report: Exclude<SupplierNotice, { kind: 'confirmation' }>): (LineChange | string)[] {
  return report.notice.lines.map((line) => {
    const lineId = order.lines[line]
    if (!lineId) return notThere(line)
    if (report.kind === 'delivery') return { lineId, act: 'deliver', reason: `Reported under ${report.notice.reference}.` }
    const { carrier, trackingNumber, expectedOn, reference } = report.notice
    return {
      lineId,
      act: 'ship',
      reason: [carrier, trackingNumber].filter(Boolean).join(' ') || `Reported under ${reference}.`,
      values: { ...(expectedOn && { expectedOn }) },
    }
  })
}
