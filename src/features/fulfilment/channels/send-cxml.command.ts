import { type Outbound, OutboundRefused } from '../../../platform/outbound/outbound.ts'
import { type CxmlParties, orderRequest } from '../cxml/order-request.ts'
import { CxmlRefused, parseCxml } from '../cxml/parse-cxml.ts'
import { NotDelivered, type Send } from './channel.ts'
import { checkAgainstDtd } from './check-dtd.command.ts'

/** Sends an order as an OrderRequest of cXML 1.2; the supplier has it when its Response has a status of 2xx. */
export const sendCxml =
  (outbound: Outbound, { url, ...parties }: CxmlParties & { url: string }, dtd: string | null): Send =>
  async (message) => {
    const body = orderRequest(message, parties, new Date())
    if (dtd !== null) {
      const fault = await checkAgainstDtd(dtd, body)
      if (fault) throw new NotDelivered(`The order does not fit the DTD: ${fault}`)
    }
    const answer = await outbound({ url, method: 'POST', headers: { 'content-type': 'text/xml; charset=UTF-8' }, body }).catch(
      (error: Error) => {
        throw new NotDelivered(
          error instanceof OutboundRefused ? error.message : `${new URL(url).host} cannot be reached: ${error.message}`,
        )
      },
    )
    if (answer.status !== 200) throw new NotDelivered(`The supplier answered with HTTP status ${answer.status}.`)
    try {
      const { status } = parseCxml(answer.body.toString('utf8'))
      if (status && status.code >= 200 && status.code < 300) return { accepted: status.code === 200, reference: null }
      throw new NotDelivered(
        status ? `The supplier answered ${status.code} ${status.text}: ${status.message}` : 'The answer holds no Response.',
      )
    } catch (error) {
      if (error instanceof CxmlRefused) throw new NotDelivered(`The answer is no valid cXML: ${error.message}`)
      throw error
    }
  }
