/** Cartridges and other supplies that can be ordered, and the words for them. */

export const CARTRIDGE_KINDS = { toner: 'Toner', ink: 'Ink', drum: 'Drum', waste: 'Waste container', other: 'Other' } as const
export type CartridgeKind = keyof typeof CARTRIDGE_KINDS
export const CARTRIDGE_KIND_NAMES = Object.keys(CARTRIDGE_KINDS) as [CartridgeKind, ...CartridgeKind[]]

/** By what the yield in pages was measured. */
export const YIELD_BASES = {
  'iso-19752': 'ISO/IEC 19752 (black toner)',
  'iso-19798': 'ISO/IEC 19798 (color toner)',
  'iso-24711': 'ISO/IEC 24711 (ink)',
  maker: 'As the maker states',
} as const
export type YieldBasis = keyof typeof YIELD_BASES
export const YIELD_BASIS_NAMES = Object.keys(YIELD_BASES) as [YieldBasis, ...YieldBasis[]]

export const YIELD_CLASSES = { standard: 'Standard', high: 'High', 'extra-high': 'Extra high' } as const
export type YieldClass = keyof typeof YIELD_CLASSES
export const YIELD_CLASS_NAMES = Object.keys(YIELD_CLASSES) as [YieldClass, ...YieldClass[]]

const KIND_OF: Record<string, CartridgeKind> = {
  toner: 'toner',
  tonerCartridge: 'toner',
  developer: 'other',
  ink: 'ink',
  inkCartridge: 'ink',
  inkRibbon: 'ink',
  solidWax: 'ink',
  opc: 'drum',
  wasteToner: 'waste',
  wasteInk: 'waste',
  wasteWax: 'waste',
}

/** The kind of cartridge for a supply, by a word of RFC 3805's PrtMarkerSuppliesTypeTC. */
export const cartridgeKind = (supplyKind: string): CartridgeKind => KIND_OF[supplyKind] ?? 'other'

/** A part number as two people would call it the same; the database has the same in its function part_key. */
export const partKey = (part: string): string => part.replace(/[^A-Za-z0-9]/g, '').toUpperCase()

/** A model by which cartridges are looked up: maker and model. */
export const modelName = ({ manufacturer, model }: { manufacturer: string | null; model: string | null }): string =>
  `${manufacturer ?? ''} ${model ?? ''}`

/** A cartridge of the catalogue that fits a model. */
export interface FittingCartridge {
  id: string
  manufacturer: string
  part: string
  name: string
  kind: CartridgeKind
  color: string | null
  yieldPages: number | null
  yieldClass: YieldClass
  family: string
  priceCents: number | null
  currency: string | null
  orderable: boolean
}

const CLASS_ORDER: readonly YieldClass[] = ['high', 'extra-high', 'standard']

/**
 * The cartridge of the catalogue for a supply: the one whose part the printer reports, else what fits its kind and colour.
 * @rule supplies/parts-are-matched  A part that a printer reports is matched to the catalogue however it is written; without a match the model, kind and color decide.
 * @rule supplies/yields-replace-each-other  Cartridges of one family may replace each other, whatever their yield: they are one stock and one need.
 */
export function cartridgeFor(
  supply: { kind: string; color: string | null; part: string | null },
  fitting: readonly FittingCartridge[],
): FittingCartridge | null {
  const key = supply.part === null ? '' : partKey(supply.part)
  const reported = key === '' ? undefined : fitting.find(({ part }) => partKey(part) === key)
  if (reported) return reported
  const kind = cartridgeKind(supply.kind)
  const suits = fitting.filter((one) => one.kind === kind && one.color === supply.color && one.orderable)
  const families = new Set(suits.map(({ family }) => family))
  // Two families of one kind and colour: nobody can say which of them is meant.
  if (families.size > 1) return null
  return suits.toSorted((a, b) => CLASS_ORDER.indexOf(a.yieldClass) - CLASS_ORDER.indexOf(b.yieldClass))[0] ?? null
}

/** What is ordered for a supply whose cartridge is known: that one, or where it is no longer sold another of its family. */
export function orderedFor(known: FittingCartridge, fitting: readonly FittingCartridge[]): FittingCartridge | null {
  if (known.orderable) return known
  const others = fitting.filter(({ family, orderable }) => orderable && family === known.family)
  return others.toSorted((a, b) => CLASS_ORDER.indexOf(a.yieldClass) - CLASS_ORDER.indexOf(b.yieldClass))[0] ?? null
}
