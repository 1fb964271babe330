import { type SaxesAttributePlain, SaxesParser, type SaxesTagPlain } from 'saxes'
import type { Confirmation, ConfirmationNotice, ShipmentNotice, SupplierNotice } from '../notices.ts'

/**
 * Reads what suppliers send in cXML 1.2: a Response, a ConfirmationRequest or a ShipNoticeRequest; docs/supplies.md lists the elements that are understood. No DTD is fetched, a
 * DTD inside the document is refused, and so is every entity but XML's own five.
 */
export class CxmlRefused extends Error {}

export interface CxmlDocument {
  payloadId: string
  fromIdentity: string | null
  senderIdentity: string | null
  sharedSecret: string | null
  status: { code: number; text: string; message: string } | null
  notices: SupplierNotice[]
}

/** An element as far as it matters here: a tree is small, since the document is. */
interface Element {
  name: string
  attributes: Record<string, string>
  children: Element[]
  text: string
}

const MOST_CHARACTERS = 1_000_000
const MOST_ELEMENTS = 50_000
const DEEPEST = 40

/** Throws CxmlRefused, with what is wrong and in which line, for anything that is not such a document. */
export function parseCxml(document: string): CxmlDocument {
  const root = treeOf(document)
  if (root.name !== 'cXML') throw new CxmlRefused(`The document begins with ${root.name}, not with cXML.`)
  const header = child(root, 'Header')
  const sender = at(header, 'Sender', 'Credential')
  const status = at(child(root, 'Response'), 'Status')
  const request = child(root, 'Request')
  return {
    payloadId: root.attributes.payloadID ?? '',
    fromIdentity: textOf(at(header, 'From', 'Credential', 'Identity')),
    senderIdentity: textOf(child(sender, 'Identity')),
    sharedSecret: textOf(child(sender, 'SharedSecret')),
    status: status && { code: Number(status.attributes.code), text: status.attributes.text ?? '', message: status.text.trim() },
    notices: [...confirmations(child(request, 'ConfirmationRequest')), ...shipments(child(request, 'ShipNoticeRequest'))],
  }
}

function treeOf(document: string): Element {
  if (document.length > MOST_CHARACTERS) throw new CxmlRefused(`The document is longer than ${MOST_CHARACTERS} characters.`)
  const top: Element = { name: '', attributes: {}, children: [], text: '' }
  const open = [top]
  let elements = 0
  const parser = new SaxesParser({ xmlns: false })
  const refuse = (message: string): never => {
    throw new CxmlRefused(`Line ${parser.line}: ${message}`)
  }
  parser.on('error', (error) => refuse(error.message.replace(/^\d+:\d+: /, '')))
  parser.on('doctype', (text) => {
    if (text.includes('[')) refuse('A DTD inside the document is not accepted.')
  })
  parser.on('opentag', (tag: SaxesTagPlain) => {
    if (++elements > MOST_ELEMENTS) refuse(`The document has more than ${MOST_ELEMENTS} elements.`)
    if (open.length > DEEPEST) refuse('Elements are nested too deeply.')
    const element: Element = {
      name: tag.name,
      attributes: tag.attributes as Record<string, SaxesAttributePlain['value']>,
      children: [],
      text: '',
    }
    open.at(-1)!.children.push(element)
    open.push(element)
  })
  parser.on('text', (text) => {
    open.at(-1)!.text += text
  })
  parser.on('cdata', (text) => {
    open.at(-1)!.text += text
  })
  parser.on('closetag', () => {
    open.pop()
  })
  parser.write(document).close()
  return top.children[0] ?? refuse('The document is empty.')
}

const child = (element: Element | null, name: string): Element | null => element?.children.find((one) => one.name === name) ?? null
const children = (element: Element | null, name: string): Element[] => element?.children.filter((one) => one.name === name) ?? []
const at = (element: Element | null, ...names: string[]): Element | null => names.reduce(child, element)
const textOf = (element: Element | null): string | null => element?.text.trim() || null
const dayOf = (date: string | undefined): string | undefined => /^\d{4}-\d\d-\d\d/.exec(date ?? '')?.[0]

const needed = (value: string | null | undefined, what: string): string => {
  if (!value) throw new CxmlRefused(`${what} is missing.`)
  return value
}

/** How ConfirmationStatus says what becomes of a line. */
const STATUSES: Record<string, Confirmation> = {
  accept: 'accepted',
  allDetail: 'accepted',
  detail: 'accepted',
  backordered: 'backordered',
  reject: 'refused',
  replace: 'substituted',
}

function confirmations(request: Element | null): SupplierNotice[] {
  if (!request) return []
  const header = child(request, 'ConfirmationHeader')
  const items = children(request, 'ConfirmationItem')
  if (items.length === 0)
    throw new CxmlRefused(`A confirmation names its lines: ConfirmationItem is missing (type ${header?.attributes.type ?? 'unknown'}).`)
  const notice: ConfirmationNotice = {
    reference: needed(header?.attributes.confirmID, 'confirmID of ConfirmationHeader'),
    order: needed(child(request, 'OrderReference')?.attributes.orderID, 'orderID of OrderReference'),
    lines: items.map(confirmedLine),
  }
  return [{ kind: 'confirmation', notice }]
}

function confirmedLine(item: Element): ConfirmationNotice['lines'][number] {
  const status = child(item, 'ConfirmationStatus')
  const line = lineOf(item)
  const type = status?.attributes.type ?? ''
  const part = textOf(at(status, 'ItemIn', 'ItemID', 'SupplierPartID'))
  const outcome = part ? 'substituted' : STATUSES[type]
  if (!outcome) throw new CxmlRefused(`Line ${line}: the type "${type}" of ConfirmationStatus is not understood.`)
  const reason = textOf(child(status, 'Comments'))
  const delivery = dayOf(status?.attributes.deliveryDate)
  return {
    line,
    outcome,
    ...(part && { part }),
    ...(reason && { reason }),
    ...(delivery && (outcome === 'backordered' ? { backorderedUntil: delivery } : { expectedOn: delivery })),
  }
}

function shipments(request: Element | null): SupplierNotice[] {
  if (!request) return []
  const header = child(request, 'ShipNoticeHeader')
  const control = child(request, 'ShipControl')
  const portions = children(request, 'ShipNoticePortion')
  if (portions.length === 0) throw new CxmlRefused('ShipNoticePortion is missing.')
  const carrier = textOf(child(control, 'CarrierIdentifier'))
  const trackingNumber = textOf(child(control, 'ShipmentIdentifier'))
  const url = child(control, 'ShipmentIdentifier')?.attributes.trackingURL
  const expectedOn = dayOf(header?.attributes.deliveryDate)
  return portions.map((portion): SupplierNotice => {
    const notice: ShipmentNotice = {
      reference: needed(header?.attributes.shipmentID, 'shipmentID of ShipNoticeHeader'),
      order: needed(child(portion, 'OrderReference')?.attributes.orderID, 'orderID of OrderReference'),
      shippedOn: needed(dayOf(header?.attributes.shipmentDate ?? header?.attributes.noticeDate), 'shipmentDate of ShipNoticeHeader'),
      lines: children(portion, 'ShipNoticeItem').map(lineOf),
      ...(carrier && { carrier }),
      ...(trackingNumber && { trackingNumber }),
      ...(url && /^https?:\/\//.test(url) && { trackingUrl: url }),
      ...(expectedOn && { expectedOn }),
    }
    if (notice.lines.length === 0) throw new CxmlRefused('A ship notice names its lines: ShipNoticeItem is missing.')
    return { kind: 'shipment', notice }
  })
}

function lineOf(item: Element): number {
  const line = Number(item.attributes.lineNumber)
  if (!Number.isInteger(line) || line < 1)
    throw new CxmlRefused(`lineNumber "${item.attributes.lineNumber ?? ''}" is not the number of a line.`)
  return line
}
