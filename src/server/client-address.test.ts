import { describe, expect, it } from 'vitest'
import { clientAddress, readTrustedProxies } from './client-address.ts'

const PROXIES = readTrustedProxies(['10.0.0.0/8', '192.0.2.1', '2001:db8::/32'])
const from = (remoteAddress: string | undefined, forwarded?: string | string[]) =>
  clientAddress({ socket: { remoteAddress }, headers: forwarded === undefined ? {} : { 'x-forwarded-for': forwarded as string } }, PROXIES)

describe('the address of a client [platform/client-address]', () => {
  it.each([
    ['is the peer, without a proxy', '203.0.113.7', undefined, '203.0.113.7'],
    ['is the peer, where it is no trusted proxy, whatever it writes', '203.0.113.7', '198.51.100.1', '203.0.113.7'],
    ['is what a trusted proxy adds', '10.1.2.3', '198.51.100.1', '198.51.100.1'],
    ['is read from the right: what the client wrote stands on the left', '10.1.2.3', '1.1.1.1, 2.2.2.2, 198.51.100.1', '198.51.100.1'],
    ['is read past further trusted proxies', '192.0.2.1', '1.1.1.1, 198.51.100.1, 10.9.9.9, 2001:db8::5', '198.51.100.1'],
    ['is the last trusted one, where all are', '10.1.2.3', '10.0.0.1, 10.0.0.2', '10.0.0.1'],
    ['is the proxy, where it adds no address', '10.1.2.3', 'unknown', '10.1.2.3'],
    ['is the proxy, where it adds nothing', '10.1.2.3', '', '10.1.2.3'],
    ['is read without a port and brackets', '10.1.2.3', '[2001:db9::1]:4711', '2001:db9::1'],
    ['is read without a port, IPv4', '10.1.2.3', '198.51.100.1:4711', '198.51.100.1'],
    ['is the IPv4 address of a mapped one', '::ffff:10.1.2.3', '::ffff:198.51.100.1', '198.51.100.1'],
    ['is empty for a closed connection', undefined, '198.51.100.1', ''],
  ])('%s', (_, peer, forwarded, expected) => {
    expect(from(peer, forwarded)).toBe(expected)
  })

  it.each(['10.0.0.0/33', 'localhost', '10.0.0', '::1/129', '10.0.0.0/x', '/8'])(
    'cannot come by %s, which is no address or subnet',
    (entry) => {
      expect(() => readTrustedProxies([entry])).toThrow(`MPS_TRUSTED_PROXIES: ${entry} is not an IP address or subnet`)
    },
  )
})
