import { formatNumber } from '../../platform/numbers.ts'

/**
 * How a supply's level is shown. RFC 3805 gives prtMarkerSuppliesLevel three values that are no numbers: -1 other, -2 unknown, -3 some left;
 * a reading distinguishes them by `state`. A receptacle (waste container) is filled: its level is the room left, and is called so.
 */

/** What a reading reports of a level. */
export interface SupplyLevel {
  class: 'consumed' | 'receptacle' | 'other'
  state: 'level' | 'some-left' | 'unknown' | 'other'
  /** left, in percent; for a receptacle, the room left */
  percent: number | null
  /** in `unit` */
  level: number | null
  unit: string | null
  /** the printer reports only multiples of so many percent */
  step: number | null
}

export interface ShownLevel {
  /** what stands beside or instead of the bar */
  text: string
  /** length of the bar, 0 to 100; null: no bar */
  percent: number | null
  /** what the number is to be taken with */
  note: string | null
}

/** Levels at and below these percents are drawn as low and as empty. */
export const LOW_PERCENT = 20
export const EMPTY_PERCENT = 2

const WITHOUT_NUMBER = { 'some-left': 'Some left', unknown: 'Unknown', other: 'Not measured' } as const

/**
 * The words and the bar for a level.
 * @rule printers/special-levels-show-no-number  Some left, unknown and other are shown as words, never as a number or a bar.
 */
export function shownLevel(supply: SupplyLevel): ShownLevel {
  if (supply.state !== 'level') return { text: WITHOUT_NUMBER[supply.state], percent: null, note: null }
  const receptacle = supply.class === 'receptacle'
  if (supply.percent !== null) {
    const percent = Math.round(supply.percent)
    const note = supply.step === null || supply.step <= 1 ? null : `reported in steps of ${formatNumber(supply.step)}%`
    return { text: receptacle ? `${percent}% room left` : `${percent}%`, percent, note }
  }
  if (supply.level === null) return { text: WITHOUT_NUMBER.unknown, percent: null, note: null }
  const unit = supply.unit && supply.unit !== 'percent' ? ` ${unitWords(supply.unit)}` : ''
  return { text: `${formatNumber(supply.level)}${unit}${receptacle ? ' room left' : ''}`, percent: null, note: 'capacity not known' }
}

/** A word of PrtMarkerSuppliesSupplyUnitTC or PrtMarkerSuppliesTypeTC as a person reads it: `tenthsOfGrams` becomes `tenths of grams`. */
export function unitWords(word: string): string {
  if (word === 'opc') return 'photoconductor'
  return word.replace(/([a-z])([A-Z])/g, '$1 $2').toLowerCase()
}

/** The same with a capital, where it stands by itself. */
export function capitalWords(word: string): string {
  const words = unitWords(word)
  return words.charAt(0).toUpperCase() + words.slice(1)
}

/** What a supply is called where the printer gives no name: kind and colour, the colour only where it is reported. */
export function supplyName(supply: { name: string | null; kind: string; color: string | null }): string {
  if (supply.name) return supply.name
  const kind = unitWords(supply.kind)
  return capitalWords(supply.color ? `${supply.color} ${kind}` : kind)
}
