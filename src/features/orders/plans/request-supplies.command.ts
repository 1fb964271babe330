import { type Db, inScope, type Tx } from '../../../platform/db/database.ts'
import type { Scope } from '../../../platform/scope.ts'
import { Problem } from '../../problems.ts'
import { once } from '../../tasks/once.command.ts'
import { changeLines } from '../change-lines.command.ts'
import { dayWords } from '../morning/decision-words.ts'
import { linesOf } from '../morning/order-supplies.command.ts'
import { type MorningFacts, planOrders, type WantedLine, wantedOnRequest } from '../morning/plan-orders.ts'
import type { Portion } from '../morning/portion.ts'
import { ON_THE_WAY } from '../order-states.ts'
import type { RequestOutcome } from '../orders.api.ts'
import { insertOrders } from '../orders.store.ts'
import { emptyShelf, readOwnLines } from '../shelf/shelf.store.ts'
import type { Situation } from '../situations.ts'
import { readAddressOf } from './decide-printer.command.ts'

export interface SupplyRequest {
  printerId: string
  supplies: string[]
  situation: Situation
}

interface Requester {
  kind: 'customer' | 'link'
  name: string
}

/** A person asks for supplies of a printer, once for a key. */
export function requestSupplies(
  db: Db,
  scope: Scope,
  request: SupplyRequest,
  key: string | undefined,
): Promise<{ outcomes: RequestOutcome[] }> {
  return inScope(db, scope, (tx) =>
    once(tx, scope, key, request, async () => ({
      outcomes: await answerRequest(tx, scope, request, { kind: 'customer', name: scope.actor.name }, new Date()),
    })),
  )
}

/**
 * Answers a request: what is on its way is named first, then what is on the shelf; what would come in time by itself is answered with the planned day; the rest is ordered.
 * @rule orders/requests-are-answered  A request orders nothing that is on its way, on the shelf, or planned to come in time.
 */
export async function answerRequest(tx: Tx, scope: Scope, request: SupplyRequest, by: Requester, now: Date): Promise<RequestOutcome[]> {
  if (request.situation === 'none-on-shelf') await giveUpShelf(tx, scope, request, by, now)
  const { portion, facts } = await readAddressOf(tx, scope, request.printerId, now)
  const printer = portion.printers.find(({ printerId }) => printerId === request.printerId)
  const unknown = request.supplies.find((key) => !printer?.followed?.supplies.some((supply) => supply.key === key))
  if (unknown !== undefined) throw new Problem('supply-not-known', `The printer has no supply "${unknown}".`)
  const own = await readOwnLines(tx, scope, request.printerId)
  const { wanted, outlooks } = planOrders(portion, facts)
  const outlook = new Map(outlooks.find(({ printerId }) => printerId === request.printerId)?.supplies.map((one) => [one.supply, one]))
  const answers: RequestOutcome[] = []
  const toOrder: WantedLine[] = []
  for (const key of [...new Set(request.supplies)]) {
    const supply = printer!.followed!.supplies.find((one) => one.key === key)!
    const answer = { supply: key, name: supply.name, expectedOn: null, orderId: null, lineId: null }
    const line = own.find((one) => one.supply === key && ON_THE_WAY.includes(one.state))
    const planned = outlook.get(key)
    if (line)
      answers.push({
        ...answer,
        answer: 'on-the-way',
        sentence: wayWords(line),
        expectedOn: line.expectedOn,
        orderId: line.orderId,
        lineId: line.lineId,
      })
    else if (planned?.decision === 'covered') answers.push({ ...answer, answer: coveredBy(planned.sentence), sentence: planned.sentence })
    else if (planned?.decision === 'wait' && request.situation !== 'empty')
      answers.push({ ...answer, answer: 'planned', sentence: plannedWords(planned.dueOn, planned.sentence), expectedOn: planned.dueOn })
    else toOrder.push(wanted.find((one) => isFor(one, request.printerId, key)) ?? wantedOnRequest(printer!, supply, facts))
  }
  return [...answers, ...(await order(tx, toOrder, facts, request.situation === 'empty', by))]
}

const isFor = ({ printer, supply }: WantedLine, printerId: string, key: string) => printer.printerId === printerId && supply.key === key

const wayWords = ({ number, expectedOn }: { number: string; expectedOn: string | null }) =>
  `It is on its way: order ${number}${expectedOn ? `, expected by ${dayWords(expectedOn)}` : ''}.`

const plannedWords = (dueOn: string | null, sentence: string) =>
  dueOn ? `It will be ordered about ${dayWords(dueOn)}, in time. ${sentence}` : sentence

const coveredBy = (sentence: string): 'on-the-way' | 'on-the-shelf' => (sentence.includes('on the shelf') ? 'on-the-shelf' : 'on-the-way')

async function order(tx: Tx, wanted: WantedLine[], facts: MorningFacts, isEmpty: boolean, by: Requester): Promise<RequestOutcome[]> {
  const lines = (await linesOf(tx, wanted, facts)).map((line) => ({
    ...line,
    express: isEmpty || line.express,
    rule: 'Request',
    reason: `${isEmpty ? 'The printer has run out' : 'Requested'}, says ${by.name}. ${line.reason}`,
  }))
  const made = new Map((await insertOrders(tx, lines, by)).map((line) => [`${line.printerId} ${line.supply}`, line]))
  return lines.map(({ printerId, supply, name, reason, expectedOn }) => {
    const line = made.get(`${printerId} ${supply}`)
    if (!line)
      return { supply, name, answer: 'on-the-way', sentence: 'It was ordered at the same moment.', expectedOn, orderId: null, lineId: null }
    const answer = line.state === 'held' ? 'held' : line.state === 'proposed' ? 'proposed' : 'ordered'
    return { supply, name, answer, sentence: reason, expectedOn, orderId: line.orderId, lineId: line.lineId }
  })
}

// The cartridge that should be there is not: what was delivered for it is lost, and its need open again.
async function giveUpShelf(tx: Tx, scope: Scope, { printerId, supplies }: SupplyRequest, by: Requester, now: Date): Promise<void> {
  const { contactId, portion } = await readAddressOf(tx, scope, printerId, now)
  const families = familiesOf(portion, printerId, supplies)
  const lineIds = await emptyShelf(tx, scope, contactId, families)
  const reason = `${by.name} reports that there is none on the shelf.`
  await changeLines(
    tx,
    scope,
    lineIds.map((lineId) => ({ lineId, act: 'lose' as const, reason })),
    by,
  )
}

const familiesOf = ({ printers }: Pick<Portion, 'printers'>, printerId: string, keys: string[]): string[] =>
  printers
    .find((one) => one.printerId === printerId)
    ?.followed?.supplies.flatMap(({ key, family }) => (keys.includes(key) ? [family] : [])) ?? []
