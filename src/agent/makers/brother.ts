import type { PrinterReading, SupplyReading } from '../../features/agent-protocol/agent-protocol.api.ts'
import { prtLocalizationCharacterSet } from '../read/objects.ts'
import { numberAt, octetsAt, rowsOf, textAt } from '../read/store.ts'
import type { ObjectStore } from '../snmp/value.ts'
import { type Derived, knownBy, type Maker } from './maker.ts'

/** BROTHER-MIB: brInfoSerialNumber and the blocks of brInfoMaintenance, brInfoCounter, brInfoNextCare. */
const info = '1.3.6.1.4.1.2435.2.3.9.4.2.1.5.5'
const maintenance = `${info}.8.0`
const counters = `${info}.10.0`
const nextCare = `${info}.11.0`
const deviceId = '1.3.6.1.4.1.2435.2.3.9.1.1.7.0'
const statusText = '1.3.6.1.4.1.2435.2.3.9.4.2.1.5.4.5.2.0'

export const brother: Maker = {
  name: 'Brother',
  enterprises: [2435],
  brands: [{ name: 'Brother', begins: /^Brother\b/i }, knownBy('Brother', '(HL|MFC|DCP)-[A-Z]?\\d+\\w*')],
  // The text is that of the network card; its model and version are not the printer's.
  descriptions: [],
  deviceIds: [deviceId],
  model: [{ from: 'hrDeviceDescr' }, { oid: '1.3.6.1.4.1.2435.2.4.3.2435.5.13.3.0' }, { deviceId: 'MDL' }],
  serialNumber: [{ oid: `${info}.1.0` }],
  firmware: [
    { oid: `${info}.17.0` },
    { oid: '1.3.6.1.4.1.2435.2.4.3.1240.6.5.0', pattern: /Ver\.?\s*(\S+)/ },
    { oid: '1.3.6.1.4.1.2435.2.4.3.1240.1.4.0' },
    { from: 'sysDescr', pattern: /Firmware Ver\.?\s*([\w.]+)/ },
  ],
  gets: [maintenance, counters, nextCare, statusText],
  derive,
}

/** A part, and the codes under which the blocks report its hundredths of percent and its pages left. */
interface Part {
  name: string
  kind: string
  color?: string
  percent: readonly number[]
  pages?: number
}

const COLORS = ['black', 'cyan', 'magenta', 'yellow'] as const

const PARTS: readonly Part[] = [
  { name: 'Drum unit', kind: 'opc', percent: [0x41], pages: 0x82 },
  { name: 'Black drum unit', kind: 'opc', color: 'black', percent: [0x80], pages: 0xa4 },
  { name: 'Cyan drum unit', kind: 'opc', color: 'cyan', percent: [0x79], pages: 0xa5 },
  { name: 'Magenta drum unit', kind: 'opc', color: 'magenta', percent: [0x7a], pages: 0xa6 },
  { name: 'Yellow drum unit', kind: 'opc', color: 'yellow', percent: [0x7b], pages: 0xa7 },
  { name: 'Belt unit', kind: 'transferUnit', percent: [0x69], pages: 0x88 },
  { name: 'Fuser unit', kind: 'fuser', percent: [0x6a], pages: 0x89 },
  { name: 'Laser unit', kind: 'laser', percent: [0x6b], pages: 0x73 },
  { name: 'Paper feed kit MP', kind: 'paper feed kit MP', percent: [0x6c], pages: 0x86 },
  { name: 'Paper feed kit 1', kind: 'paper feed kit 1', percent: [0x6d], pages: 0x77 },
]

const capitalised = (word: string) => word.charAt(0).toUpperCase() + word.slice(1)
const colorants = (kind: 'toner' | 'ink'): Part[] =>
  COLORS.map((color, i) => ({ name: `${capitalised(color)} ${kind}`, kind, color, percent: [0x6f + i, 0xa1 + i] }))

/** The coarse level of a colorant, in whole percent: what the printer's own display shows. */
const COARSE = 0x81

function derive(store: ObjectStore, reading: PrinterReading): Derived {
  const counted = blockAt(store, counters)
  const mono = counted.get(0x01)?.quantity
  const color = counted.get(0x02)?.quantity
  const total = counted.get(0x00)?.quantity ?? (mono !== undefined && color !== undefined ? mono + color : undefined)
  return {
    ...(total !== undefined && { lifetimePageCount: total, lifetimePageCountSource: counters }),
    ...(mono !== undefined && { monoPageCount: mono }),
    ...(color !== undefined && { colorPageCount: color }),
    sources: { ...(mono !== undefined && { monoPageCount: counters }), ...(color !== undefined && { colorPageCount: counters }) },
    supplies: merge(reading.supplies, readParts(store, isInkjet(store, reading))),
    ...(reading.statusText ? {} : { statusText: statusOf(store) }),
  }
}

function statusOf(store: ObjectStore): string | null {
  const [row] = rowsOf(store, prtLocalizationCharacterSet)
  return textAt(store, statusText, row === undefined ? undefined : numberAt(store, `${prtLocalizationCharacterSet}.${row}`)) ?? null
}

/** Codes that only an engine with a drum has: pages on the drum, drums, belt, fuser, laser, feed kits; pages left of the drums. */
const ENGINE_CODES = [0x11, 0x63, ...PARTS.flatMap(({ percent }) => percent)]
const ENGINE_PAGES = PARTS.flatMap(({ pages }) => pages ?? [])

/** What the table calls its supplies; else the J or T of an inkjet's model; else whether there is any part of a laser printer. */
function isInkjet(store: ObjectStore, { supplies, model }: PrinterReading): boolean {
  const kinds = supplies.map(({ kind }) => /^(toner|ink)/.exec(kind)?.[1]).filter((kind) => kind !== undefined)
  if (kinds.length > 0) return kinds.includes('ink')
  if (model !== null && /-[JT]\d/.test(model)) return true
  const life = blockAt(store, maintenance)
  const pagesLeft = blockAt(store, nextCare)
  return life.size > 0 && !ENGINE_CODES.some((code) => life.has(code)) && !ENGINE_PAGES.some((code) => pagesLeft.has(code))
}

/** What a record of a block says: a quantity, in older printers a share in steps of so many. */
interface Recorded {
  quantity?: number
  share?: { left: number; of: number }
}

/** A block is a row of records (code, type, length, value) up to an octet FF. */
function blockAt(store: ObjectStore, oid: string): Map<number, Recorded> {
  const octets = octetsAt(store, oid) ?? Buffer.alloc(0)
  const records = new Map<number, Recorded>()
  for (let i = 0; i + 3 <= octets.length && octets[i] !== 0xff; ) {
    const length = octets[i + 2]!
    const value = octets.subarray(i + 3, i + 3 + length)
    if (value.length === 4 && length === 4) records.set(octets[i]!, { quantity: value.readUInt32BE() })
    if (value.length === 2 && length === 2) records.set(octets[i]!, { share: { left: value[0]!, of: value[1]! } })
    i += 3 + length
  }
  return records
}

interface Left {
  percent?: number
  step?: number
  pages?: number
}

function readParts(store: ObjectStore, inkjet: boolean): SupplyReading[] {
  const life = blockAt(store, maintenance)
  const pagesLeft = inkjet ? new Map<number, Recorded>() : blockAt(store, nextCare)
  const inks = colorants(inkjet ? 'ink' : 'toner')
  return [...(inkjet ? [] : PARTS), ...inks].flatMap((part) => {
    const coarse = inks.includes(part) ? life.get(COARSE + inks.indexOf(part))?.quantity : undefined
    const left = leftOf(part.percent.map((code) => life.get(code)).filter((record) => record !== undefined))
    if (left.percent === undefined && coarse !== undefined && coarse <= 100) left.percent = coarse
    const pages = part.pages === undefined ? undefined : pagesLeft.get(part.pages)?.quantity
    return left.percent === undefined && pages === undefined ? [] : [supplyOf(part, { ...left, pages })]
  })
}

/** Hundredths of percent, or a share such as 11 of 20. */
function leftOf(records: Recorded[]): Left {
  for (const { quantity, share } of records) {
    if (quantity !== undefined && quantity <= 10_000) return { percent: quantity / 100 }
    if (share && share.of > 0 && share.left <= share.of)
      return { percent: round((100 * share.left) / share.of), step: round(100 / share.of) }
  }
  return {}
}

const round = (percent: number) => Math.round(percent * 100) / 100

function supplyOf(part: Part, { percent, step, pages }: Left): SupplyReading {
  const inPercent = percent !== undefined
  return {
    index: null,
    name: part.name,
    kind: part.kind,
    class: 'consumed',
    color: part.color ?? null,
    part: null,
    serialNumber: null,
    unit: inPercent ? 'percent' : 'impressions',
    capacity: inPercent ? 100 : null,
    level: inPercent ? Math.round(percent) : (pages ?? null),
    state: 'level',
    // Pages left without the pages of a new one are a level, but no percentage; none left is.
    percent: inPercent ? percent : pages === 0 ? 0 : null,
    step: step ?? null,
    source: inPercent ? maintenance : nextCare,
  }
}

/** The table has words of its own for one and the same: a toner is also a toner cartridge, ink an ink cartridge. */
const family = (kind: string) => kind.replace(/Cartridge$/, '')

/** The standard table has the row, the block the level: Brother says "some left" there and knows better here. */
function merge(rows: SupplyReading[], parts: SupplyReading[]): SupplyReading[] {
  const left = [...parts]
  const merged = rows.map((row) => {
    const i = left.findIndex((part) => part.kind === family(row.kind) && (part.color === row.color || row.color === null))
    if (i < 0) return row
    const [part] = left.splice(i, 1)
    if (row.state === 'level' || !part) return row
    const { unit, capacity, level, state, percent, step, source } = part
    return { ...row, unit, capacity, level, state, percent, step, source }
  })
  return [...merged, ...left]
}
