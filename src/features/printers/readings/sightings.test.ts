import { describe, expect, it } from 'vitest'
import { reading } from '../../../../test/support/make.ts'
import { collapse, rounds } from './sightings.ts'

let sequence = 0
const reported = (address: string, change: Parameters<typeof reading>[0] = {}) => {
  sequence += 1
  return { sequence, address, at: `2026-01-01T00:00:${String(sequence % 60).padStart(2, '0')}.000Z`, reading: reading(change) }
}

describe('readings of one printer in one report', () => {
  it('become its newest, with the page count and the words that only an older one reported', () => {
    const [first, second] = [
      reported('10.0.0.1', { lifetimePageCount: 100, hostName: 'a' }),
      reported('10.0.0.1', { lifetimePageCount: null, lifetimePageCountSource: null, hostName: null }),
    ]
    const made = collapse([first, second])
    expect(made).toHaveLength(1)
    expect(made[0]).toMatchObject({ sequence: second.sequence, at: second.at, countedAt: first.at })
    expect(made[0]!.reading).toMatchObject({
      lifetimePageCount: 100,
      lifetimePageCountSource: first.reading.lifetimePageCountSource,
      hostName: 'a',
    })
  })

  it('are not made one where they might be of two: at two addresses, with two serial numbers, with and without one', () => {
    const list = [
      reported('10.0.0.1'),
      reported('10.0.0.2'),
      reported('10.0.0.1', { serialNumber: 'OTHER1' }),
      reported('10.0.0.1', { serialNumber: null }),
    ]
    expect(collapse(list)).toHaveLength(4)
  })
})

describe('a report', () => {
  it('is one round where every reading is of a printer and place of its own', () => {
    const list = collapse(Array.from({ length: 50 }, (_, i) => reported(`10.0.0.${i}`, { serialNumber: `ROUND${i}` })))
    expect(rounds(list)).toEqual([list])
  })

  it('is as many as are needed for what shares an address, a serial number or a MAC address, in order', () => {
    const macAddress = '00:11:22:33:44:55'
    const list = collapse([
      reported('10.0.0.1', { serialNumber: 'A11' }),
      reported('10.0.0.1', { serialNumber: 'B11' }),
      reported('10.0.0.2', { serialNumber: 'A11' }),
      reported('10.0.0.3', { serialNumber: null, macAddress }),
      reported('10.0.0.4', { serialNumber: 'C11', macAddress }),
      reported('10.0.0.1', { serialNumber: 'D11' }),
    ])
    expect(rounds(list).map((round) => round.map((item) => `${item.address} ${item.reading.serialNumber}`))).toEqual([
      ['10.0.0.1 A11', '10.0.0.3 null'],
      ['10.0.0.1 B11', '10.0.0.2 A11', '10.0.0.4 C11'],
      ['10.0.0.1 D11'],
    ])
  })
})
