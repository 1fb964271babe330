import { describe, expect, it } from 'vitest'
import { storeOf } from '../../../test/support/object-store.ts'
import { readMacAddress } from './mac-address.ts'
import { ifDescr, ifPhysAddress, ifType } from './objects.ts'

const interfaces = (...rows: [name: string, type: number, address: string][]) =>
  storeOf(
    Object.fromEntries(
      rows.flatMap(([name, type, address], i) => [
        [`${ifDescr}.${i + 1}`, name],
        [`${ifType}.${i + 1}`, type],
        [`${ifPhysAddress}.${i + 1}`, Buffer.from(address, 'hex')],
      ]),
    ),
  )

describe('the hardware address', () => {
  it.each([
    ['the wired one', interfaces(['lo', 24, ''], ['wlan0', 6, '0021b7000002'], ['eth0', 6, '0021b7000001']), '00:21:b7:00:00:01'],
    ['the first of several wired', interfaces(['a', 6, '0021b7000003'], ['b', 6, '0021b7000001']), '00:21:b7:00:00:03'],
    ['the wireless one where there is no other', interfaces(['wlan0', 71, '0021b7000002']), '00:21:b7:00:00:02'],
    ['that of the maker before an invented one', interfaces(['p', 6, '0221b7000002'], ['eth1', 6, '0021b7000009']), '00:21:b7:00:00:09'],
    [
      'none of zeros, broadcast, multicast or loopback',
      interfaces(
        ['a', 6, '000000000000'],
        ['b', 6, 'ffffffffffff'],
        ['c', 6, '01005e000001'],
        ['lo', 24, '0021b7000001'],
        ['d', 6, '0021'],
      ),
      null,
    ],
  ])('is %s [agents/mac-address-is-the-wired-one]', (_, store, address) => {
    expect(readMacAddress(store)).toBe(address)
  })
})
