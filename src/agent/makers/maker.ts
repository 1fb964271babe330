import type { PrinterReading } from '../../features/agent-protocol/agent-protocol.api.ts'
import type { ObjectStore } from '../snmp/value.ts'

/** A name that printers with these electronics are sold under. */
export interface Brand {
  name: string
  /** Recognises sysDescr, hrDeviceDescr or the MFG of the IEEE 1284 id by how it begins; also what is cut off a model's name. */
  begins: RegExp
  /** Many imitate it, or it is only the name of a product: counts only when nothing else names the maker. */
  imitated?: boolean
}

/** The maker by the names of its products, for texts that begin with one. */
export const knownBy = (name: string, products: string): Brand => ({
  name,
  begins: new RegExp(`^(?=(${products})\\b)`, 'i'),
  imitated: true,
})

/** Where a text stands. `pattern`'s first group, or its whole, is the text. `pml`: two octets of HP's PML stand before it. */
export type TextSource =
  | { oid: string; pattern?: RegExp; pml?: boolean }
  | { from: 'sysDescr' | 'hrDeviceDescr' | 'prtGeneralPrinterName'; pattern?: RegExp }
  | { deviceId: string }

/**
 * Where a count stands: an object; the sum of those of several objects that exist (of which the first must); or the sum of a table's
 * values in the rows of which each of some columns has one of some codes.
 */
export type CountSource = { oid: string } | { sum: readonly string[] } | { values: string; where: readonly [Codes, ...Codes[]] }

interface Codes {
  column: string
  codes: readonly number[]
}

/** What only a function can know: a block of octets to take apart, values to put together. */
export type Derived = Partial<
  Pick<
    PrinterReading,
    | 'firmware'
    | 'lifetimePageCount'
    | 'lifetimePageCountSource'
    | 'monoPageCount'
    | 'colorPageCount'
    | 'sources'
    | 'supplies'
    | 'statusText'
  >
>

/**
 * All that the agent knows of a maker beyond the standard MIBs. A maker is a file of such data, and at most one pure function.
 * Sources are tried in order; the first that yields something counts.
 */
export interface Maker {
  name: string
  /** Numbers under 1.3.6.1.4.1 in which its devices' sysObjectID lies. */
  enterprises: readonly number[]
  /** The first is the maker's own. */
  brands: readonly Brand[]
  /** What sysDescr says, in named groups `model`, `firmware`, `serial`; the first that fits. */
  descriptions?: readonly RegExp[]
  /** Where IEEE 1284 device ids stand besides the usual places. */
  deviceIds?: readonly string[]
  model?: readonly TextSource[]
  serialNumber?: readonly TextSource[]
  /** What its agents append to serial numbers. */
  serialSuffix?: RegExp
  firmware?: readonly TextSource[]
  lifetimePageCount?: readonly CountSource[]
  monoPageCount?: readonly CountSource[]
  colorPageCount?: readonly CountSource[]
  /** Last letter of part numbers that stand for the colour: names such as `TK-5240K`. */
  colorLetters?: RegExp
  /**
   * Percentages to which the levels of its toner are rounded, the coarsest scale first. One holds when every toner stands on it and not
   * all are full: most printers of the maker are finer, and new ones look alike.
   */
  scales?: readonly (readonly number[])[]
  /** Objects that only `derive` looks at. */
  gets?: readonly string[]
  /** Tables that only `derive` looks at. */
  walks?: readonly string[]
  derive?: (store: ObjectStore, reading: PrinterReading) => Derived
}

/** Objects to get and tables to walk for what a maker's data names. */
export function objectsOf(maker: Maker): { gets: string[]; walks: string[] } {
  const texts = [...(maker.model ?? []), ...(maker.serialNumber ?? []), ...(maker.firmware ?? [])]
  const counts = [...(maker.lifetimePageCount ?? []), ...(maker.monoPageCount ?? []), ...(maker.colorPageCount ?? [])]
  const gets = [
    ...(maker.gets ?? []),
    ...(maker.deviceIds ?? []),
    ...texts.flatMap((source) => ('oid' in source ? [source.oid] : [])),
    ...counts.flatMap((source) => ('oid' in source ? [source.oid] : 'sum' in source ? source.sum : [])),
  ]
  const tables = counts.flatMap((source) => ('values' in source ? [...source.where.map(({ column }) => column), source.values] : []))
  const walks = [...new Set([...(maker.walks ?? []), ...tables])]
  return { gets: [...new Set(gets)].filter((oid) => !walks.some((root) => oid.startsWith(`${root}.`))), walks }
}
