import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { PROFILE, SUBNET, startPrinters } from '../../../test/support/simulated-network.ts'
import type { Simulator } from '../../simulator/simulator.ts'
import { SnmpSocket } from '../snmp/socket.ts'
import { parseAddress, parseEntry } from './addresses.ts'
import { sweep } from './sweep.ts'

const subnet = parseEntry(`${SUBNET}.0/24`)!

describe('a sweep', () => {
  let printers: Simulator
  let socket: SnmpSocket
  const model = 'SP 4510DN'

  beforeAll(async () => {
    printers = await startPrinters([
      { host: 1, model },
      { host: 77, model, behaviour: 'forgetful' },
      { host: 100, model, behaviour: 'twice' },
      { host: 120, model, behaviour: 'other-port' },
      { host: 121, model, behaviour: 'wrong-request-id' },
      { host: 122, model, behaviour: 'garbage' },
      { host: 200, model, behaviour: 'dead' },
      { host: 254, model },
    ])
    socket = await SnmpSocket.open()
  })
  afterAll(async () => {
    socket.close()
    await printers.stop()
  })

  it('finds who answers in a /24, asking each twice at most, and reporting each once', async () => {
    const before = socket.counts.sent
    const found: string[] = []
    await sweep(socket, [subnet], PROFILE, { found: (address) => found.push(address) })
    expect(found.sort()).toEqual([1, 100, 254, 77].map((host) => `${SUBNET}.${host}`).sort())
    // 254 hosts, and again those that were silent: all but the three that answered at once.
    expect(socket.counts.sent - before).toBe(254 + 251)
  })

  it('leaves out what it is asked to skip', async () => {
    const before = printers.questionsTo(`${SUBNET}.254`)
    const found: string[] = []
    const skip = (address: number) => address === parseAddress(`${SUBNET}.254`)
    await sweep(socket, [subnet], { ...PROFILE, retries: 0, timeoutMilliseconds: 60 }, { found: (address) => found.push(address), skip })
    expect(found).not.toContain(`${SUBNET}.254`)
    expect(printers.questionsTo(`${SUBNET}.254`)).toBe(before)
  })

  it('keeps to the packets a second that it may send', async () => {
    const paced = await SnmpSocket.open({ packetsPerSecond: 500 })
    const started = performance.now()
    await sweep(paced, [subnet], { ...PROFILE, retries: 0, timeoutMilliseconds: 50 }, { found: () => {}, packetsPerSecond: 500 })
    const milliseconds = performance.now() - started
    paced.close()
    // 254 packets at 500 a second take 508 ms, less the burst of 20 ms that a pause earns.
    expect(milliseconds).toBeGreaterThan(480)
  })

  it('ends when it is asked to', async () => {
    const ending = new AbortController()
    const slow = await SnmpSocket.open({ packetsPerSecond: 20 })
    const swept = sweep(slow, [parseEntry('127.0.0.0/8')!], PROFILE, { found: () => {}, signal: ending.signal })
    ending.abort()
    slow.close()
    await swept
    expect(slow.counts.sent).toBeLessThan(100)
  })
})
