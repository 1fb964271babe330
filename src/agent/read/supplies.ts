import type { SupplyReading } from '../../features/agent-protocol/agent-protocol.api.ts'
import type { ObjectStore } from '../snmp/value.ts'
import { colorIn } from './colors.ts'
import { readCapacity, readLevel } from './levels.ts'
import {
  prtMarkerColorantValue,
  prtMarkerSuppliesClass,
  prtMarkerSuppliesColorantIndex,
  prtMarkerSuppliesDescription,
  prtMarkerSuppliesLevel,
  prtMarkerSuppliesMaxCapacity,
  prtMarkerSuppliesSupplyUnit,
  prtMarkerSuppliesType,
} from './objects.ts'
import { numberAt, rowsOf, textAt } from './store.ts'
import { classOf, kindOf, unitWord } from './supply-words.ts'

/** Columns any of which makes a row: polls of a few objects, and lazy agents, leave some out. */
const ROW_COLUMNS = [prtMarkerSuppliesLevel, prtMarkerSuppliesDescription, prtMarkerSuppliesType, prtMarkerSuppliesMaxCapacity]

/** Reads prtMarkerSuppliesTable (RFC 3805), every row of it; missing columns leave their values unknown. */
export function readSupplies(store: ObjectStore, characterSet: number | undefined): SupplyReading[] {
  const rows = new Set(ROW_COLUMNS.flatMap((column) => rowsOf(store, column)))
  return [...rows].sort(byIndex).map((row) => readSupply(store, row, characterSet))
}

function readSupply(store: ObjectStore, row: string, characterSet: number | undefined): SupplyReading {
  const number = (column: string) => numberAt(store, `${column}.${row}`)
  const name = textAt(store, `${prtMarkerSuppliesDescription}.${row}`, characterSet)
  const unit = number(prtMarkerSuppliesSupplyUnit)
  const capacity = number(prtMarkerSuppliesMaxCapacity)
  const kind = kindOf(number(prtMarkerSuppliesType), name)
  return {
    index: row.slice(0, 64),
    name: name ?? null,
    kind,
    class: classOf(number(prtMarkerSuppliesClass), kind),
    color: colorOf(store, row, name, characterSet) ?? null,
    part: name ? partIn(name) : null,
    serialNumber: name ? serialIn(name) : null,
    unit: unitWord(unit),
    capacity: readCapacity(capacity),
    ...readLevel(number(prtMarkerSuppliesLevel), capacity, unit),
    step: null,
    source: `${prtMarkerSuppliesLevel}.${row}`,
  }
}

function colorOf(store: ObjectStore, row: string, name: string | undefined, characterSet: number | undefined): string | undefined {
  const colorant = numberAt(store, `${prtMarkerSuppliesColorantIndex}.${row}`)
  const device = row.split('.')[0]
  const value = colorant ? textAt(store, `${prtMarkerColorantValue}.${device}.${colorant}`, characterSet) : undefined
  // Index 0 says that the supply has no colour; a value such as "Black Cartridge" is more than a colour, "unknown" is less.
  if (value && !/^(other|unknown|none)$/i.test(value)) return colorIn(value) ?? value.toLowerCase().slice(0, 64)
  return name ? colorIn(name) : undefined
}

const NOTHING = /^(unknown|none|n\/?a|-*)$/i
const reported = (value: string | undefined) => (value && !NOTHING.test(value) ? value.slice(0, 128) : null)

/** Part numbers that stand in the name: `PN 006R0…;SN…` (Xerox), `HP CF410A`, or a name that is nothing but one (`TK-1162`). */
function partIn(name: string): string | null {
  return reported(
    (/\bPN[ :]?\s*([\w-]+)/.exec(name) ??
      /\bHP\s+([A-Z]{1,2}\d{3,4}[A-Z]{0,3})\b/.exec(name) ??
      /^([A-Z]{1,3}-?\d{3,5}[A-Z]{0,2})$/.exec(name))?.[1],
  )
}

/** Serial numbers of a cartridge that stand in its name: `;SN…` (Xerox), `S/N:…` (Samsung). */
function serialIn(name: string): string | null {
  return reported((/[;,]\s*SN[ :]?\s*(\w+)/.exec(name) ?? /\bS\/N\s*:?\s*([\w-]+)/.exec(name))?.[1])
}

function byIndex(a: string, b: string): number {
  const left = a.split('.').map(Number)
  const right = b.split('.').map(Number)
  for (let i = 0; i < left.length; i++) if (left[i] !== right[i]) return left[i]! - (right[i] ?? -1)
  return left.length - right.length
}
