import { timingSafeEqual } from 'node:crypto'
import type { Db } from '../../platform/db/database.ts'
import type { Scope } from '../../platform/scope.ts'
import type { Sealer } from '../../platform/secrets.ts'
import { Problem } from '../problems.ts'
import { checkAgainstDtd } from './channels/check-dtd.command.ts'
import { response } from './cxml/order-request.ts'
import { type CxmlDocument, CxmlRefused, parseCxml } from './cxml/parse-cxml.ts'
import { secretPlace } from './manage-suppliers.command.ts'
import { ConfirmationNotice, ShipmentNotice, type SupplierNotice } from './notices.ts'
import { receiveNotice } from './receive-notice.command.ts'
import { findSupplierByIdentity, type KnownSupplier } from './suppliers.queries.ts'

interface Receiving {
  db: Db
  sealer: Sealer
  cxmlDtd: string | null
  /** makes the scope in which a supplier's report is written, once its secret was checked */
  scopeOf: (supplier: KnownSupplier) => Promise<Scope | undefined>
}

/** An answer to a document: an HTTP status of 200 and this status inside, as cXML has it. */
export const cxmlAnswer = (code: number, text: string, message: string): string =>
  response(code, text, message, `${crypto.randomUUID()}@mps-express`, new Date())

/**
 * Takes a cXML message of a supplier and gives the answer, whose status says what became of it.
 * @rule fulfilment/cxml-senders-are-known  A cXML message counts only from a sender whose identity and shared secret are those of a supplier, and whose From is the same.
 */
export async function receiveCxml(receiving: Receiving, body: string): Promise<string> {
  let document: CxmlDocument
  try {
    document = parseCxml(body)
    const fault = receiving.cxmlDtd === null ? undefined : await checkAgainstDtd(receiving.cxmlDtd, body)
    if (fault) throw new CxmlRefused(`The document does not fit the DTD: ${fault}`)
  } catch (error) {
    if (error instanceof CxmlRefused) return cxmlAnswer(406, 'Not Acceptable', error.message)
    throw error
  }
  const supplier = await recogniseSender(receiving, document)
  const scope = supplier && (await receiving.scopeOf(supplier))
  if (!supplier || !scope) return cxmlAnswer(401, 'Unauthorized', 'The identity or the shared secret of the sender is wrong.')
  if (document.notices.length === 0)
    return cxmlAnswer(450, 'Not Implemented', 'Only ConfirmationRequest and ShipNoticeRequest are understood.')
  try {
    const failed: string[] = []
    for (const notice of document.notices) {
      const outcomes = await receiveNotice(receiving.db, scope, supplier, checked(notice))
      failed.push(
        ...outcomes.filter(({ done }) => !done).map(({ line, message }) => `Order ${notice.notice.order}, line ${line}: ${message}`),
      )
    }
    return failed.length > 0 ? cxmlAnswer(201, 'Accepted', failed.join(' ').slice(0, 2000)) : cxmlAnswer(200, 'OK', '')
  } catch (error) {
    if (error instanceof CxmlRefused) return cxmlAnswer(406, 'Not Acceptable', error.message)
    if (error instanceof Problem) return cxmlAnswer(409, 'Conflict', error.message)
    throw error
  }
}

async function recogniseSender({ db, sealer }: Receiving, document: CxmlDocument): Promise<KnownSupplier | undefined> {
  const { senderIdentity, fromIdentity, sharedSecret } = document
  if (!senderIdentity || senderIdentity !== fromIdentity || !sharedSecret) return undefined
  const found = await findSupplierByIdentity(db, senderIdentity)
  if (!found?.secret) return undefined
  const [known, sent] = [Buffer.from(sealer.open(found.secret, secretPlace(found.id))), Buffer.from(sharedSecret)]
  return known.length === sent.length && timingSafeEqual(known, sent) ? { id: found.id, name: found.name } : undefined
}

/** What a document says is held against the same limits as JSON. */
function checked(report: SupplierNotice): SupplierNotice {
  const read = report.kind === 'shipment' ? ShipmentNotice.safeParse(report.notice) : ConfirmationNotice.safeParse(report.notice)
  if (read.success) return { kind: report.kind, notice: read.data } as SupplierNotice
  const issue = read.error.issues[0]!
  throw new CxmlRefused(`${issue.path.join('.')}: ${issue.message}`)
}
