import type { Maker } from './maker.ts'

/** Makers of whom little beyond the standard MIBs is needed. */

/** Dell's printers are made by others: the private objects and the suffix of the serial number are Lexmark's. */
const dell: Maker = {
  name: 'Dell',
  enterprises: [674],
  brands: [{ name: 'Dell', begins: /^Dell\b/i }],
  descriptions: [
    /^Dell\s+(?<model>.+?)\s+version\s+(?<firmware>\S+)/i,
    /^Dell\s+(?<model>[^;(]+?)\s*[;(]\s*(?:V?(?<firmware>\d[\d.]+)\b).*S\/N\s*(?<serial>\w+)/i,
    /^Dell\s+(?<model>[^;(]+?)\s*[;(]\s*(?<firmware>[^)]*\d)/i,
    /^Dell\s+(?<model>[^;(]+)/i,
  ],
  deviceIds: ['1.3.6.1.4.1.674.10898.100.2.1.2.1.3.1'],
  model: [{ from: 'sysDescr' }, { deviceId: 'MDL' }, { from: 'hrDeviceDescr' }],
  serialSuffix: /-\d{2,3}-\d{1,2}$/,
  firmware: [{ oid: '1.3.6.1.4.1.674.10898.100.1.1.1.0' }],
}

/** The print server speaks first; the printer it is attached to is named in the same text. */
const oki: Maker = {
  name: 'OKI',
  enterprises: [2001],
  brands: [{ name: 'OKI', begins: /^OKI( ?Data( Corporation| Corp)?| UK LTD)?\b/i }],
  descriptions: [/Attached to (?<model>\S+)\s+Rev\.(?<firmware>[^\s:]+)/i],
  model: [{ oid: '1.3.6.1.4.1.2001.1.1.1.1.11.1.10.25.0' }, { from: 'sysDescr' }, { deviceId: 'MDL' }, { from: 'hrDeviceDescr' }],
  serialNumber: [{ oid: '1.3.6.1.4.1.2001.1.1.1.1.11.1.10.45.0' }],
}

/** Pages printed in full colour (1), two colours (2) and black (3). */
const toshibaPages = '1.3.6.1.4.1.1129.2.3.50.1.3.21.6.1.2.1'
const toshiba: Maker = {
  name: 'Toshiba',
  enterprises: [1129],
  brands: [{ name: 'Toshiba', begins: /^TOSHIBA( TEC)?\b/i }],
  descriptions: [/^TOSHIBA(?: TEC)?\s+(?<model>\S+)/i],
  monoPageCount: [{ sum: [`${toshibaPages}.3`] }],
  colorPageCount: [{ sum: [`${toshibaPages}.1`, `${toshibaPages}.2`] }],
}

/** ZEBRA-MIB, and ESI-MIB of the print server inside. */
const zebra: Maker = {
  name: 'Zebra',
  enterprises: [10642, 683],
  brands: [{ name: 'Zebra', begins: /^Zebra( Technologies\b)?/i }],
  model: [{ oid: '1.3.6.1.4.1.10642.1.1.0' }, { deviceId: 'MDL' }, { from: 'hrDeviceDescr' }, { from: 'sysDescr' }],
  serialNumber: [{ oid: '1.3.6.1.4.1.10642.200.19.5.0' }],
  firmware: [{ oid: '1.3.6.1.4.1.10642.1.2.0' }, { oid: '1.3.6.1.4.1.683.1.9.0' }],
}

const tsc: Maker = {
  name: 'TSC',
  enterprises: [51966],
  brands: [{ name: 'TSC', begins: /^TSC\b/i }],
  descriptions: [/^(?<model>\S+)\s+Version:\s*(?<firmware>\S+)/i],
}

const oce: Maker = {
  name: 'Océ',
  enterprises: [1552],
  brands: [{ name: 'Océ', begins: /^Oc[eé]\b,?/i }],
  descriptions: [/^Oc[eé],?\s+(?<model>[^,]+?)(?:\s+(?<firmware>R\d[\d.]*))?(?:,|$)/i],
}

/** Known by name, or by number; everything else about them is standard. */
const plain = (name: string, begins: RegExp, ...enterprises: number[]): Maker => ({ name, enterprises, brands: [{ name, begins }] })

export const otherMakers: readonly Maker[] = [
  dell,
  oki,
  toshiba,
  zebra,
  tsc,
  oce,
  plain('Pantum', /^Pantum\b/i, 40093),
  plain('Panasonic', /^Panasonic\b/i, 258),
  plain('Avery Dennison', /^(Avery Dennison\b|(?=Monarch\b))/i),
  plain('Datamax', /^Datamax( Corporation|-O'Neil)?\b/i),
  plain('Honeywell', /^Honeywell\b/i),
  plain('Intermec', /^(Intermec\b|Thermal Label Printer Intermec\b)/i, 1963),
  plain('SATO', /^SATO\b/i),
  plain('Citizen', /^Citizen\b/i),
  plain('Star', /^Star Micronics\b/i),
  plain('Printronix', /^Printronix\b/i),
  plain('Riso', /^RISO\b/i),
  plain('Mutoh', /^Mutoh\b/i),
  plain('Roland', /^Roland\b/i),
  plain('Axis', /^AXIS\b/i, 368),
  plain('D-Link', /^D-Link\b/i, 171),
  plain('Lantronix', /^Lantronix\b/i),
  plain('Compuprint', /^Compuprint\b/i),
  plain('Troy', /^TROY\b/),
]
