import type { OrderMessage } from '../order-message.ts'

/** Who speaks to whom: cXML's credentials, and the secret that both know. */
export interface CxmlParties {
  fromIdentity: string
  toIdentity: string
  /** the domain of the identities, such as NetworkID or DUNS */
  domain: string
  sharedSecret: string
}

export const CXML_VERSION = '1.2.062'
const DOCTYPE = `<!DOCTYPE cXML SYSTEM "http://xml.cxml.org/schemas/cXML/${CXML_VERSION}/cXML.dtd">`

const ESCAPES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&apos;' }
// What XML 1.0 cannot carry is left out.
const xml = (text: string) =>
  text.replace(/[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/gu, '').replace(/[&<>"']/g, (sign) => ESCAPES[sign]!)

/** An order as an OrderRequest: the same payloadID at every attempt, by which the supplier recognises it. */
export function orderRequest(message: OrderMessage, parties: CxmlParties, at: Date): string {
  const { shipTo } = message
  const total = sum(message)
  return `<?xml version="1.0" encoding="UTF-8"?>
${DOCTYPE}
<cXML payloadID="${message.messageId}@mps-express" timestamp="${at.toISOString()}" version="${CXML_VERSION}">
  <Header>
    <From>${credential(parties.domain, parties.fromIdentity)}</From>
    <To>${credential(parties.domain, parties.toIdentity)}</To>
    <Sender>${credential(parties.domain, parties.fromIdentity, parties.sharedSecret)}<UserAgent>MPS Express</UserAgent></Sender>
  </Header>
  <Request>
    <OrderRequest>
      <OrderRequestHeader orderID="${xml(message.code)}" orderDate="${message.orderedOn}T00:00:00Z" type="new">
        <Total><Money currency="${total.currency}">${total.amount}</Money></Total>
        <ShipTo>
          <Address isoCountryCode="${xml(shipTo.country)}">
            <Name xml:lang="en">${xml(shipTo.businessName ?? `${shipTo.firstName} ${shipTo.lastName}`)}</Name>
            <PostalAddress>
              <DeliverTo>${xml(`${shipTo.firstName} ${shipTo.lastName}`)}</DeliverTo>
              <Street>${xml(shipTo.addressLine1)}</Street>${shipTo.addressLine2 ? `\n              <Street>${xml(shipTo.addressLine2)}</Street>` : ''}
              <City>${xml(shipTo.city)}</City>${shipTo.state ? `\n              <State>${xml(shipTo.state)}</State>` : ''}${
                shipTo.postalCode ? `\n              <PostalCode>${xml(shipTo.postalCode)}</PostalCode>` : ''
              }
              <Country isoCountryCode="${xml(shipTo.country)}">${xml(shipTo.country)}</Country>
            </PostalAddress>
            <Email name="default">${xml(shipTo.email)}</Email>
          </Address>
        </ShipTo>${message.express ? '\n        <Comments xml:lang="en">Urgent: a printer has run out.</Comments>' : ''}
      </OrderRequestHeader>
${message.lines.map((line) => itemOut(line)).join('\n')}
    </OrderRequest>
  </Request>
</cXML>
`
}

const credential = (domain: string, identity: string, secret?: string) =>
  `<Credential domain="${xml(domain)}"><Identity>${xml(identity)}</Identity>${secret === undefined ? '' : `<SharedSecret>${xml(secret)}</SharedSecret>`}</Credential>`

function itemOut({ number, manufacturer, part, name, serialNumber, priceCents, currency }: OrderMessage['lines'][number]): string {
  return `      <ItemOut quantity="1" lineNumber="${number}">
        <ItemID><SupplierPartID>${xml(part)}</SupplierPartID></ItemID>
        <ItemDetail>
          <UnitPrice><Money currency="${xml(currency ?? 'USD')}">${amount(priceCents ?? 0)}</Money></UnitPrice>
          <Description xml:lang="en">${xml(name)}</Description>
          <UnitOfMeasure>EA</UnitOfMeasure>
          <Classification domain="UNSPSC">44103103</Classification>
          <ManufacturerPartID>${xml(part)}</ManufacturerPartID>
          <ManufacturerName>${xml(manufacturer)}</ManufacturerName>
        </ItemDetail>${serialNumber ? `\n        <Comments xml:lang="en">For the printer with serial number ${xml(serialNumber)}.</Comments>` : ''}
      </ItemOut>`
}

const amount = (cents: number) => (cents / 100).toFixed(2)

function sum({ lines }: OrderMessage): { amount: string; currency: string } {
  const currency = lines.find((line) => line.currency !== null)?.currency ?? 'USD'
  const cents = lines.filter((line) => line.currency === currency).reduce((total, line) => total + (line.priceCents ?? 0), 0)
  return { amount: amount(cents), currency }
}

/** The answer to a message that came in. */
export const response = (code: number, text: string, message: string, payloadId: string, at: Date): string =>
  `<?xml version="1.0" encoding="UTF-8"?>
${DOCTYPE}
<cXML payloadID="${xml(payloadId)}" timestamp="${at.toISOString()}" version="${CXML_VERSION}">
  <Response><Status code="${code}" text="${xml(text)}" xml:lang="en">${xml(message)}</Status></Response>
</cXML>
`
