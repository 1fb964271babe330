import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import { PORT, SUBNET, startPrinters, targetOf } from '../../test/support/simulated-network.ts'
import { readHost } from '../agent/read/read-host.ts'
import { parseRecording } from '../agent/read/recording.ts'
import { SnmpSocket } from '../agent/snmp/socket.ts'
import { Device, timeOf } from './device.ts'
import { objectsOfDevice } from './device-objects.ts'
import { manyPrinters } from './fleets/many.ts'
import { SAMPLE_CATALOGUE, SAMPLE_DISCOVERY, SAMPLE_PRINTERS, sampleFleet } from './fleets/sample.ts'
import { type Simulator, startSimulator } from './simulator.ts'

const RECORDING = [
  '1.3.6.1.2.1.1.1.0|4|Lexmark MX999 version AB.CD.E001 kernel 3.0.0 All-N-1',
  '1.3.6.1.2.1.43.5.1.1.17.1|4|7464000A0B1C-130-0',
].join('\n')

describe('the simulator', () => {
  const running: (Simulator | SnmpSocket)[] = []
  afterEach(async () => {
    for (const part of running.splice(0)) await (part instanceof SnmpSocket ? part.close() : part.stop())
  })

  const socket = async () => {
    const opened = await SnmpSocket.open()
    running.push(opened)
    return opened
  }

  it('answers again what has happened when time is sped up', async () => {
    // A working day in about a tenth of a second.
    const printers = await startPrinters([{ host: 130, model: 'MX722adhe' }], { speed: 400_000 })
    running.push(printers)
    const asking = await socket()
    const count = async () => {
      const result = await readHost(asking, targetOf(130, { timeoutMilliseconds: 2000 }))
      return result.kind === 'reading' ? result.reading.lifetimePageCount! : 0
    }
    const first = await count()
    expect(first).toBeGreaterThan(0)
    for (let later = first; later === first; ) later = await count()
  })

  it('replays a recording', async () => {
    running.push(await startSimulator({ replay: { store: parseRecording(RECORDING), address: `${SUBNET}.131` }, port: PORT }))
    const result = await readHost(await socket(), targetOf(131))
    expect(result).toMatchObject({ kind: 'reading', reading: { model: 'MX999', serialNumber: '7464000A0B1C', firmware: 'AB.CD.E001' } })
  })

  it('says which address it cannot have, and leaves nothing open', async () => {
    running.push(await startPrinters([{ host: 132, model: 'C4352' }]))
    const printers = [
      { host: 133, model: 'C4352' },
      { host: 132, model: 'C4352' },
    ]
    await expect(startPrinters(printers)).rejects.toThrow(`${SUBNET}.132:${PORT}`)
    running.push(await startPrinters([{ host: 133, model: 'C4352' }]))
  })

  it('has ten thousand printers in one process', async () => {
    running.push(await startSimulator({ fleet: manyPrinters(10_000, '127.200.0.1'), port: PORT }))
    const asking = await socket()
    const ends = ['127.200.0.1', '127.200.39.16'].map((address) =>
      readHost(asking, { ...targetOf(1, { timeoutMilliseconds: 2000 }), address }),
    )
    expect((await Promise.all(ends)).map(({ kind }) => kind)).toEqual(['reading', 'reading'])
  })

  it('has a command line that takes the first free port, and returns when all answer', async () => {
    running.push(await startPrinters([{ host: 135, model: 'C4352' }]))
    const folder = mkdtempSync(join(tmpdir(), 'simulator-'))
    const fleet = join(folder, 'fleet.json')
    writeFileSync(
      fleet,
      JSON.stringify({ name: 'two', printers: [134, 135].map((host) => ({ address: `${SUBNET}.${host}`, model: 'IM C3000' })) }),
    )
    const child = spawn(process.execPath, [join(import.meta.dirname, 'main.ts'), '--fleet', fleet, '--port', `${PORT}-${PORT + 9}`], {
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    const [line] = await once(child.stdout, 'data')
    expect(String(line)).toBe(`2 printers answer on UDP port ${PORT + 1}, from ${SUBNET}.134 to ${SUBNET}.135.\n`)
    child.kill('SIGTERM')
    expect(await once(child, 'exit')).toEqual([0, null])
    rmSync(folder, { recursive: true })
  })
})

describe('a simulated printer', () => {
  it('lives the same life from the same seed, whenever it is looked at', () => {
    const life = (seed: number, ...hours: number[]) => {
      const device = new Device({ address: '127.9.9.1', model: 'CX725de' }, seed)
      for (const hour of hours) device.liveUntil(hour)
      return objectsOfDevice(device)
    }
    expect(life(1, 5, 17, 900)).toEqual(life(1, 900))
    expect(life(2, 900)).not.toEqual(life(1, 900))
  })

  it('prints by day, uses toner up, and is given new cartridges', () => {
    const device = new Device({ address: '127.9.9.1', model: 'CX725de' }, 1)
    const atFirst = device.total
    device.liveUntil(12)
    const evening = device.total
    device.liveUntil(20)
    expect(evening).toBeGreaterThan(atFirst)
    expect(device.total).toBe(evening)
    device.liveUntil(24 * 365)
    expect(device.supplies.filter(({ profile }) => profile.colorant).every(({ swaps }) => swaps > 0)).toBe(true)
    expect(device.supplies.every(({ left }) => left >= 0 && left <= 1)).toBe(true)
    expect(timeOf(24 * 7)).toEqual({ hourOfDay: 8, weekday: 0 })
  })
})

describe('the sample fleet', () => {
  it('has printers of every kind, each at one address, covered by one of its agents', () => {
    const groups = Object.groupBy(SAMPLE_PRINTERS, ({ site, group }) => `${site} ${group}`)
    expect(Object.fromEntries(Object.entries(groups).map(([name, printers]) => [name, printers?.length]))).toEqual({
      'a healthy': 139,
      'a no-serial': 3,
      'a not-in-catalogue': 4,
      'a high-page-count': 3,
      'a no-page-count': 3,
      'a old-agent-block': 8,
      'b healthy': 60,
    })
    expect(new Set(sampleFleet.printers.map(({ address }) => address)).size).toBe(220)
    expect(new Set(SAMPLE_CATALOGUE.map(({ manufacturer }) => manufacturer)).size).toBeGreaterThanOrEqual(6)
    expect(SAMPLE_CATALOGUE.length).toBeGreaterThanOrEqual(12)
    for (const { site, address, group } of SAMPLE_PRINTERS) {
      expect(address.startsWith(site === 'a' ? '127.20.0.' : '127.21.0.')).toBe(true)
      const inBlock = site === 'a' && Number(address.split('.')[3]) >= 200 && Number(address.split('.')[3]) <= 215
      expect(inBlock).toBe(group === 'old-agent-block')
    }
    expect(SAMPLE_DISCOVERY.siteA.exclude).toEqual(SAMPLE_DISCOVERY.oldAgentBlock.include)
  })

  it('has the catalogue that its models are in, except those that are in none', () => {
    const supported = new Set(SAMPLE_CATALOGUE.map(({ manufacturer, model }) => `${manufacturer} ${model}`))
    for (const { manufacturer, model, group } of SAMPLE_PRINTERS)
      expect(supported.has(`${manufacturer} ${model}`)).toBe(group !== 'not-in-catalogue')
  })
})
