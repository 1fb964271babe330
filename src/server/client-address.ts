import type { IncomingMessage } from 'node:http'
import { BlockList, isIP } from 'node:net'

/** The proxies whose X-Forwarded-For is believed. Throws with what is no address or subnet. */
export function readTrustedProxies(entries: readonly string[]): BlockList {
  const list = new BlockList()
  for (const entry of entries) {
    const [address = '', bits] = entry.split('/')
    const family = isIP(address)
    const most = family === 6 ? 128 : 32
    if (family === 0 || (bits !== undefined && !(/^\d+$/.test(bits) && Number(bits) <= most)))
      throw new Error(`MPS_TRUSTED_PROXIES: ${entry} is not an IP address or subnet, such as 10.0.0.0/8 or ::1.`)
    list.addSubnet(address, bits === undefined ? most : Number(bits), family === 6 ? 'ipv6' : 'ipv4')
  }
  return list
}

/**
 * From which address a request comes: the peer of the connection, and where that is a trusted proxy, the last address in X-Forwarded-For that is none.
 * @rule platform/client-address  X-Forwarded-For is believed only from trusted proxies, and read from the right: what a client writes there counts for nothing.
 */
export function clientAddress(
  request: Pick<IncomingMessage, 'headers'> & { socket: { remoteAddress?: string | undefined } },
  trusted: BlockList,
): string {
  let address = plain(request.socket.remoteAddress ?? '')
  const forwarded = [request.headers['x-forwarded-for'] ?? []]
    .flat()
    .join(',')
    .split(',')
    .map((one) => plain(one.trim()))
  while (isTrusted(address, trusted) && forwarded.length > 0) {
    const next = forwarded.pop()!
    if (isIP(next) === 0) break
    address = next
  }
  return address
}

function isTrusted(address: string, trusted: BlockList): boolean {
  const family = isIP(address)
  return family !== 0 && trusted.check(address, family === 6 ? 'ipv6' : 'ipv4')
}

// An IPv4 address as a socket for both kinds shows it; a port or brackets, as some proxies add them.
function plain(address: string): string {
  const bare = /^\[(.+)\](?::\d+)?$/.exec(address)?.[1] ?? /^(\d+\.\d+\.\d+\.\d+):\d+$/.exec(address)?.[1] ?? address
  return /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(bare)?.[1] ?? bare
}
