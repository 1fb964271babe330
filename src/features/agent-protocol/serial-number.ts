/** A serial number or a name as it is compared: without blanks, in any case and any width. */
export const identityKey = (text: string) => (/^[!-~]*$/.test(text) ? text : text.normalize('NFKC').replace(/\s+/gu, '')).toLowerCase()

/**
 * A serial number that identifies nothing: missing, one character over and over, or a word where the number should stand.
 * @rule printers/no-usable-serial  A missing or placeholder serial number fails registration.
 */
export function isPlaceholderSerial(serial: string | null): boolean {
  if (serial === null) return true
  const bare = identityKey(serial).replace(/[^a-z0-9]/g, '')
  return (
    bare.length < 3 ||
    /^(.)\1*$/.test(bare) ||
    /^(serial(number|no)?|unknown|none|null|na|notavailable|notset|default|tobefilled.*|0?123456789?0?)$/.test(bare)
  )
}
