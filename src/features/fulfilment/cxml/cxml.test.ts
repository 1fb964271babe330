import { describe, expect, it } from 'vitest'
import type { OrderMessage } from '../order-message.ts'
import { orderRequest, response } from './order-request.ts'
import { CxmlRefused, parseCxml } from './parse-cxml.ts'

const message: OrderMessage = {
  messageId: '4d6f9f0c-7a1e-4b52-9a44-0d4d3c2b1a00',
  code: '17-4d6f9f0c',
  orderNumber: '17',
  orderedOn: '2026-03-02',
  express: true,
  shipTo: {
    firstName: 'Zoë',
    lastName: 'O’Hara & <Sons>',
    businessName: null,
    email: 'zoe@example.com',
    countryCode: '49',
    phoneNumber: '30 1234',
    addressLine1: 'Straße "1"',
    addressLine2: null,
    city: 'Köln\u0000',
    state: null,
    postalCode: '50667',
    country: 'DE',
  },
  lines: [
    {
      number: 1,
      lineId: 'l',
      manufacturer: 'Lexmark',
      part: '50F2X00',
      name: 'Black',
      quantity: 1,
      serialNumber: 'SN]]>1',
      priceCents: 9950,
      currency: 'EUR',
    },
  ],
}
const parties = { fromIdentity: 'us', toIdentity: 'them', domain: 'NetworkID', sharedSecret: 's<e>c' }
const wrap = (body: string, header = '') =>
  `<?xml version="1.0"?><cXML payloadID="p1" timestamp="2026-03-03T10:00:00Z">${header}<Request>${body}</Request></cXML>`

describe('an OrderRequest', () => {
  it('is well-formed whatever names and addresses hold, and names sender and receiver', () => {
    const document = orderRequest(message, parties, new Date('2026-03-02T06:00:00Z'))
    expect(parseCxml(document)).toMatchObject({
      payloadId: `${message.messageId}@mps-express`,
      senderIdentity: 'us',
      fromIdentity: 'us',
      sharedSecret: 's<e>c',
    })
    expect(document).toContain('O’Hara &amp; &lt;Sons&gt;')
    expect(document).toContain('<Money currency="EUR">99.50</Money>')
    expect(document).not.toContain('\u0000')
  })
})

describe('what a supplier sends', () => {
  it('a confirmation is read by line: accepted, backordered, refused, replaced by another part', () => {
    const { notices } = parseCxml(
      wrap(`<ConfirmationRequest><ConfirmationHeader type="detail" confirmID="C-9" noticeDate="2026-03-03T10:00:00Z"/><OrderReference orderID="17-4d6f9f0c"/>
        <ConfirmationItem lineNumber="1" quantity="1"><UnitOfMeasure>EA</UnitOfMeasure><ConfirmationStatus type="accept" quantity="1" deliveryDate="2026-03-05T00:00:00Z"/></ConfirmationItem>
        <ConfirmationItem lineNumber="2" quantity="1"><ConfirmationStatus type="backordered" quantity="1" deliveryDate="2026-04-01"/></ConfirmationItem>
        <ConfirmationItem lineNumber="3" quantity="1"><ConfirmationStatus type="reject" quantity="1"><Comments>Discontinued</Comments></ConfirmationStatus></ConfirmationItem>
        <ConfirmationItem lineNumber="4" quantity="1"><ConfirmationStatus type="detail" quantity="1"><ItemIn><ItemID><SupplierPartID>50F2H00</SupplierPartID></ItemID></ItemIn></ConfirmationStatus></ConfirmationItem>
      </ConfirmationRequest>`),
    )
    expect(notices).toEqual([
      {
        kind: 'confirmation',
        notice: {
          reference: 'C-9',
          order: '17-4d6f9f0c',
          lines: [
            { line: 1, outcome: 'accepted', expectedOn: '2026-03-05' },
            { line: 2, outcome: 'backordered', backorderedUntil: '2026-04-01' },
            { line: 3, outcome: 'refused', reason: 'Discontinued' },
            { line: 4, outcome: 'substituted', part: '50F2H00' },
          ],
        },
      },
    ])
  })

  it('a ship notice is read by order, with carrier and tracking number', () => {
    const { notices } = parseCxml(
      wrap(`<ShipNoticeRequest><ShipNoticeHeader shipmentID="S-1" shipmentDate="2026-03-04T08:00:00+01:00" deliveryDate="2026-03-06"/>
        <ShipControl><CarrierIdentifier domain="companyName">UPS</CarrierIdentifier><ShipmentIdentifier trackingURL="https://ups.example/1Z">1Z</ShipmentIdentifier></ShipControl>
        <ShipNoticePortion><OrderReference orderID="17-a"/><ShipNoticeItem quantity="1" lineNumber="1"/></ShipNoticePortion>
        <ShipNoticePortion><OrderReference orderID="18-b"/><ShipNoticeItem quantity="1" lineNumber="2"/></ShipNoticePortion></ShipNoticeRequest>`),
    )
    const parcel = {
      reference: 'S-1',
      shippedOn: '2026-03-04',
      expectedOn: '2026-03-06',
      carrier: 'UPS',
      trackingNumber: '1Z',
      trackingUrl: 'https://ups.example/1Z',
    }
    expect(notices).toEqual([
      { kind: 'shipment', notice: { ...parcel, order: '17-a', lines: [1] } },
      { kind: 'shipment', notice: { ...parcel, order: '18-b', lines: [2] } },
    ])
  })

  it('a Response is read with its status', () => {
    expect(parseCxml(response(450, 'Not Implemented', 'Later', 'x@y', new Date())).status).toEqual({
      code: 450,
      text: 'Not Implemented',
      message: 'Later',
    })
  })

  it.each([
    ['a DTD of its own', '<!DOCTYPE cXML [<!ENTITY x SYSTEM "file:///etc/passwd">]><cXML>&x;</cXML>', /DTD inside the document/],
    ['an entity that is not XML’s own', '<!DOCTYPE cXML SYSTEM "http://xml.cxml.org/cXML.dtd"><cXML>&x;</cXML>', /entity/],
    ['an element that is not closed', '<cXML><Request>', /Line 1/],
    ['another document', '<html></html>', /begins with html/],
    ['nothing', '', /./],
    ['elements nested without end', '<a>'.repeat(100), /nested too deeply/],
    ['too many characters', `<cXML>${' '.repeat(1_000_001)}</cXML>`, /longer than/],
    [
      'a confirmation without lines',
      wrap('<ConfirmationRequest><ConfirmationHeader type="accept" confirmID="1"/><OrderReference orderID="1"/></ConfirmationRequest>'),
      /ConfirmationItem is missing/,
    ],
    [
      'a line that is no number',
      wrap(
        '<ShipNoticeRequest><ShipNoticeHeader shipmentID="1" shipmentDate="2026-01-01"/><ShipNoticePortion><OrderReference orderID="1"/><ShipNoticeItem lineNumber="x"/></ShipNoticePortion></ShipNoticeRequest>',
      ),
      /lineNumber "x"/,
    ],
  ])('is refused with a reason where it has %s', (_, document, reason) => {
    expect(() => parseCxml(document)).toThrow(CxmlRefused)
    expect(() => parseCxml(document)).toThrow(reason)
  })
})
