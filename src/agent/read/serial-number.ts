import { tidy } from './text.ts'

const WORDS =
  /^(serial[ _-]?(number|no\.?)?|s\/?n|<.*>|n\/?a|none|null|unknown|undefined|default|not (available|set|specified|known)|no serial.*|to be filled.*|test|sample)$/i
const COUNTING = /^(0?123456789?0?|1234567890+)$/

/**
 * Whether a text that stands where a serial number belongs is none.
 *
 * @rule agents/placeholders-are-no-serial-number  Zeros, one repeated character, "serial_number", "xxxx" and similar values count as missing.
 */
export function isPlaceholder(serial: string): boolean {
  const bare = serial.replace(/[^\p{L}\p{N}?*#]/gu, '')
  return bare.length < 3 || WORDS.test(serial) || COUNTING.test(bare) || /^(.)\1*$/iu.test(bare)
}

/**
 * A serial number as it stands on the printer: without NULs, blanks at the ends and the suffix that some makers' agents add;
 * undefined for a placeholder.
 */
export function cleanSerialNumber(text: string | undefined, suffix?: RegExp): string | undefined {
  if (text === undefined) return undefined
  const serial = tidy(text).replace(suffix ?? /$^/, '')
  return isPlaceholder(serial) ? undefined : serial.slice(0, 128)
}
