import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { PORT, startPrinters, targetOf } from '../../../test/support/simulated-network.ts'
import { type Simulator, startSimulator } from '../../simulator/simulator.ts'
import { SnmpSocket } from '../snmp/socket.ts'
import { readHost, roomFor } from './read-host.ts'

describe('reading a host over SNMP', () => {
  let printers: Simulator
  let socket: SnmpSocket

  beforeAll(async () => {
    printers = await startPrinters([
      { host: 41, model: 'CX725de' },
      { host: 42, model: 'MX-3061' },
      { host: 43, model: 'HL-L6400DW' },
      { host: 44, model: 'CX725de', behaviour: 'dead' },
      { host: 45, model: 'Color LaserJet MFP M479fdw', behaviour: 'too-big' },
      { host: 46, model: 'IM C3000', behaviour: 'loops' },
      { host: 47, model: 'TASKalfa 2554ci', serialNumber: 'XXXXXXXX', lifetimePageCount: null },
      { host: 48, model: 'C4352', behaviour: 'twice' },
      { host: 49, model: 'CX725de', behaviour: 'short-answers' },
      { host: 50, model: 'CX725de', behaviour: 'silent-to-much' },
    ])
    socket = await SnmpSocket.open()
  })
  afterAll(async () => {
    socket.close()
    await printers.stop()
  })

  const read = async (host: number, version: 'v1' | 'v2c' = 'v2c') => {
    const result = await readHost(socket, targetOf(host, { version }))
    if (result.kind !== 'reading') throw new Error(`${host}: ${JSON.stringify(result)}`)
    return result
  }

  it('gives the same by either version', async () => {
    expect((await read(41, 'v1')).reading).toEqual((await read(41)).reading)
    const device = printers.device(targetOf(41).address)!
    expect((await read(41)).reading).toMatchObject({
      model: 'CX725de',
      serialNumber: device.serial,
      hostName: device.hostName,
      colorPageCount: device.color,
    })
  })

  it('keeps special levels from being numbers all the way [agents/special-levels-are-not-numbers]', async () => {
    const { supplies } = (await read(42)).reading
    expect(supplies.find(({ kind }) => kind === 'fuser')).toMatchObject({ state: 'unknown', level: null, percent: null })
    expect(supplies.find(({ kind }) => kind === 'opc')).toMatchObject({ state: 'level', capacity: null, unit: 'percent' })
    const waste = (await read(48)).reading.supplies.find(({ kind }) => kind === 'wasteToner')
    expect(waste).toMatchObject({ state: 'some-left', level: null, percent: null, class: 'receptacle' })
  })

  it("asks for the maker's private objects", async () => {
    expect((await read(43)).reading.supplies[0]).toMatchObject({ state: 'level', unit: 'percent' })
  })

  it('reports a missing serial number and a missing count as missing', async () => {
    expect((await read(47)).reading).toMatchObject({
      serialNumber: null,
      lifetimePageCount: null,
      lifetimePageCountSource: null,
      model: 'TASKalfa 2554ci',
    })
  })

  it('reads a printer that cannot take much at once, and what it can of one that loops', async () => {
    expect((await read(45)).reading).toMatchObject({ model: 'Color LaserJet MFP M479fdw' })
    expect((await read(45)).reading.supplies).toHaveLength(4)
    const looping = await read(46)
    expect(looping.reading.manufacturer).toBe('Ricoh')
    expect(looping.troubles.some(({ what }) => what === 'not-increasing')).toBe(true)
  })

  it('reads the same of a printer with little room, and of one that is silent to much at once', async () => {
    // Each has another serial number and life; what they have is the same.
    const parts = async (host: number) => (await read(host)).reading.supplies.map(({ name, kind, capacity }) => ({ name, kind, capacity }))
    const whole = await parts(41)
    expect(await parts(49)).toEqual(whole)
    expect(await parts(50)).toEqual(whole)
    expect((await read(50)).reading).toMatchObject({ model: 'CX725de', colorPageCount: printers.device(targetOf(50).address)!.color })
  })

  it('asks few questions, and a dead host no more than its tries', async () => {
    const asked = async (host: number, special = {}) => {
      const { address } = targetOf(host)
      const before = printers.questionsTo(address)
      await readHost(socket, targetOf(host, special))
      return printers.questionsTo(address) - before
    }
    expect(await asked(42)).toBeLessThanOrEqual(3)
    expect(await asked(44, { timeoutMilliseconds: 40, retries: 2 })).toBe(3)
    expect(await asked(44, { timeoutMilliseconds: 40, retries: 0 })).toBe(1)
  })

  it('reads what there is of a host that reports neither its maker nor that it is a printer, where a person asks for it', async () => {
    const { address } = targetOf(60)
    const serialNumber = ['1.3.6.1.4.1.2435.2.3.9.4.2.1.5.5.1.0', { type: 'octets', value: Buffer.from('E70001X1N234567') }] as const
    const fragment = await startSimulator({ replay: { store: new Map([serialNumber]), address }, port: PORT })
    try {
      for (const version of ['v1', 'v2c'] as const) {
        const found = await readHost(socket, targetOf(60, { version }), { isInspection: true })
        expect(found).toMatchObject({ kind: 'not-a-printer', reading: { manufacturer: 'Brother', serialNumber: 'E70001X1N234567' } })
      }
      const before = fragment.questionsTo(address)
      expect(await readHost(socket, targetOf(60, { version: 'v1' }))).toMatchObject({
        kind: 'not-a-printer',
        reading: { serialNumber: null },
      })
      expect(fragment.questionsTo(address) - before).toBeLessThan(10)
    } finally {
      await fragment.stop()
    }
  })

  it('is not delayed by dead hosts, which take no room', async () => {
    const room = roomFor(1)
    const dead = readHost(socket, targetOf(44, { timeoutMilliseconds: 700, retries: 0 }), { room })
    let buried = false
    void dead.then(() => {
      buried = true
    })
    const living = await Promise.all([41, 42, 43].map((host) => readHost(socket, targetOf(host), { room })))
    expect(living.map(({ kind }) => kind)).toEqual(['reading', 'reading', 'reading'])
    expect(buried).toBe(false)
    expect(await readHost(socket, targetOf(44, { timeoutMilliseconds: 50, retries: 0 }))).toEqual({
      kind: 'no-reading',
      reason: 'no-answer',
    })
  })
})
