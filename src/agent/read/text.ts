import { type CodePage, CP437, CP850, CP852, HP_ROMAN_8 } from './code-pages.ts'

/** Character sets as prtLocalizationCharacterSet names them: MIBenum numbers of the IANA registry of character sets. */
const DECODERS: Record<number, string | CodePage> = {
  4: 'iso-8859-1',
  5: 'iso-8859-2',
  6: 'iso-8859-3',
  7: 'iso-8859-4',
  8: 'iso-8859-5',
  9: 'iso-8859-6',
  10: 'iso-8859-7',
  11: 'iso-8859-8',
  12: 'iso-8859-9',
  13: 'iso-8859-10',
  17: 'shift_jis',
  18: 'euc-jp',
  36: 'euc-kr',
  38: 'euc-kr',
  39: 'iso-2022-jp',
  57: 'gbk',
  106: 'utf-8',
  109: 'iso-8859-13',
  110: 'iso-8859-14',
  111: 'iso-8859-15',
  112: 'iso-8859-16',
  113: 'gbk',
  114: 'gb18030',
  1013: 'utf-16be',
  1014: 'utf-16le',
  1015: 'utf-16be',
  2000: 'windows-1252',
  2001: 'windows-1252',
  2002: 'windows-1250',
  2003: 'windows-1254',
  2004: HP_ROMAN_8,
  2009: CP850,
  2010: CP852,
  2011: CP437,
  2024: 'shift_jis',
  2025: 'gbk',
  2026: 'big5',
  2027: 'macintosh',
  2084: 'koi8-r',
  2086: 'ibm866',
  2088: 'koi8-u',
  2101: 'big5',
  2250: 'windows-1250',
  2251: 'windows-1251',
  2252: 'windows-1252',
  2253: 'windows-1253',
  2254: 'windows-1254',
  2255: 'windows-1255',
  2256: 'windows-1256',
  2257: 'windows-1257',
  2258: 'windows-1258',
  2259: 'tis-620',
}

const UTF_8 = new TextDecoder('utf-8', { fatal: true })

/**
 * Decodes a text of a printer and tidies it: cut at a NUL behind it, control characters and runs of blanks become one blank, ends trimmed.
 *
 * `characterSet` is what prtLocalizationCharacterSet says. UTF-8 goes first whatever it says: printers send UTF-8 in one table and
 * the declared code page in the next, and octets of another character set are hardly ever valid UTF-8 by chance.
 *
 * @rule agents/texts-are-decoded  A text is decoded as UTF-8 where valid, otherwise in the character set that the printer names, otherwise as Latin-1.
 */
export function decodeText(octets: Buffer, characterSet?: number): string {
  if (isPlain(octets) && !isWide(characterSet)) return octets.toString('latin1')
  return tidy(decode(isWide(characterSet) ? octets : untilNul(octets), characterSet))
}

/** Whether a text is of ASCII's letters and signs, with no more than single blanks between them: most are, and come as they go. */
function isPlain(octets: Buffer): boolean {
  let before = BLANK
  for (let i = 0; i < octets.length; i++) {
    const octet = octets[i]!
    if (octet < BLANK || octet > LAST_SIGN || (octet === BLANK && before === BLANK)) return false
    before = octet
  }
  return before !== BLANK
}

const BLANK = 0x20
const LAST_SIGN = 0x7e

/** What stands before the first NUL; NULs in front are padding. */
function untilNul(octets: Buffer): Buffer {
  const start = octets.findIndex((octet) => octet !== 0)
  if (start < 0) return octets.subarray(0, 0)
  const end = octets.indexOf(0, start)
  return octets.subarray(start, end < 0 ? octets.length : end)
}

/** Makes one line of a text: control characters and runs of blanks become one blank, ends trimmed. */
export function tidy(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is taken out
  return text.replace(/[\u0000-\u0020\u007f-\u00a0\ufffd\ufeff]+/g, ' ').trim()
}

const isWide = (characterSet?: number) => characterSet !== undefined && WIDE.has(characterSet)

/** UTF-16, of which a zero octet is half a character. */
const WIDE = new Set([1013, 1014, 1015])
const ISO_2022_JP = 39
const ESCAPE = 0x1b

function decode(octets: Buffer, characterSet?: number): string {
  // Characters of seven bits and escape sequences would pass for UTF-8.
  const isEscaped = characterSet === ISO_2022_JP && octets.includes(ESCAPE)
  if (!isWide(characterSet) && !isEscaped) {
    try {
      return UTF_8.decode(octets)
    } catch {
      // Not UTF-8: the declared character set, below.
    }
  }
  const decoder = (characterSet !== undefined && DECODERS[characterSet]) || 'windows-1252'
  if (typeof decoder !== 'string') return decodeCodePage(octets, decoder)
  return new TextDecoder(decoder === 'utf-8' ? 'windows-1252' : decoder).decode(octets)
}

function decodeCodePage(octets: Buffer, page: CodePage): string {
  let text = ''
  for (const octet of octets) text += octet < page.first ? String.fromCharCode(octet) : (page.characters[octet - page.first] ?? ' ')
  return text
}
