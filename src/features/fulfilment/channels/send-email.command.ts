import type { Mailer } from '../../../platform/mail.ts'
import { orderCsv, orderFileName, orderText } from '../order-message.ts'
import { NotDelivered, type Send } from './channel.ts'

/** Sends an order as an e-mail with a CSV file. Its Message-ID is the same at every attempt, so that a mail program shows it once. */
export const sendEmail =
  (mailer: Mailer | null, { to }: { to: string }): Send =>
  async (message) => {
    if (!mailer) throw new NotDelivered('The server has no mail server. Set MPS_SMTP_URL and MPS_MAIL_FROM, then start it again.')
    try {
      await mailer.send({
        id: message.messageId,
        to,
        subject: `${message.express ? 'Urgent: order' : 'Order'} ${message.code}`,
        text: orderText(message),
        attachments: [{ filename: orderFileName(message), content: orderCsv(message), contentType: 'text/csv; charset=utf-8' }],
      })
    } catch (error) {
      throw new NotDelivered(`The mail server did not take the message: ${(error as Error).message}`)
    }
    return { accepted: false, reference: null }
  }
