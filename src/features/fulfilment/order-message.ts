import { csvLine } from '../../platform/csv.ts'
import type { OrderAddress } from '../orders/orders.api.ts'

/** What a supplier is sent: the same content by every channel. */
export interface OrderMessage {
  /** the same for every attempt: by it a supplier recognises a message that it has already */
  messageId: string
  /** by which the supplier names the order in its reports */
  code: string
  orderNumber: string
  orderedOn: string
  express: boolean
  shipTo: OrderAddress
  lines: MessageLine[]
}

export interface MessageLine {
  /** from 1, within this message */
  number: number
  lineId: string
  manufacturer: string
  part: string
  name: string
  quantity: 1
  /** the printer that the cartridge is for, so that the parcel can say so */
  serialNumber: string | null
  priceCents: number | null
  currency: string | null
}

const COLUMNS = [
  ['Message', (m) => m.messageId],
  ['Order', (m) => m.code],
  ['Line', (_, l) => l.number],
  ['Ordered', (m) => m.orderedOn],
  ['Express', (m) => (m.express ? 'yes' : 'no')],
  ['Manufacturer', (_, l) => l.manufacturer],
  ['Part', (_, l) => l.part],
  ['Description', (_, l) => l.name],
  ['Quantity', (_, l) => l.quantity],
  ['Printer serial number', (_, l) => l.serialNumber],
  ['First Name', (m) => m.shipTo.firstName],
  ['Last Name', (m) => m.shipTo.lastName],
  ['Business Name', (m) => m.shipTo.businessName],
  ['Address Line 1', (m) => m.shipTo.addressLine1],
  ['Address Line 2', (m) => m.shipTo.addressLine2],
  ['City', (m) => m.shipTo.city],
  ['State/Province', (m) => m.shipTo.state],
  ['Postal Code', (m) => m.shipTo.postalCode],
  ['Country', (m) => m.shipTo.country],
  ['Phone', (m) => `+${m.shipTo.countryCode} ${m.shipTo.phoneNumber}`],
  ['Email', (m) => m.shipTo.email],
] as const satisfies readonly (readonly [string, (m: OrderMessage, l: MessageLine) => string | number | null])[]

/** An order as a CSV file: a heading, and a row for each cartridge. */
export function orderCsv(message: OrderMessage): string {
  const rows = message.lines.map((line) => csvLine(COLUMNS.map(([, value]) => value(message, line))))
  return [csvLine(COLUMNS.map(([heading]) => heading)), ...rows].join('')
}

export const orderFileName = (message: OrderMessage): string => `order-${message.code}.csv`

/** An order as text, for the body of an e-mail. */
export function orderText(message: OrderMessage): string {
  const { shipTo } = message
  const address = [
    `${shipTo.firstName} ${shipTo.lastName}`,
    shipTo.businessName,
    shipTo.addressLine1,
    shipTo.addressLine2,
    [shipTo.postalCode, shipTo.city, shipTo.state].filter(Boolean).join(' '),
    shipTo.country,
  ].filter(Boolean)
  const lines = message.lines.map(({ number, manufacturer, part, name }) => `${number}. ${manufacturer} ${part} (${name}), quantity 1`)
  const express = message.express ? ['This order is urgent: a printer has run out.', ''] : []
  return [
    `Order ${message.code}`,
    '',
    ...express,
    ...lines,
    '',
    'Ship to:',
    ...address,
    '',
    'The same order is attached as a CSV file.',
    '',
  ].join('\n')
}

/** How long after the n-th failure a message is sent again: soon at first, then every six hours, for as long as it takes. */
const PAUSES_SECONDS = [30, 120, 600, 1800, 3600, 7200, 14_400]
const LONGEST_SECONDS = 21_600

/** @rule fulfilment/until-it-arrives  A message to a supplier that is away is sent again until it arrives; its id stays the same. */
export const pauseAfter = (failures: number): number => PAUSES_SECONDS[failures - 1] ?? LONGEST_SECONDS

/** The message as JSON channels carry it. */
export function forSupplier({ messageId, code, orderedOn, express, shipTo, lines }: OrderMessage) {
  return {
    messageId,
    order: code,
    orderedOn,
    express,
    shipTo,
    lines: lines.map(({ number, manufacturer, part, name, quantity, serialNumber }) => ({
      line: number,
      manufacturer,
      part,
      name,
      quantity,
      serialNumber,
    })),
  }
}
