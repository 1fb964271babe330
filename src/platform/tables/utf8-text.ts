import { Buffer, isUtf8 } from 'node:buffer'

/**
 * Whether the bytes of a file are text in UTF-8, and if not, what they look like: spreadsheets save many other things under the name of
 * CSV, and
 * each has its own way out.
 */
export type ReadText = { text: string; refused?: undefined } | { text?: undefined; refused: string }

const SAVE_AS = 'In the spreadsheet, save it as “CSV UTF-8 (comma delimited)”, then choose it again.'

const SIGNATURES: readonly [bytes: readonly number[], what: string][] = [
  [[0x50, 0x4b, 0x03, 0x04], 'a ZIP archive or a workbook (.xlsx, .ods)'],
  [[0x50, 0x4b, 0x05, 0x06], 'an empty ZIP archive'],
  [[0xd0, 0xcf, 0x11, 0xe0], 'a workbook of an older spreadsheet (.xls)'],
  [[0x25, 0x50, 0x44, 0x46], 'a PDF document'],
  [[0x1f, 0x8b], 'a compressed file (gzip)'],
  [[0xff, 0xfe], 'text in UTF-16 LE (“Unicode text”)'],
  [[0xfe, 0xff], 'text in UTF-16 BE (“Unicode text”)'],
]

/** Why bytes hold no text whatever their encoding; undefined when they may. */
export function whyNoText(bytes: Uint8Array): string | undefined {
  if (bytes.length === 0) return 'The file is empty. Choose a file with a row for each contact.'
  // A workbook with a password is packed in the older format, which names what it holds in UTF-16.
  if (bytes[0] === 0xd0 && Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).includes(Buffer.from('EncryptedPackage', 'utf16le')))
    return 'The workbook is protected by a password. Save it without one, then choose it again.'
  const known = SIGNATURES.find(([start, what]) => !what.startsWith('text') && start.every((byte, i) => bytes[i] === byte))
  return known && `The file is no table but ${known[1]}. ${SAVE_AS}`
}

/** The text of a file without its byte order mark, or why it has none. */
export function readText(bytes: Uint8Array): ReadText {
  if (bytes.length === 0) return { refused: 'The file is empty. Choose a CSV file in the format of the sample.' }
  const known = SIGNATURES.find(([start]) => start.every((byte, i) => bytes[i] === byte))
  if (known) return { refused: `The file is not CSV but ${known[1]}. ${SAVE_AS}` }
  const nul = bytes.indexOf(0)
  if (nul >= 0) return { refused: whyNul(bytes, nul) }
  const invalid = findInvalid(bytes)
  if (invalid >= 0) return { refused: whyInvalid(bytes, invalid) }
  const text = new TextDecoder().decode(bytes)
  if (text.trim() === '') return { refused: 'The file is empty. Choose a CSV file in the format of the sample.' }
  return { text }
}

function whyNul(bytes: Uint8Array, at: number): string {
  const start = bytes.subarray(0, 1000)
  const half = start.length / 2
  const zeros = (parity: number) => start.filter((byte, i) => byte === 0 && i % 2 === parity).length
  // Letters of most scripts' separators and digits have one byte of two that is 0.
  if (zeros(1) > half * 0.4) return `The file is not UTF-8 but UTF-16 LE (“Unicode text”). ${SAVE_AS}`
  if (zeros(0) > half * 0.4) return `The file is not UTF-8 but UTF-16 BE (“Unicode text”). ${SAVE_AS}`
  return `The file is not text: ${place(bytes, at)} is a NUL byte. Remove it, or export the file again.`
}

function whyInvalid(bytes: Uint8Array, at: number): string {
  const byte = bytes[at]!
  const character = new TextDecoder('windows-1252').decode(bytes.subarray(at, at + 1))
  const looks = /[\p{L}\p{P}\p{S}]/u.test(character)
    ? ` It looks like ${byte < 0xa0 ? 'Windows-1252' : 'Latin-1 or Windows-1252'}, where this byte is “${character}”.`
    : ''
  return `The file is not UTF-8: ${place(bytes, at)} does not belong to any character.${looks} ${SAVE_AS}`
}

/** A place in a file, in words: as an editor counts lines, and as a program counts bytes. */
function place(bytes: Uint8Array, at: number): string {
  let line = 1
  let start = 0
  for (let i = 0; i < at; i++) {
    // LF, or a CR that is not followed by one.
    if (bytes[i] !== 0x0a && !(bytes[i] === 0x0d && bytes[i + 1] !== 0x0a)) continue
    line++
    start = i + 1
  }
  return `in line ${line}, byte ${at - start + 1} of the line (byte ${at + 1} of the file)`
}

/** Where the first byte stands that is not UTF-8; -1 when all are. */
function findInvalid(bytes: Uint8Array): number {
  if (isUtf8(bytes)) return -1
  // The longest start that is sound, or breaks off within a character.
  let sound = 0
  for (let broken = bytes.length + 1; broken - sound > 1; ) {
    const middle = (sound + broken) >> 1
    if (wholeCharacters(bytes.subarray(0, middle)) === undefined) broken = middle
    else sound = middle
  }
  return wholeCharacters(bytes.subarray(0, sound))!
}

/** How many bytes are whole characters, where the last one may be cut short; undefined where they are not UTF-8. */
function wholeCharacters(bytes: Uint8Array): number | undefined {
  try {
    return Buffer.byteLength(new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes, { stream: true }))
  } catch {
    return undefined
  }
}
