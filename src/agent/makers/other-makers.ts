import { lexmarkObjects } from './lexmark.ts'
import { knownBy, type Maker } from './maker.ts'
import { samsungSerialNumber } from './samsung.ts'
import { xcmHrSerialNumber } from './xerox.ts'

/** Makers of whom little beyond the standard MIBs is needed. */

/**
 * Dell's printers are made by others: those of Lexmark have Lexmark's objects under Dell's number, those of Xerox and Samsung have the
 * objects of their makers.
 */
const dellObjects = lexmarkObjects('1.3.6.1.4.1.674.10898.100')
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
  ...dellObjects,
  deviceIds: [...dellObjects.deviceIds, '1.3.6.1.4.1.253.8.51.10.2.1.7.2.28110202'],
  model: [{ from: 'sysDescr' }, ...dellObjects.model, { deviceId: 'MDL' }, { from: 'hrDeviceDescr' }],
  serialNumber: [...dellObjects.serialNumber, { oid: xcmHrSerialNumber }, { oid: samsungSerialNumber }],
  firmware: [...dellObjects.firmware, { oid: '1.3.6.1.4.1.674.10898.100.1.1.1.0' }],
}

/** Pages of a colour (6), in black and white (7), and all (8); of all kinds of jobs (1). */
const okiInfo = '1.3.6.1.4.1.2001.1.1.1.1.11.1.10'
/** The print server speaks first; the printer it is attached to is named in the same text. */
const oki: Maker = {
  name: 'OKI',
  enterprises: [2001],
  brands: [{ name: 'OKI', begins: /^OKI( ?Data( Corporation| Corp)?| UK LTD)?\b/i }],
  descriptions: [/Attached to (?<model>\S+)\s+Rev\.(?<firmware>[^\s:]+)/i],
  model: [{ oid: `${okiInfo}.25.0` }, { from: 'sysDescr' }, { deviceId: 'MDL' }, { from: 'hrDeviceDescr' }],
  serialNumber: [{ oid: `${okiInfo}.45.0` }],
  lifetimePageCount: [{ oid: `${okiInfo}.170.1.8.1` }],
  monoPageCount: [{ oid: `${okiInfo}.170.1.7.1` }],
  colorPageCount: [{ oid: `${okiInfo}.170.1.6.1` }],
}

/** TOSHIBATEC-MIB: what was put out by all functions (2), in full colour (1), in two colours (2), in black (3), and all of it (4). */
const toshibaPages = '1.3.6.1.4.1.1129.2.3.50.1.3.21.6.1.2.1'
/** BCP-MIB of the label printers. */
const toshibaLabels = '1.3.6.1.4.1.1129.1.2.1.1.1'
const toshiba: Maker = {
  name: 'Toshiba',
  enterprises: [1129],
  brands: [{ name: 'Toshiba', begins: /^TOSHIBA( TEC)?\b/i }, knownBy('Toshiba', 'e-STUDIO\\w*')],
  descriptions: [/^TOSHIBA(?: TEC)?\s+(?<model>\S+)/i],
  model: [{ from: 'sysDescr' }, { oid: `${toshibaLabels}.2.1.0` }, { oid: '1.3.6.1.4.1.1129.2.3.50.1.2.3.1.3.1.1' }],
  firmware: [{ oid: `${toshibaLabels}.1.2.0` }],
  lifetimePageCount: [{ oid: `${toshibaPages}.4` }],
  monoPageCount: [{ oid: `${toshibaPages}.3` }],
  colorPageCount: [{ sum: [`${toshibaPages}.1`, `${toshibaPages}.2`] }],
}

/** ZEBRA-MIB, and ESI-MIB of the print server inside. */
const zebra: Maker = {
  name: 'Zebra',
  enterprises: [10642, 683],
  brands: [{ name: 'Zebra', begins: /^Zebra( Technologies\b)?/i }],
  model: [
    { oid: '1.3.6.1.4.1.10642.1.1.0' },
    { oid: '1.3.6.1.4.1.10642.200.19.7.0' },
    { deviceId: 'MDL' },
    { from: 'hrDeviceDescr' },
    { from: 'sysDescr' },
  ],
  serialNumber: [{ oid: '1.3.6.1.4.1.10642.200.19.5.0' }, { oid: '1.3.6.1.4.1.683.1.5.0' }],
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
  brands: [{ name: 'Océ', begins: /^Oc[eé](?!\p{L}),?/iu }],
  descriptions: [/^Oc[eé],?\s+(?<model>[^,]+?)(?:\s+(?<firmware>R\d[\d.]*))?(?:,|$)/i],
}

const pantum: Maker = {
  name: 'Pantum',
  enterprises: [40093],
  brands: [{ name: 'Pantum', begins: /^Pantum\b/i }],
  serialNumber: ['1.1.1.5', '6.1.2', '10.1.1.4'].map((object) => ({ oid: `1.3.6.1.4.1.40093.${object}` })),
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
  pantum,
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
