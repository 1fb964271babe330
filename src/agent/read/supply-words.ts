/** PrtMarkerSuppliesTypeTC (RFC 3805, IANA-PRINTER-MIB). */
const TYPES: Record<number, string> = {
  1: 'other',
  2: 'unknown',
  3: 'toner',
  4: 'wasteToner',
  5: 'ink',
  6: 'inkCartridge',
  7: 'inkRibbon',
  8: 'wasteInk',
  9: 'opc',
  10: 'developer',
  11: 'fuserOil',
  12: 'solidWax',
  13: 'ribbonWax',
  14: 'wasteWax',
  15: 'fuser',
  16: 'coronaWire',
  17: 'fuserOilWick',
  18: 'cleanerUnit',
  19: 'fuserCleaningPad',
  20: 'transferUnit',
  21: 'tonerCartridge',
  22: 'fuserOiler',
  23: 'water',
  24: 'wasteWater',
  25: 'glueWaterAdditive',
  26: 'wastePaper',
  27: 'bindingSupply',
  28: 'bandingSupply',
  29: 'stitchingWire',
  30: 'shrinkWrap',
  31: 'paperWrap',
  32: 'staples',
  33: 'inserts',
  34: 'covers',
}

/** PrtMarkerSuppliesSupplyUnitTC. */
const UNITS: Record<number, string> = {
  1: 'other',
  2: 'unknown',
  3: 'tenThousandthsOfInches',
  4: 'micrometers',
  7: 'impressions',
  8: 'sheets',
  11: 'hours',
  12: 'thousandthsOfOunces',
  13: 'tenthsOfGrams',
  14: 'hundrethsOfFluidOunces',
  15: 'tenthsOfMilliliters',
  16: 'feet',
  17: 'meters',
  18: 'items',
  19: 'percent',
}

/** What a name gives away where the type says "other", "unknown" or nothing; the first that fits. */
const KINDS_BY_NAME: readonly [RegExp, string][] = [
  [/waste.*toner|toner.*(collect|waste|usado|residu|usag|usato|esausto)|(used|rest) ?-?toner|recup.*toner/i, 'wasteToner'],
  [/waste.*ink|ink waste|maintenance (box|cartridge|tank)/i, 'wasteInk'],
  [/belt|transfer|courroie|cinghia|correia|correa/i, 'transferUnit'],
  [/fus(er|ing|ore|or|ion|eur)\b|fix(ing|ier)|fijador/i, 'fuser'],
  [/develop|entwickler|développe|revelador|sviluppo/i, 'developer'],
  [/imag(ing|e|erie) (unit|kit)|unid\S* (de )?image[mn]|unité d.imagerie|bildeinheit|belichtungs/i, 'opc'],
  [/\b(drum|opc|tamb(or|our)|tamburo|cilindro)\b|photocondu|fotocond|trommel/i, 'opc'],
  [/staple|heftklammer|agrafe|grapa|punti metallici/i, 'staples'],
  [/toner/i, 'toner'],
  [/\bink\b|tinte|\bencre\b|\btinta\b|inchiostro/i, 'ink'],
]

/** The word for prtMarkerSuppliesType; where it reports nothing, what the name gives away. An unknown kind stays, it is never dropped. */
export function kindOf(type: number | undefined, name: string | undefined): string {
  if (type !== undefined && type > 2) return TYPES[type] ?? `type ${type}`
  const byName = name && KINDS_BY_NAME.find(([pattern]) => pattern.test(name))?.[1]
  return byName || (TYPES[type ?? 2] ?? 'unknown')
}

export function unitWord(unit: number | undefined): string | null {
  return unit === undefined ? null : (UNITS[unit] ?? `unit ${unit}`)
}

/**
 * The word for prtMarkerSuppliesClass; where it is missing, waste is a receptacle and everything else is used up.
 *
 * @rule agents/waste-is-filled  A waste container is a receptacle, even where the printer calls it a supply: its level is the room left.
 */
export function classOf(supplyClass: number | undefined, kind: string): 'consumed' | 'receptacle' | 'other' {
  if (supplyClass === 4 || kind.startsWith('waste')) return 'receptacle'
  if (supplyClass === 3) return 'consumed'
  if (supplyClass !== undefined) return 'other'
  return 'consumed'
}
