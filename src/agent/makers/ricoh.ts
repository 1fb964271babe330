import type { SupplyReading } from '../../features/agent-protocol/agent-protocol.api.ts'
import { numberAt, rowsOf } from '../read/store.ts'
import type { ObjectStore } from '../snmp/value.ts'
import type { Maker } from './maker.ts'

/** RicohPrivateMIB: ricohEngCounterType and ricohEngCounterValue; ricohEngTonerType and ricohEngTonerLevel. */
const counter = '1.3.6.1.4.1.367.3.2.1.2.19.5.1'
const counted = (...codes: number[]) => ({ values: `${counter}.9`, where: [{ column: `${counter}.2`, codes }] }) as const
const tonerType = '1.3.6.1.4.1.367.3.2.1.2.24.1.1.4'
const tonerLevel = '1.3.6.1.4.1.367.3.2.1.2.24.1.1.5'

/** Colours by ricohEngTonerType: black of a mono and of a colour printer, red of a two-colour one. */
const TONERS: Record<number, string> = { 3: 'black', 4: 'red', 10: 'cyan', 11: 'magenta', 12: 'yellow', 13: 'black' }
const TONER = {
  index: null,
  kind: 'toner',
  class: 'consumed',
  part: null,
  serialNumber: null,
  unit: 'percent',
  capacity: 100,
  state: 'level',
  step: 10,
} as const

const IN_TENS = [0, 10, 20, 30, 40, 50, 60, 70, 80, 90, 100]

const BRANDS = 'RICOH|Gestetner|LANIER|NRG|SAVIN|Nashuatec|Rex[- ]?Rotary|infotec'

export const ricoh: Maker = {
  name: 'Ricoh',
  enterprises: [367],
  brands: [
    { name: 'Ricoh', begins: /^(RICOH|(?=Aficio\b))/i },
    { name: 'Gestetner', begins: /^Gestetner\b/i },
    { name: 'Lanier', begins: /^LANIER\b/i },
    { name: 'NRG', begins: /^NRG\b/i },
    { name: 'Savin', begins: /^SAVIN\b/i },
    { name: 'Nashuatec', begins: /^Nashuatec\b/i },
    { name: 'Rex-Rotary', begins: /^Rex[- ]?Rotary\b/i },
    { name: 'infotec', begins: /^infotec\b/i },
  ],
  descriptions: [
    new RegExp(`^(?:${BRANDS})\\s+(?<model>.+?)\\s+V?\\.?(?<firmware>\\d+(?:\\.\\d+)+)\\s*(?:/|$)`, 'i'),
    new RegExp(`^(?:${BRANDS})\\s+(?<model>.+?)\\s*(?: / |$)`, 'i'),
  ],
  model: [{ oid: '1.3.6.1.4.1.367.3.2.1.1.1.1.0' }, { from: 'sysDescr' }, { from: 'hrDeviceDescr' }],
  serialNumber: [{ oid: '1.3.6.1.4.1.367.3.2.1.2.1.4.0' }],
  firmware: [{ oid: '1.3.6.1.4.1.367.3.2.1.1.1.2.0' }],
  lifetimePageCount: [counted(10), { oid: '1.3.6.1.4.1.367.3.2.1.2.19.1.0' }],
  // By copier (2xx), fax (3xx) and printer (4xx): black and white; one colour, two colours, full colour.
  monoPageCount: [counted(201, 301, 401)],
  colorPageCount: [counted(202, 203, 204, 302, 303, 402, 403, 404)],
  scales: [IN_TENS],
  walks: [tonerType, tonerLevel],
  derive: (store, { supplies }) => ({ supplies: withTonerLevels(store, supplies) }),
}

/** Where the standard table does not say how much toner is left, or has no toner, ricohEngTonerTable may. */
function withTonerLevels(store: ObjectStore, supplies: SupplyReading[]): SupplyReading[] {
  const left = tonersOf(store)
  const isToner = ({ kind }: SupplyReading) => /^toner/.test(kind)
  if (!supplies.some(isToner)) return [...supplies, ...left]
  return supplies.map((supply) => {
    const reported = isToner(supply) && supply.state !== 'level' ? left.find(({ color }) => color === supply.color) : undefined
    if (!reported) return supply
    const { unit, capacity, level, state, percent, step, source } = reported
    return { ...supply, unit, capacity, level, state, percent, step, source }
  })
}

/** Rows of ricohEngTonerTable with a percentage; other values say "nearly empty" and the like, and are none. */
function tonersOf(store: ObjectStore): SupplyReading[] {
  return rowsOf(store, tonerType).flatMap((row) => {
    const color = TONERS[numberAt(store, `${tonerType}.${row}`) ?? 0]
    const percent = numberAt(store, `${tonerLevel}.${row}`)
    if (color === undefined || percent === undefined || percent < 0 || percent > 100) return []
    return [{ ...TONER, name: `${color} toner`, color, level: percent, percent, source: `${tonerLevel}.${row}`.slice(0, 128) }]
  })
}
