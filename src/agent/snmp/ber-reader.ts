/** The datagram is not a message that we can read. */
export class MalformedMessage extends Error {}

/**
 * Reads BER (X.690, 8) with definite lengths, element by element, and nothing beyond its octets; throws `MalformedMessage` where they do not
 * hold what is asked for. A printer's answer has a hundred elements: each is read where it stands, without a copy.
 */
export class BerReader {
  offset = 0
  readonly #octets: Buffer

  constructor(octets: Buffer) {
    this.#octets = octets
  }

  /** The tag of the next element; -1 at the end. */
  peek(): number {
    return this.offset < this.#octets.length ? this.#octets[this.offset]! : -1
  }

  /** Enters a constructed type and returns where it ends. */
  enter(tag: number): number {
    const length = this.#head(tag)
    return this.offset + length
  }

  /** The content of an element, as a part of the datagram. */
  take(tag: number): Buffer {
    const length = this.#head(tag)
    this.offset += length
    return this.#octets.subarray(this.offset - length, this.offset)
  }

  /** A whole number of at most so many octets; not a number where there are more, or none. */
  signed(tag: number, most: number): number {
    const length = this.#head(tag)
    const start = this.offset
    this.offset += length
    if (length === 0 || length > most) return Number.NaN
    let value = (this.#octets[start]! << 24) >> 24
    for (let i = start + 1; i < this.offset; i++) value = value * 256 + this.#octets[i]!
    return value
  }

  /** The same, without a sign; leading zeros do not count. */
  unsigned(tag: number, most: number): number {
    const length = this.#head(tag)
    let start = this.offset
    this.offset += length
    if (length === 0) return Number.NaN
    while (start < this.offset - 1 && this.#octets[start] === 0) start++
    if (this.offset - start > most) return Number.NaN
    let value = 0
    for (let i = start; i < this.offset; i++) value = value * 256 + this.#octets[i]!
    return value
  }

  /** An object identifier, as dotted text. */
  oid(tag: number): string {
    const length = this.#head(tag)
    const start = this.offset
    this.offset += length
    return oidIn(this.#octets, start, this.offset)
  }

  /** Goes past tag and length of the next element and returns how long its content is. */
  #head(tag: number): number {
    const octets = this.#octets
    const at = this.offset
    if (at + 1 >= octets.length) throw new MalformedMessage('truncated')
    if (octets[at] !== tag) throw new MalformedMessage(`a tag ${octets[at]} in the place of ${tag}`)
    let length = octets[at + 1]!
    this.offset = at + 2
    if (length & 0x80) length = this.#longLength(length & 0x7f)
    if (length > octets.length - this.offset) throw new MalformedMessage('truncated')
    return length
  }

  #longLength(count: number): number {
    if (count === 0) throw new MalformedMessage('an indefinite length')
    if (count > this.#octets.length - this.offset) throw new MalformedMessage('truncated')
    let length = 0
    for (let i = 0; i < count; i++) length = length * 256 + this.#octets[this.offset++]!
    return length
  }
}

interface Known {
  /** A text of Latin-1: octets of their own would hold on to the eight kilobytes that they are cut from. */
  octets: string
  text: string
}

/**
 * Identifiers that came lately, by a hash of their octets. Printers of a model report the same ones, and most of what an agent hears are
 * identifiers: to find the text is quicker than to write it.
 */
const KNOWN: (Known | undefined)[] = new Array(8192).fill(undefined)

function oidIn(octets: Buffer, start: number, end: number): string {
  let hash = 0x811c_9dc5
  for (let i = start; i < end; i++) hash = Math.imul(hash ^ octets[i]!, 0x0100_0193)
  const place = (hash ^ (hash >>> 15)) & (KNOWN.length - 1)
  const known = KNOWN[place]
  if (known && isSame(known.octets, octets, start, end)) return known.text
  const text = writeOid(octets, start, end)
  KNOWN[place] = { octets: octets.toString('latin1', start, end), text }
  return text
}

function isSame(known: string, octets: Buffer, start: number, end: number): boolean {
  if (known.length !== end - start) return false
  for (let i = start; i < end; i++) if (known.charCodeAt(i - start) !== octets[i]) return false
  return true
}

function writeOid(octets: Buffer, start: number, end: number): string {
  if (start === end) return '0.0'
  const arcs: number[] = []
  let value = 0
  for (let i = start; i < end; i++) {
    value = value * 128 + (octets[i]! & 0x7f)
    if (value > 0xffff_ffff) throw new MalformedMessage('an object identifier out of range')
    if (octets[i]! & 0x80) continue
    if (arcs.length > 0) arcs.push(value)
    else if (value < 80) arcs.push(Math.floor(value / 40), value % 40)
    else arcs.push(2, value - 80)
    value = 0
  }
  if (octets[end - 1]! & 0x80) throw new MalformedMessage('an object identifier without an end')
  return arcs.join('.')
}
