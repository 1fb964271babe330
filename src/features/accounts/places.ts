/**
 * From where somebody signs in: an owner is never locked out by guesses from elsewhere, because places from which an account signed in
 * before count their wrong passwords apart. A place is a device (by a cookie) or a network, so that a new address of the same line is the same place.
 */

/** The network of an address: the first 24 bits of IPv4, the first 48 of IPv6; the text itself where it is no address. */
export function networkOf(address: string): string {
  if (/^\d+\.\d+\.\d+\.\d+$/.test(address)) return `${address.split('.').slice(0, 3).join('.')}.0/24`
  const groups = ipv6Groups(address)
  return groups ? `${groups.slice(0, 3).join(':')}::/48` : address
}

/** What counts as one address for a limit: an IPv4 address, or the 64 bits of IPv6 that belong to one line. */
export function lineOf(address: string): string {
  const groups = ipv6Groups(address)
  return groups ? `${groups.slice(0, 4).join(':')}::/64` : address
}

function ipv6Groups(address: string): string[] | undefined {
  if (!address.includes(':')) return undefined
  const [head = '', tail] = address.split('%')[0]!.split('::')
  const left = head.split(':').filter(Boolean)
  const right = (tail ?? '').split(':').filter(Boolean)
  const gap = tail === undefined ? 0 : Math.max(0, 8 - left.length - right.length)
  return [...left, ...Array<string>(gap).fill('0'), ...right].map((group) => group.toLowerCase().replace(/^0+(?=.)/, ''))
}
