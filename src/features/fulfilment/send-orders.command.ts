import { type Db, inScope } from '../../platform/db/database.ts'
import type { Mailer } from '../../platform/mail.ts'
import type { Outbound } from '../../platform/outbound/outbound.ts'
import type { Scope } from '../../platform/scope.ts'
import type { Sealer } from '../../platform/secrets.ts'
import { type Delivered, NotDelivered, type Send } from './channels/channel.ts'
import { writeToFolder } from './channels/folder.command.ts'
import { sendCxml } from './channels/send-cxml.command.ts'
import { sendEmail } from './channels/send-email.command.ts'
import { sendWebhook } from './channels/send-webhook.command.ts'
import { type DueDispatch, listDueSuppliers, markFailed, markSent, markWithdrawn, takeDue } from './dispatches.store.ts'
import { secretPlace } from './manage-suppliers.command.ts'
import { pauseAfter } from './order-message.ts'
import { findSending, type SendingSupplier } from './suppliers.queries.ts'

/** What sending needs of the server. */
export interface Sending {
  db: Db
  sealer: Sealer
  outbound: Outbound
  mailer: Mailer | null
  /** where the folders of suppliers are; null where none is set */
  supplierFolder: string | null
  /** a local DTD that cXML documents are checked against; null where none is named */
  cxmlDtd: string | null
}

const MOST_AT_ONCE = 200

/** Sends what is due, to all suppliers side by side: one that is slow or away delays no other. */
export async function sendOrders(sending: Sending, scope: Scope, signal?: AbortSignal): Promise<void> {
  const suppliers = await inScope(sending.db, scope, listDueSuppliers)
  await Promise.all(suppliers.map((supplierId) => sendTo(sending, scope, supplierId, signal)))
}

async function sendTo(sending: Sending, scope: Scope, supplierId: string, signal?: AbortSignal): Promise<void> {
  const { db } = sending
  for (let sent = 0; sent < MOST_AT_ONCE && !signal?.aborted; sent++) {
    const found = await inScope(db, scope, async (tx) => {
      const supplier = await findSending(tx, supplierId)
      const dispatch = supplier && (await takeDue(tx, supplierId))
      return dispatch && { supplier, dispatch }
    })
    if (!found) return
    if (!(await sendOne(sending, scope, found))) return
  }
}

/** Sends one message and keeps what became of it; false where the supplier does not take any for now. */
async function sendOne(
  sending: Sending,
  scope: Scope,
  { supplier, dispatch }: { supplier: SendingSupplier; dispatch: DueDispatch },
): Promise<boolean> {
  const { db } = sending
  // What was canceled since it was collected is not sent.
  const open = new Set(dispatch.lineIds)
  const message = { ...dispatch.message, lines: dispatch.message.lines.filter(({ lineId }) => open.has(lineId)) }
  if (message.lines.length === 0) {
    await inScope(db, scope, (tx) => markWithdrawn(tx, dispatch))
    return true
  }
  let delivered: Delivered
  try {
    delivered = await channelOf(sending, supplier)(message)
  } catch (error) {
    if (!(error instanceof NotDelivered)) throw error
    await inScope(db, scope, (tx) => markFailed(tx, dispatch, error.message.slice(0, 1000), pauseAfter(dispatch.failures + 1)))
    return false
  }
  await inScope(db, scope, (tx) => markSent(tx, dispatch, delivered))
  return true
}

function channelOf(sending: Sending, { id, channel, settings, secret }: SendingSupplier): Send {
  const opened = () => (secret ? sending.sealer.open(secret, secretPlace(id)) : '')
  const { url = '', to = '', folder = '', fromIdentity = '', toIdentity = '', domain = '' } = settings
  if (channel === 'email') return sendEmail(sending.mailer, { to })
  if (channel === 'webhook') return sendWebhook(sending.outbound, { url }, opened())
  if (channel === 'folder') return writeToFolder(sending.supplierFolder, { folder })
  if (channel === 'cxml')
    return sendCxml(sending.outbound, { url, fromIdentity, toIdentity, domain, sharedSecret: opened() }, sending.cxmlDtd)
  throw new NotDelivered('The supplier reads its orders itself.')
}
