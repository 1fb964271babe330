import type { PrinterReading, SupplyReading } from '../../features/agent-protocol/agent-protocol.api.ts'
import type { Maker } from '../makers/maker.ts'
import type { ObjectStore } from '../snmp/value.ts'
import { readCounters } from './counters.ts'
import { type Evidence, gatherEvidence } from './evidence.ts'
import { readIdentity } from './identity.ts'
import { stepOf } from './levels.ts'
import {
  hrDevicePrinter,
  hrDeviceType,
  printerMib,
  prtConsoleLocalization,
  prtGeneralCurrentLocalization,
  prtLocalizationCharacterSet,
  sysDescr,
  sysLocation,
  sysName,
} from './objects.ts'
import { readStatus } from './status.ts'
import { numberAt, oidAt, rowsOf, textAt } from './store.ts'
import { readSupplies } from './supplies.ts'

/** Makes a reading of what a printer reported, whether over the network or in a recording. Never throws; what it does not report is null. */
export function readPrinter(store: ObjectStore): PrinterReading {
  const characterSet = characterSetOf(store, prtGeneralCurrentLocalization)
  const evidence = gatherEvidence(store, characterSet)
  const { identity, sources } = readIdentity(evidence)
  const counted = readCounters(evidence)
  const reading: PrinterReading = {
    ...identity,
    hostName: textAt(store, sysName, characterSet)?.slice(0, 1024) ?? null,
    location: textAt(store, sysLocation, characterSet)?.slice(0, 1024) ?? null,
    description: textAt(store, sysDescr, characterSet)?.slice(0, 2048) ?? null,
    ...counted.counters,
    sources: { ...sources, ...counted.sources },
    supplies: readSupplies(store, characterSet),
    ...readStatus(store, evidence.device, {
      display: characterSetOf(store, prtConsoleLocalization) ?? characterSet,
      general: characterSet,
    }),
  }
  return complete(evidence, reading)
}

/** Adds what only the makers' functions and data can know. */
function complete({ store, makers }: Evidence, reading: PrinterReading): PrinterReading {
  let known = reading
  for (const maker of makers) {
    const derived = maker.derive?.(store, known)
    if (!derived) continue
    const { lifetimePageCount, lifetimePageCountSource, sources, ...rest } = derived
    known = {
      ...known,
      ...rest,
      firmware: (rest.firmware ?? known.firmware)?.slice(0, 256) ?? null,
      sources: { ...known.sources, ...sources },
    }
    if (known.lifetimePageCount === null && lifetimePageCount != null) {
      known = {
        ...known,
        lifetimePageCount,
        lifetimePageCountSource: lifetimePageCountSource ?? null,
        lifetimePageCountUnit: 'impressions',
      }
    }
  }
  const supplies = known.supplies.slice(0, 256).map((supply) => bounded(coloured(supply, makers)))
  return { ...known, supplies: stepped(supplies, makers) }
}

const LETTERS: Record<string, string> = { K: 'black', C: 'cyan', M: 'magenta', Y: 'yellow' }

function coloured(supply: SupplyReading, makers: readonly Maker[]): SupplyReading {
  if (supply.color !== null || supply.name === null) return supply
  const letter = makers.map((maker) => maker.colorLetters?.exec(supply.name!)?.[1]).find((found) => found !== undefined)
  return letter ? { ...supply, color: LETTERS[letter] ?? null } : supply
}

/** Toner of which the levels stand on a coarse scale of the maker's. */
function stepped(supplies: SupplyReading[], makers: readonly Maker[]): SupplyReading[] {
  const scales = makers.flatMap((maker) => maker.scales ?? [])
  const isMeasured = ({ kind, percent }: SupplyReading) => /^(toner|ink)/.test(kind) && percent !== null
  const step = stepOf(
    supplies.filter(isMeasured).map(({ percent }) => percent!),
    scales,
  )
  return step === null ? supplies : supplies.map((supply) => (isMeasured(supply) ? { ...supply, step: supply.step ?? step } : supply))
}

/** Keeps texts within what a report may carry. */
const bounded = (supply: SupplyReading): SupplyReading => ({ ...supply, name: supply.name?.slice(0, 1024) ?? null })

/** The character set of the localization that the printer has chosen; where it does not say which, that of all of them, if it is one. */
function characterSetOf(store: ObjectStore, chosen: string): number | undefined {
  const rows = rowsOf(store, prtLocalizationCharacterSet)
  const setOf = (row: string) => numberAt(store, `${prtLocalizationCharacterSet}.${row}`)
  const [device] = rowsOf(store, chosen)
  const index = device === undefined ? undefined : `${device}.${numberAt(store, `${chosen}.${device}`)}`
  if (index !== undefined && rows.includes(index)) return setOf(index)
  const sets = new Set(rows.map(setOf))
  return sets.size === 1 ? [...sets][0] : undefined
}

/** Whether what a host reported is that of a printer: it has the Printer MIB, calls a device a printer, or a maker of printers made it. */
export function isPrinter(store: ObjectStore): boolean {
  for (const oid of store.keys()) if (oid.startsWith(`${printerMib}.`)) return true
  if (rowsOf(store, hrDeviceType).some((row) => oidAt(store, `${hrDeviceType}.${row}`) === hrDevicePrinter)) return true
  const { deviceId } = gatherEvidence(store, undefined)
  return /PRINTER/i.test(deviceId.get('CLS') ?? '')
}
