import { expect, it } from 'vitest'
import { lineOf, networkOf } from './places.ts'

it.each([
  ['192.0.2.77', '192.0.2.0/24', '192.0.2.77'],
  ['2001:db8:a:b:c:d:e:f', '2001:db8:a::/48', '2001:db8:a:b::/64'],
  ['2001:0DB8:000a::1', '2001:db8:a::/48', '2001:db8:a:0::/64'],
  ['::1', '0:0:0::/48', '0:0:0:0::/64'],
  ['fe80::1%eth0', 'fe80:0:0::/48', 'fe80:0:0:0::/64'],
  ['', '', ''],
])('%s is in the network %s and on the line %s', (address, network, line) => {
  expect([networkOf(address), lineOf(address)]).toEqual([network, line])
})
