import ipaddr from 'ipaddr.js'

/** A range of addresses, such as `10.1.0.0/16`. */
export type AddressRange = ReturnType<typeof ipaddr.parseCIDR>

/** Reads a range of addresses in CIDR form, or a single address; undefined for anything else. */
export function readRange(text: string): AddressRange | undefined {
  if (ipaddr.isValidCIDR(text)) return ipaddr.parseCIDR(text)
  if (!ipaddr.isValid(text)) return undefined
  const address = ipaddr.parse(text)
  return [address, address.kind() === 'ipv4' ? 32 : 128]
}

/**
 * Whether the server may connect to an address of its own accord: one of the public internet, or in a range that the provider allows. An IPv4 address
 * that is written as IPv6 counts as what it is.
 */
export function mayConnectTo(address: string, allowed: readonly AddressRange[]): boolean {
  if (!ipaddr.isValid(address)) return false
  const asked = ipaddr.process(address)
  // `match` throws for a range of the other kind.
  if (allowed.some(([network, bits]) => network.kind() === asked.kind() && asked.match(network, bits))) return true
  return asked.range() === 'unicast'
}
