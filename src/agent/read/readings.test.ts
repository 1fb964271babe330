import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { PROFILE, SUBNET, startPrinters } from '../../../test/support/simulated-network.ts'
import type { Simulator } from '../../simulator/simulator.ts'
import { openAgentDatabase } from '../agent-database.ts'
import { Outbox } from '../delivery/outbox.ts'
import { ServerClock } from '../delivery/server-clock.ts'
import { KnownPrinters } from '../discovery/known-printers.ts'
import { Network } from '../network.ts'
import { SnmpSocket } from '../snmp/socket.ts'
import { Readings } from './readings.ts'

describe('readings of known printers', () => {
  const slow = `${SUBNET}.91`
  const folder = mkdtempSync(join(tmpdir(), 'readings-'))
  let printers: Simulator
  let network: Network
  let close: () => Promise<void>

  beforeAll(async () => {
    printers = await startPrinters([{ host: 91, model: 'SP 4510DN', behaviour: 'slow' }])
    const socket = await SnmpSocket.open()
    const database = openAgentDatabase(folder)
    const ending = new AbortController()
    const outbox = new Outbox(database, { mostItems: 100 })
    network = new Network({
      socket,
      outbox,
      known: new KnownPrinters(database),
      clock: new ServerClock(),
      log: () => {},
      signal: ending.signal,
    })
    await network.configure({
      revision: 1,
      include: [{ entry: `${SUBNET}.90/31`, profileId: PROFILE.id }],
      exclude: [],
      profiles: [{ ...PROFILE, timeoutMilliseconds: 2000 }],
      packetsPerSecond: 5000,
      heartbeatSeconds: 60,
      readSeconds: 3600,
      discoverSeconds: 3600,
    })
    close = async () => {
      ending.abort()
      socket.close()
      outbox.flush()
      database.close()
      await printers.stop()
      rmSync(folder, { recursive: true })
    }
  })
  afterAll(() => close())

  it('are one at a time: who asks meanwhile gets the one under way [agents/one-reading-at-a-time]', async () => {
    const readings = new Readings(network)
    const both = await Promise.all([readings.read(slow), readings.read(slow)])
    const questions = printers.questionsTo(slow)
    expect(both).toEqual(['read', 'read'])
    expect(network.outbox.waiting).toBe(1)
    await readings.read(slow)
    expect(network.outbox.waiting).toBe(2)
    expect(printers.questionsTo(slow)).toBe(2 * questions)
    readings.stop()
  })

  it('are of included addresses only, and silent about hosts that were never printers', async () => {
    const readings = new Readings(network)
    const before = network.outbox.waiting
    expect(await readings.read('127.0.0.1')).toBe('not-read')
    expect(network.outbox.waiting).toBe(before)
    readings.stop()
  })
})
