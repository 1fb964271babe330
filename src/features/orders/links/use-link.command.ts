import { type Db, inScope, type Tx } from '../../../platform/db/database.ts'
import { makeScope } from '../../../platform/make-scope.ts'
import type { Scope } from '../../../platform/scope.ts'
import { hashToken, newToken } from '../../../platform/secrets.ts'
import { lineOf } from '../../accounts/places.ts'
import { recordAct } from '../../audit/record-act.command.ts'
import { Problem } from '../../problems.ts'
import { changeLines } from '../change-lines.command.ts'
import { readAddressOf } from '../plans/decide-printer.command.ts'
import { answerRequest } from '../plans/request-supplies.command.ts'
import { countShelfIn } from '../shelf/count-shelf.command.ts'
import type { Situation } from '../situations.ts'
import type { LINK_ACT_NAMES, LinkAnswer, LinkedPrinter } from './links.api.ts'
import { findLinkedPrinter, isLineOf, readLinkedPrinter } from './links.queries.ts'
import { countVisit, deleteLink, putLink } from './links.store.ts'

const MOST_BY_LINK = 30
const MOST_BY_ADDRESS = 60
const PERSON = 'a person with the link'
const BY = { kind: 'link', name: PERSON } as const

/** From where a link is opened. */
export interface LinkVisit {
  token: string
  address: string | undefined
  requestId: string
}

/** Creates the link of a printer, and with it ends the former one. The token is shown once: only its hash is kept. */
export function renewLink(db: Db, scope: Scope, printerId: string): Promise<{ token: string }> {
  return inScope(db, scope, async (tx) => {
    const token = newToken()
    if (!(await putLink(tx, scope, printerId, hashToken(token)))) throw new Problem('not-found')
    await recordAct(tx, scope, { act: 'Create supply link', subject: printerId })
    return { token }
  })
}

/** Withdraws the link of a printer: every label with it leads nowhere. */
export function withdrawLink(db: Db, scope: Scope, printerId: string): Promise<void> {
  return inScope(db, scope, async (tx) => {
    if (!(await deleteLink(tx, scope, printerId))) throw new Problem('not-found')
    await recordAct(tx, scope, { act: 'Withdraw supply link', subject: printerId })
  })
}

/**
 * Finds the printer of a link and does something in its organization, for this printer alone.
 * @rule orders/links-open-one-printer  A signed link shows and changes the supplies of its printer and nothing else; a link that was withdrawn or renewed opens nothing.
 * @rule orders/link-visits-are-limited  Of one link 30 requests a minute are accepted, and of one address 60, by all servers of a database together.
 */
async function withLink<T>(db: Db, visit: LinkVisit, act: (tx: Tx, scope: Scope, printerId: string) => Promise<T>): Promise<T> {
  const hash = hashToken(visit.token)
  if (visit.address !== undefined) refuseTooMany(await countVisit(db, hashToken(`link from ${lineOf(visit.address)}`), MOST_BY_ADDRESS))
  const found = await findLinkedPrinter(db, hash)
  if (!found) throw new Problem('link-not-known')
  refuseTooMany(await countVisit(db, hashToken(`link ${hash}`), MOST_BY_LINK))
  const { address, requestId } = visit
  const name = `${PERSON} of ${found.serialNumber ?? 'a printer'}`
  const actor = { kind: 'system', id: 'supply link', name, address, requestId } as const
  const scope = makeScope({ organizationId: found.organizationId, actor })
  return inScope(db, scope, (tx) => act(tx, scope, found.printerId))
}

function refuseTooMany(seconds: number): void {
  if (seconds > 0) throw new Problem('busy', `Too many requests with this link. Wait ${seconds} seconds, then try again.`)
}

/** Shows the supplies of the printer of a link. */
export function openLink(db: Db, visit: LinkVisit): Promise<LinkedPrinter> {
  return withLink(db, visit, async (tx, scope, printerId) => {
    const found = await readLinkedPrinter(tx, scope, printerId, new Date())
    if (!found) throw new Problem('link-not-known')
    return found
  })
}

/** A person with a link asks for supplies; the same again is answered with what is on its way. */
export function requestByLink(
  db: Db,
  visit: LinkVisit,
  request: { supplies: string[]; situation: Situation },
): Promise<{ answers: LinkAnswer[] }> {
  return withLink(db, visit, async (tx, scope, printerId) => {
    const outcomes = await answerRequest(tx, scope, { printerId, supplies: request.supplies, situation: request.situation }, BY, new Date())
    await recordAct(tx, scope, {
      act: 'Request supplies by link',
      subject: printerId,
      after: { supplies: request.supplies, situation: request.situation },
    })
    return { answers: outcomes.map(({ name, sentence, expectedOn }) => ({ name, sentence, expectedOn })) }
  })
}

const REASONS = { deliver: '', lose: 'Reported by a person with the link.' }

/** A person with a link confirms a receipt, or reports a parcel as not arrived. */
export function actByLink(
  db: Db,
  visit: LinkVisit,
  { act, lineId }: { act: (typeof LINK_ACT_NAMES)[number]; lineId: string },
): Promise<{ done: boolean; message: string }> {
  return withLink(db, visit, async (tx, scope, printerId) => {
    if (!(await isLineOf(tx, scope, printerId, lineId))) return { done: false, message: 'This line is not of this printer.' }
    const [outcome] = await changeLines(tx, scope, [{ lineId, act, reason: REASONS[act] }], BY)
    const { done, message } = outcome!
    return { done, message }
  })
}

/** A person with a link counts the shelf for a supply of the printer. */
export function countByLink(db: Db, visit: LinkVisit, { supply, count }: { supply: string; count: number }): Promise<{ count: number }> {
  return withLink(db, visit, async (tx, scope, printerId) => {
    const { contactId, portion } = await readAddressOf(tx, scope, printerId, new Date())
    const printer = portion.printers.find((one) => one.printerId === printerId)
    const family = printer?.followed?.supplies.find(({ key }) => key === supply)?.family
    if (family === undefined) throw new Problem('supply-not-known')
    await countShelfIn(tx, scope, { contactId, family, count }, 'link')
    return { count }
  })
}
