/** IPv4 addresses as numbers, and the entries of discovery criteria. */

/** Addresses from `first` to `last`, both included. */
export interface AddressRange {
  first: number
  last: number
}

const MOST = 0xffff_ffff

/** The number of a dotted address; undefined for what is none. */
export function parseAddress(text: string): number | undefined {
  const parts = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})$/.exec(text.trim())?.slice(1).map(Number)
  if (!parts || parts.some((part) => part > 255)) return undefined
  return parts.reduce((address, part) => address * 256 + part, 0)
}

export function formatAddress(address: number): string {
  return `${address >>> 24}.${(address >>> 16) & 255}.${(address >>> 8) & 255}.${address & 255}`
}

/**
 * Reads one entry of discovery criteria: an address, a range `a-b`, a subnet in CIDR form; undefined for a host name.
 * The network and broadcast addresses of a subnet are no hosts, and a question to the latter would be answered by everybody.
 */
export function parseEntry(entry: string): AddressRange | undefined {
  const text = entry.trim()
  const single = parseAddress(text)
  if (single !== undefined) return { first: single, last: single }
  const [left = '', right = ''] = text.split('-')
  const first = parseAddress(left)
  const last = parseAddress(right)
  if (first !== undefined && last !== undefined) return first <= last ? { first, last } : { first: last, last: first }
  return parseSubnet(text)
}

function parseSubnet(text: string): AddressRange | undefined {
  const [network = '', prefix = ''] = text.split('/')
  const address = parseAddress(network)
  const bits = /^\d{1,2}$/.test(prefix) ? Number(prefix) : 33
  if (address === undefined || bits > 32) return undefined
  const size = 2 ** (32 - bits)
  const first = Math.floor(address / size) * size
  const last = first + size - 1
  return bits >= 31 ? { first, last } : { first: first + 1, last: Math.min(last - 1, MOST) }
}

/** What is left of ranges without others; overlapping ranges become one. */
export function without(ranges: readonly AddressRange[], excluded: readonly AddressRange[]): AddressRange[] {
  let left = merged(ranges)
  for (const hole of excluded) {
    left = left.flatMap(({ first, last }) => {
      if (hole.last < first || hole.first > last) return [{ first, last }]
      const pieces: AddressRange[] = []
      if (hole.first > first) pieces.push({ first, last: hole.first - 1 })
      if (hole.last < last) pieces.push({ first: hole.last + 1, last })
      return pieces
    })
  }
  return left
}

function merged(ranges: readonly AddressRange[]): AddressRange[] {
  const result: AddressRange[] = []
  for (const range of ranges.toSorted((a, b) => a.first - b.first)) {
    const previous = result.at(-1)
    if (previous && range.first <= previous.last + 1) previous.last = Math.max(previous.last, range.last)
    else result.push({ ...range })
  }
  return result
}

export function covers(ranges: readonly AddressRange[], address: number): boolean {
  return ranges.some(({ first, last }) => address >= first && address <= last)
}

/** Every address of the ranges, in order. */
export function* addressesOf(ranges: readonly AddressRange[]): Generator<number> {
  for (const { first, last } of ranges) for (let address = first; address <= last; address++) yield address
}
