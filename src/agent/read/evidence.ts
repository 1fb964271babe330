import type { Brand, Maker, TextSource } from '../makers/maker.ts'
import { MAKERS } from '../makers/makers.ts'
import type { ObjectStore } from '../snmp/value.ts'
import { parseDeviceId } from './device-id.ts'
import {
  deviceIds,
  hrDeviceDescr,
  hrDevicePrinter,
  hrDeviceType,
  hrPrinterDetectedErrorState,
  hrPrinterStatus,
  prtGeneralPrinterName,
  prtGeneralSerialNumber,
  prtMarkerLifeCount,
  prtMarkerSuppliesLevel,
  sysDescr,
  sysObjectID,
} from './objects.ts'
import { remembering } from './remembering.ts'
import { octetsAt, oidAt, rowsOf, textAt } from './store.ts'
import { decodeText } from './text.ts'

/** What a printer says about who made it, gathered once for everything that asks. */
export interface Evidence {
  store: ObjectStore
  characterSet: number | undefined
  /** hrDeviceIndex of the printer. */
  device: string
  sysDescr: string | undefined
  hrDeviceDescr: string | undefined
  deviceId: Map<string, string>
  /** Where that stands. */
  deviceIdSource: string
  /** Makers whose private objects may be trusted, the likeliest first. */
  makers: Maker[]
  /** The name it is sold under, where it says one. */
  brand: string | undefined
}

const ENTERPRISES = '1.3.6.1.4.1.'

/** Gathers the evidence. `characterSet` is that of the printer's texts (prtLocalizationCharacterSet). */
export function gatherEvidence(store: ObjectStore, characterSet: number | undefined): Evidence {
  const device = printerDevice(store)
  const description = textAt(store, sysDescr, characterSet)
  const deviceText = textAt(store, `${hrDeviceDescr}.${device}`, characterSet)
  const { deviceId, deviceIdSource } = deviceIdOf(store)
  const texts = [description, deviceText, deviceId.get('MFG'), deviceId.get('DES')].filter((text) => text !== undefined)
  const branded = brandIn(texts)
  const ranked = rank(store, branded?.maker)
  const imitable = ranked.length === 0 ? brandIn(texts, true) : undefined
  const makers = imitable ? [imitable.maker] : ranked
  const brand = (branded ?? imitable)?.name
  return { store, characterSet, device, sysDescr: description, hrDeviceDescr: deviceText, deviceId, deviceIdSource, makers, brand }
}

/** Columns of which the first part of the index is the hrDeviceIndex of a printer. */
const OF_PRINTERS = [
  prtMarkerLifeCount,
  prtMarkerSuppliesLevel,
  prtGeneralSerialNumber,
  prtGeneralPrinterName,
  hrPrinterStatus,
  hrPrinterDetectedErrorState,
]

/** hrDeviceIndex of the printer: of rows that are called one, that which has what printers have; where none is called so, the first that has. */
function printerDevice(store: ObjectStore): string {
  const called = rowsOf(store, hrDeviceType).filter((row) => oidAt(store, `${hrDeviceType}.${row}`) === hrDevicePrinter)
  if (called.length === 1) return called[0]!
  for (const column of OF_PRINTERS) {
    const devices = rowsOf(store, column).map((row) => row.split('.')[0]!)
    const found = devices.find((device) => called.length === 0 || called.includes(device))
    if (found !== undefined) return found
  }
  return called[0] ?? '1'
}

const DEVICE_ID_PLACES = [...MAKERS.flatMap((maker) => maker.deviceIds ?? []), ...deviceIds]

function deviceIdOf(store: ObjectStore): Pick<Evidence, 'deviceId' | 'deviceIdSource'> {
  for (const oid of DEVICE_ID_PLACES) {
    const text = textAt(store, oid)
    if (text && /:/.test(text)) return { deviceId: parseDeviceId(text), deviceIdSource: oid }
  }
  return { deviceId: new Map(), deviceIdSource: '' }
}

interface Branded {
  name: string
  maker: Maker
}

/** The first brand that a text begins with, in the order of the texts. */
function brandIn(texts: string[], imitations = false): Branded | undefined {
  for (const text of texts) {
    const found = imitations ? brandOrImitation(text) : brandOf(text)
    if (found) return found
  }
  return undefined
}

const brandOf = remembering((text) => brandAmong(text, (brand) => !brand.imitated))
const brandOrImitation = remembering((text) => brandAmong(text, () => true))

function brandAmong(text: string, counts: (brand: Brand) => boolean): Branded | undefined {
  for (const maker of MAKERS) {
    const brand = maker.brands.find((candidate) => counts(candidate) && candidate.begins.test(text))
    if (brand) return { name: brand.name, maker }
  }
  return undefined
}

/**
 * Print servers imitate the objects of others (HP's above all), so a maker's private objects count only when sysObjectID or a text
 * names the maker; a collection of objects that holds neither is known by the objects themselves.
 */
function rank(store: ObjectStore, branded: Maker | undefined): Maker[] {
  const number = enterpriseOf(oidAt(store, sysObjectID))
  const own = MAKERS.find((maker) => number !== undefined && maker.enterprises.includes(number))
  const ranked = [own, branded].filter((maker) => maker !== undefined)
  if (ranked.length > 0 || store.has(sysObjectID)) return [...new Set(ranked)]
  const imitated = new Set<string>(deviceIds)
  const present = new Set([...store.keys()].filter((oid) => !imitated.has(oid)).map(enterpriseOf))
  return MAKERS.filter((maker) => maker.enterprises.some((enterprise) => present.has(enterprise)))
}

function enterpriseOf(oid: string | undefined): number | undefined {
  return oid?.startsWith(ENTERPRISES) ? Number.parseInt(oid.slice(ENTERPRISES.length), 10) : undefined
}

/** What a maker's descriptions say of sysDescr; without a maker's, what most printers' texts look like. */
export function describedBy(evidence: Evidence): Record<string, string | undefined> {
  const text = evidence.sysDescr ?? ''
  for (const maker of evidence.makers) {
    for (const pattern of maker.descriptions ?? []) {
      const groups = pattern.exec(text)?.groups
      if (groups) return groups
    }
  }
  return generallyDescribed(text)
}

const generallyDescribed = remembering((text): Record<string, string | undefined> => {
  for (const pattern of GENERAL) {
    const groups = pattern.exec(text)?.groups
    if (groups) return groups
  }
  return {}
})

const GENERAL = [
  /^(?<model>.+?)\s+version\s+(?<firmware>\S+)\s+kernel/i,
  /^(?<model>.+?)[;,]?\s*\b(?:Firmware\s+)?(?:Ver(?:sion)?|Rev)\b[.:]?\s*V?(?<firmware>\w*\d[^\s,;]*)/i,
  /^(?<model>.+?),?\s*V(?<firmware>\d+\.[\w.]+)/,
  /^(?<model>[^;,]+);\s*(?<firmware>\w*\d+\.[\w.]+)/,
  /^(?<model>[^;,]+?)(?: \/ |[;,]|$)/,
]

/** A text, and the object that gave it. */
export interface Reported {
  text: string
  source: string
}

/** The text of the first source that has one. */
export function firstText(evidence: Evidence, sources: readonly TextSource[] | undefined): Reported | undefined {
  for (const source of sources ?? []) {
    const reported = textOf(evidence, source)
    if (reported) return reported
  }
  return undefined
}

function textOf(evidence: Evidence, source: TextSource): Reported | undefined {
  if ('deviceId' in source) return reported(evidence.deviceId.get(source.deviceId), evidence.deviceIdSource)
  const [text, oid] =
    'oid' in source ? [objectText(evidence, source.oid, source.pml), source.oid] : standardText(evidence, source.from, source.pattern)
  if (!text || !source.pattern) return reported(text, oid)
  const match = source.pattern.exec(text)
  return reported(match ? (match[1] ?? match[0]) : undefined, oid)
}

const reported = (text: string | undefined, source: string): Reported | undefined => (text ? { text, source } : undefined)

/** Without a pattern, sysDescr means the model in it. */
function standardText(
  evidence: Evidence,
  from: 'sysDescr' | 'hrDeviceDescr' | 'prtGeneralPrinterName',
  pattern: RegExp | undefined,
): [text: string | undefined, source: string] {
  if (from === 'hrDeviceDescr') return [evidence.hrDeviceDescr, `${hrDeviceDescr}.${evidence.device}`]
  if (from === 'sysDescr') return [pattern ? evidence.sysDescr : describedBy(evidence).model, sysDescr]
  const source = `${prtGeneralPrinterName}.${evidence.device}`
  return [textAt(evidence.store, source, evidence.characterSet), source]
}

/** HP's PML objects begin with two octets that name the symbol set (0115 hexadecimal: Roman-8). */
function objectText(evidence: Evidence, oid: string, pml = false): string | undefined {
  const octets = octetsAt(evidence.store, oid)
  if (!octets || !pml || octets.length < 2 || octets[0]! > 0x1f) return textAt(evidence.store, oid, evidence.characterSet)
  return decodeText(octets.subarray(2), octets.readUInt16BE(0) === 0x0115 ? 2004 : undefined) || undefined
}
