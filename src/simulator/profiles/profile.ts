/** What a simulated model is, as data. Texts may hold `{firmware}`, `{serial}`, `{host}`: what the single printer has. */
export interface Profile {
  /** As the agent reports them. */
  manufacturer: string
  model: string
  color: boolean
  sysObjectID: string
  sysDescr: string
  /** hrDeviceDescr; the manufacturer and model where absent. */
  deviceDescr?: string
  firmware: readonly string[]
  /** `#` is a digit, `@` a letter. */
  serial: string
  /** What the printer's agent appends to its serial number. */
  serialSuffix?: string
  /** First three octets of its hardware address. */
  vendorOctets: string
  /** prtMarkerCounterUnit: 7 impressions, 8 sheets. */
  counterUnit: 7 | 8
  pagesPerMonth: readonly [number, number]
  supplies: readonly SupplyProfile[]
  privateObjects?: readonly PrivateObject[]
}

export interface SupplyProfile {
  name: string
  /** prtMarkerSuppliesType. */
  type: number
  /** prtMarkerColorantValue; the colour pages use it up where it is not black. */
  colorant?: 'black' | 'cyan' | 'magenta' | 'yellow'
  /** prtMarkerSuppliesSupplyUnit. */
  unit: number
  /** prtMarkerSuppliesMaxCapacity; -2 where the printer does not say. */
  capacity: number
  /** Pages until it is empty, or full. */
  pages: number
  /** What prtMarkerSuppliesLevel says: the level, in steps of so many percent where given, or always the same special value. */
  reports?: 'some-left' | 'unknown' | 'other' | { step: number }
  /** In its own table the printer also reports the part and the serial number of the cartridge. */
  part?: string
}

/** Counts that a printer keeps. */
export type CountName = 'total' | 'mono' | 'color'

/** An object of a maker's private MIB. `pml`: HP's two octets stand before the text. */
export type PrivateObject =
  | { oid: string; text: string; pml?: boolean }
  | { oid: string; integer: number }
  | { oid: string; count: CountName }
  | { oid: string; cartridge: 'name' | 'serial' | 'part'; supply: string }
  | { oid: string; records: readonly BlockRecord[] }

/** One record of a block of octets such as Brother's: a count, or hundredths of percent left of a supply. */
export type BlockRecord = { code: number; count: CountName } | { code: number; supply: string }

/** Supplies that many models share. */
export const toners = (pages: number, colorPages: number, unit: 7 | 19, name = (color: string) => `${color} Toner`): SupplyProfile[] =>
  (['Black', 'Cyan', 'Magenta', 'Yellow'] as const).map((color) => ({
    name: name(color),
    type: 3,
    colorant: color.toLowerCase() as 'black' | 'cyan' | 'magenta' | 'yellow',
    unit,
    capacity: unit === 19 ? 100 : color === 'Black' ? pages : colorPages,
    pages: color === 'Black' ? pages : colorPages,
  }))

export const wasteToner = (pages: number, reports?: SupplyProfile['reports']): SupplyProfile => ({
  name: 'Waste Toner Box',
  type: 4,
  unit: 19,
  capacity: reports ? -2 : 100,
  pages,
  ...(reports ? { reports } : {}),
})
