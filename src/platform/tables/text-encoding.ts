import { isUtf8 } from 'node:buffer'
import chardet from 'chardet'
import { type Encoding, isEncoding } from './encodings.ts'

// Enough for a guess, and quickly looked through.
const GUESSED_FROM = 64 * 1024

/** What a file's bytes are probably encoded in: its mark, else UTF-8 where they are that, else a guess. */
export function guessEncoding(bytes: Uint8Array): Encoding {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return 'utf-16le'
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return 'utf-16be'
  const start = bytes.subarray(0, GUESSED_FROM)
  const zeros = (parity: number) => start.filter((byte, i) => byte === 0 && i % 2 === parity).length
  // Letters of most scripts' separators and digits have one byte of two that is 0.
  if (zeros(1) > start.length * 0.2) return 'utf-16le'
  if (zeros(0) > start.length * 0.2) return 'utf-16be'
  if (isUtf8(bytes)) return 'utf-8'
  const guessed = chardet.analyse(start).find(({ name }) => isEncoding(name.toLowerCase()) && name !== 'UTF-8')
  return guessed && guessed.confidence > 20 && isEncoding(guessed.name.toLowerCase())
    ? (guessed.name.toLowerCase() as Encoding)
    : 'windows-1252'
}

/** The text of bytes; what is no character of the encoding becomes a replacement character. */
export const decodeAs = (bytes: Uint8Array, encoding: Encoding): string => new TextDecoder(encoding).decode(bytes)
