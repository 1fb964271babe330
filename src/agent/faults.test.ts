import { cpSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { ProtocolServer, slowly } from '../../test/support/protocol-server.ts'
import { PROFILE, SUBNET, startPrinters } from '../../test/support/simulated-network.ts'
import type { AgentConfiguration } from '../features/agent-protocol/agent-protocol.api.ts'
import type { Simulator } from '../simulator/simulator.ts'
import { type Agent, startAgent } from './agent.ts'

const QUICK = { leastMilliseconds: 10, mostMilliseconds: 40 }
const hosts = [31, 32, 33]
const address = (host: number) => `${SUBNET}.${host}`

describe('an agent in trouble', () => {
  let printers: Simulator
  let server: ProtocolServer
  let folder: string
  let agents: Agent[]
  let events: string[]

  beforeAll(async () => {
    printers = await startPrinters(hosts.map((host) => ({ host, model: 'CX725de' })))
  })
  afterAll(() => printers.stop())
  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'trouble-'))
    agents = []
    events = []
    server = new ProtocolServer(configuration())
    server.codes.add('CODE-1')
    await server.start()
  })
  afterEach(async () => {
    await Promise.all(agents.map((agent) => agent.stop()))
    await server.stop()
    rmSync(folder, { recursive: true, force: true })
  })

  function configuration(special: Partial<AgentConfiguration> = {}): AgentConfiguration {
    return {
      revision: 1,
      include: [{ entry: `${address(31)}-${address(33)}`, profileId: PROFILE.id }],
      exclude: [],
      profiles: [PROFILE],
      packetsPerSecond: 5000,
      heartbeatSeconds: 0.1,
      readSeconds: 0.15,
      discoverSeconds: 60,
      ...special,
    }
  }

  async function start(special: Partial<Parameters<typeof startAgent>[0]> = {}): Promise<Agent> {
    const log = (event: string) => void events.push(event)
    const agent = await startAgent({
      server: server.url,
      data: folder,
      code: 'CODE-1',
      backOff: QUICK,
      gatherMilliseconds: 10,
      log,
      ...special,
    })
    agents.push(agent)
    return agent
  }

  /** Every number once, none left out, and no reading twice. */
  function expectAllOnce() {
    const sequences = server.items.map(({ sequence }) => sequence)
    expect(sequences).toEqual(sequences.map((_, i) => i + 1))
    const taken = server.items.map(({ address: from, at, kind }) => `${kind} ${from} ${at}`)
    expect(new Set(taken).size).toBe(taken.length)
  }

  it('delivers all it took, once and in order, to a server that was away, slow, failing, refusing and stingy [agents/delivered-once-in-order]', async () => {
    const agent = await start()
    await server.until(() => server.items.length >= 3)
    await server.stop()
    await expect.poll(() => agent.waiting(), { timeout: 10_000 }).toBeGreaterThan(10)
    // Slow: it takes the report, and the answer never comes.
    server.trouble = async (path) => (path.endsWith('/reports') ? slowly(200)() : undefined)
    await server.start()
    await server.until(() => server.items.length >= 12)
    const answers = [500, 502, 413, 413, 401, 403, 429]
    server.trouble = (path) => (path.endsWith('/reports') ? answers.shift() : undefined)
    await server.until(() => answers.length === 0 && server.items.length >= 25)
    // Stingy: nothing above some octets, not even two readings.
    server.trouble = (path, octets) => (path.endsWith('/reports') && octets.length > 12_000 ? 413 : undefined)
    await server.stop()
    await expect.poll(() => agent.waiting(), { timeout: 10_000 }).toBeGreaterThan(8)
    await server.start()
    const before = server.items.length
    await server.until(() => server.items.length >= before + 8)
    expectAllOnce()
    expect(events).toContain('server-away')
    expect(events).toContain('server-back')
  })

  it('reports only what changed, packed, and whole what the server has lost [agents/only-what-changed]', async () => {
    server.takes = ['changes', 'gzip']
    await start()
    await server.until(() => server.items.length >= 12)
    expect(server.reports.some(({ kinds }) => kinds.includes('reading-changes'))).toBe(true)
    expect(server.readings(address(31)).at(-1)).toMatchObject({ reading: { model: 'CX725de', supplies: expect.arrayContaining([]) } })
    const reports = server.reports.filter(({ kinds }) => kinds.every((kind) => kind.startsWith('reading')))
    for (const { kinds, octets } of reports) expect(octets / kinds.length).toBeLessThan(3000)
    server.known.clear()
    const before = server.reports.length
    await server.until(() => server.known.size === 3)
    expect(server.reports.slice(before).some(({ kinds, packed }) => kinds.includes('reading') && packed)).toBe(true)
    expectAllOnce()
  })

  it('is without its server for an hour by the clock, and then delivers each reading once, in order and with its time [agents/delivered-once-in-order]', async () => {
    const HOUR = 3_600_000
    let passed = 0
    const clocks = { wall: () => Date.now() + passed, steady: () => performance.now() + passed }
    const agent = await start({ clocks })
    await server.until(() => server.items.length >= 3)
    await server.stop()
    const grown = async (by: number) => {
      const enough = agent.waiting() + by
      await expect.poll(() => agent.waiting(), { timeout: 10_000 }).toBeGreaterThanOrEqual(enough)
    }
    await grown(4)
    passed = HOUR
    server.clockAhead = HOUR
    await grown(7)
    const before = server.items.length
    await server.start()
    await server.until(() => server.items.length >= before + 11)
    expectAllOnce()
    const minutes = server.items.slice(before).map(({ at }) => Math.round((Date.parse(at) - Date.now()) / 60_000))
    expect(minutes).toEqual(minutes.toSorted((a, b) => a - b))
    expect(new Set(minutes)).toEqual(new Set([0, 60]))
  })

  it("carries the server's time, also for what it took before the server was heard [agents/times-are-the-servers]", async () => {
    const HOUR = 3_600_000
    await (await startAndHear()).stop()
    await server.stop()
    // The machine's clock is set back while the server is away.
    const clocks = { wall: () => Date.now() - 48 * HOUR, steady: () => performance.now() }
    const alone = await start({ clocks })
    await expect.poll(() => alone.waiting(), { timeout: 10_000 }).toBeGreaterThan(3)
    const before = server.items.length
    await server.start()
    await server.until(() => server.items.length >= before + 6)
    for (const { at } of server.items.slice(before)) expect(Math.abs(Date.parse(at) - Date.now())).toBeLessThan(60_000)
    expectAllOnce()
  })

  it('of whose folder there is a copy keeps its numbers; the copy is refused and says so [agents/numbers-of-one-installation]', async () => {
    const first = await startAndHear()
    await first.stop()
    const copy = mkdtempSync(join(tmpdir(), 'copy-'))
    cpSync(folder, copy, { recursive: true })
    await start()
    await server.until(() => server.beats.length >= 2)
    server.instance = server.beats.at(-1)?.instance
    const heard = server.items.length
    const second = await start({ data: copy })
    await server.until(() => server.items.length >= heard + 6)
    await expect.poll(() => events).toContain('agent-used-elsewhere')
    expectAllOnce()
    // The original goes; the copy has its turn, from where the server is, and nothing it took is ignored as known.
    await agents.at(-2)!.stop()
    server.instance = undefined
    const waiting = second.waiting()
    const taken = server.items.length
    await server.until(() => server.items.length >= taken + waiting)
    expect(events).toContain('numbers-taken')
    const at = server.items.map((item) => item.sequence)
    expect(at).toEqual(at.toSorted((a, b) => a - b))
    rmSync(copy, { recursive: true, force: true })
  })

  it('whose credential was withdrawn keeps what it takes, and says so', async () => {
    const agent = await startAndHear()
    const credentials = [...server.credentials]
    server.credentials.clear()
    await expect.poll(() => events).toContain('agent-not-known')
    await expect.poll(() => agent.waiting(), { timeout: 10_000 }).toBeGreaterThan(5)
    for (const [credential, name] of credentials) server.credentials.set(credential, name)
    const before = server.items.length
    await server.until(() => server.items.length >= before + 6)
    expectAllOnce()
  })

  it('reports each question and answer of one printer when it is asked for a diagnosis', async () => {
    const work = [31, 34].map((host) => ({ id: crypto.randomUUID(), kind: 'diagnose' as const, address: address(host) }))
    server.work = work
    await start()
    await server.until(() => server.items.filter(({ kind }) => kind === 'diagnosis').length === 2)
    const diagnoses = server.items.flatMap((item) => (item.kind === 'diagnosis' ? [item] : []))
    const well = diagnoses.find(({ address: of }) => of === address(31))
    expect(well).toMatchObject({ outcome: 'reading', workId: work[0]!.id })
    expect(well?.steps.length).toBeGreaterThan(2)
    expect(well?.steps[0]).toMatchObject({ step: 'profile public', details: expect.stringContaining('SNMP v2c on port') })
    expect(well?.steps[1]).toMatchObject({
      step: expect.stringMatching(/^get-bulk of \d+/),
      outcome: 'ok',
      milliseconds: expect.any(Number),
    })
    expect(diagnoses.find(({ address: of }) => of === address(34))).toMatchObject({ outcome: 'excluded', steps: [] })
  })

  async function startAndHear(): Promise<Agent> {
    const agent = await start()
    await server.until(() => server.readings().length >= 3)
    return agent
  }
})
