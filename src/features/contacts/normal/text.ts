/** Texts of a contact in their normal form: what two people who mean the same write alike. */

// Marks of direction, joiners, soft hyphens and byte order marks: pasted along unseen, they make two texts differ that look the same.
const INVISIBLE = /[\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]/gu

export const hasInvisible = (text: string): boolean => text.search(INVISIBLE) >= 0

/** Blanks collapsed, accents composed, invisible characters removed. */
export const tidy = (text: string): string => text.replace(INVISIBLE, '').normalize('NFC').replace(/\s+/gu, ' ').trim()

/** The same for what is written in digits and Latin letters: wide forms become the usual ones. */
export const tidyCode = (text: string): string => tidy(text.normalize('NFKC'))

const graphemes = new Intl.Segmenter('en', { granularity: 'grapheme' })

/** Whether a text is longer than so many characters, as a person counts them. */
export function isLonger(text: string, most: number): boolean {
  if (text.length <= most) return false
  let count = 0
  for (const _ of graphemes.segment(text)) if (++count > most) return true
  return false
}

/**
 * What two writings of a text have in common, whatever their case; the database has the same function (contact_key).
 * @rule contacts/one-case-folding  The database and the code compare contacts alike: ß is ss, and every i is one letter, with a dot or without.
 */
export function foldCase(text: string): string {
  const lower = text.normalize('NFKC').replace(/\s+/gu, ' ').trim().toLowerCase()
  return lower.replaceAll('ß', 'ss').replaceAll('i\u0307', 'i').replaceAll('ı', 'i').replaceAll('ς', 'σ')
}
