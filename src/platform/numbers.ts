const numbers = new Intl.NumberFormat('en')
const plurals = new Intl.PluralRules('en')

/** A number as people read it: "1,200". */
export const formatNumber = (value: number): string => numbers.format(value)

/** The form of a word that goes with a count: "printer" or "printers", "is" or "are". */
export const plural = (count: number, one: string, many = `${one}s`): string => (plurals.select(count) === 'one' ? one : many)

/** A count with its noun: "1 printer", "1,200 printers". */
export const formatNoun = (count: number, one: string, many?: string): string => `${formatNumber(count)} ${plural(count, one, many)}`
