import { POSTAL_RULES } from '../postal-rules.ts'
import { tidyCode } from './text.ts'

// A file holds thousands of the same few countries.
const patterns = new Map<string, RegExp>()

function matches(form: string, text: string): boolean {
  const pattern = patterns.get(form) ?? new RegExp(`^(?:${form})$`)
  patterns.set(form, pattern)
  return pattern.test(text)
}

// Where the country writes a blank that its example does not show.
const WRITTEN_WITH: Record<string, string> = { SE: ' ' }

// What is written before a number in letters to that country from abroad, other than its alpha-2 code.
const LETTERS: Record<string, string> = { AT: 'A', BE: 'B', DE: 'D', ES: 'E', FI: 'FIN', FR: 'F', IT: 'I', LU: 'L', NO: 'N', SE: 'S' }

/**
 * A postal code in the written form of its country, such as `SW1A 1AA`; undefined where it is of another form. Any text in a country without one.
 * @rule contacts/postal-codes-in-their-form  A postal code is kept in its country's written form, so that two writings are one contact.
 */
export function postalCodeFrom(country: string, text: string): string | undefined {
  const form = POSTAL_RULES[country]?.postalCode
  if (!form) return text
  const upper = tidyCode(text).toUpperCase()
  const abroad = upper.replace(new RegExp(`^(?:${country}|${LETTERS[country] ?? country})[- ]?(?=\\d)`), '')
  return writtenForm(country, form, upper) ?? writtenForm(country, form, abroad)
}

function writtenForm(country: string, form: string, text: string): string | undefined {
  const bare = text.replace(/[\s-]/g, '')
  const example = POSTAL_RULES[country]!.example ?? ''
  const usual = WRITTEN_WITH[country] ?? /[ -]/.exec(example)?.[0] ?? ''
  for (const separator of new Set([usual, '', '-', ' '])) {
    const candidates = separator === '' ? [bare] : Array.from(bare, (_, i) => bare.slice(0, i) + separator + bare.slice(i)).slice(1)
    const found = candidates.find((candidate) => matches(form, candidate))
    if (found) return found
  }
  return undefined
}

/** The postal code that a spreadsheet may have made this of, taking it for a number: with its leading zeros again; undefined where there is none. */
export function withLostZeros(country: string | undefined, postalCode: string): string | undefined {
  const form = country === undefined ? undefined : POSTAL_RULES[country]?.postalCode
  if (!form || !/^\d+$/.test(postalCode)) return undefined
  return ['0', '00', '000'].map((zeros) => postalCodeFrom(country!, zeros + postalCode)).find((code) => code !== undefined)
}
