import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { ProtocolServer } from '../../test/support/protocol-server.ts'
import { PROFILE, SUBNET, startPrinters } from '../../test/support/simulated-network.ts'
import { type AgentConfiguration, type AgentWork, ReportItem } from '../features/agent-protocol/agent-protocol.api.ts'
import type { Simulator } from '../simulator/simulator.ts'
import { type Agent, startAgent } from './agent.ts'
import { ActivationRefused, NotActivated } from './delivery/activation.ts'

const host = (number: number) => `${SUBNET}.${number}`
const QUICK = { leastMilliseconds: 20, mostMilliseconds: 100 }

describe('the fleet agent', () => {
  let printers: Simulator
  let server: ProtocolServer
  let folder: string
  let agents: Agent[]

  beforeAll(async () => {
    printers = await startPrinters([
      { host: 61, model: 'MS622de' },
      { host: 62, model: 'CX725de' },
      { host: 63, model: 'HL-L6400DW', behaviour: 'dead' },
      { host: 64, model: 'IM C3000' },
      { host: 70, model: 'MX-3061' },
    ])
  })
  afterAll(() => printers.stop())

  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'agent-'))
    agents = []
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
      include: [{ entry: `${host(60)}-${host(69)}`, profileId: PROFILE.id }],
      exclude: [host(64)],
      profiles: [PROFILE],
      packetsPerSecond: 5000,
      heartbeatSeconds: 0.1,
      readSeconds: 60,
      discoverSeconds: 60,
      ...special,
    }
  }

  async function start(special: Partial<Parameters<typeof startAgent>[0]> = {}): Promise<Agent> {
    const agent = await startAgent({
      server: server.url,
      data: folder,
      code: 'CODE-1',
      backOff: QUICK,
      gatherMilliseconds: 10,
      log: () => {},
      ...special,
    })
    agents.push(agent)
    return agent
  }

  it('activates, finds the included printers, reads them and reports what it read', async () => {
    await start()
    await server.until(() => server.readings().length === 2)
    expect(
      server
        .readings()
        .map((item) => item.address)
        .sort(),
    ).toEqual([host(61), host(62)])
    expect(ReportItem.parse(server.items[0])).toMatchObject({ kind: 'reading', sequence: 1, reading: { manufacturer: 'Lexmark' } })
    expect(server.beats[0]?.version).toBe('1.0.0')
    expect(statSync(join(folder, 'credential.json')).mode & 0o777).toBe(0o600)
    expect(readFileSync(join(folder, 'credential.json'), 'utf8')).not.toContain('CODE-1')
  })

  it('is refused with a code that is not valid, and says so without one', async () => {
    await expect(start({ code: 'WRONG' })).rejects.toThrow(ActivationRefused)
    await expect(start({ code: 'WRONG' })).rejects.toThrow(/Generate a new one/)
    await expect(startAgent({ server: server.url, data: folder, log: () => {} })).rejects.toThrow(NotActivated)
  })

  it('needs its code once only, and waits for a server that is away at first', async () => {
    await server.stop()
    const starting = start()
    await server.start()
    await (await starting).stop()
    expect(server.codes.size).toBe(0)
    await start({ version: '0.9.0' })
    await server.until(() => server.beats.some(({ version }) => version === '0.9.0'))
  })

  it('keeps what it reads while the server is away, over a restart, and delivers it once and in order [agents/delivered-once-in-order]', async () => {
    server.configuration = configuration({ readSeconds: 0.2 })
    const first = await start()
    await server.until(() => server.readings().length >= 2)
    await server.stop()
    const heard = server.items.length
    await until(() => first.waiting() >= 4)
    await first.stop()
    const second = await start()
    await until(() => second.waiting() >= 8)
    await server.start()
    await server.until(() => server.items.length >= heard + 8)
    const sequences = server.items.map(({ sequence }) => sequence)
    expect(sequences).toEqual(sequences.map((_, i) => i + 1))
    await until(() => second.waiting() < 8)
  })

  it('continues with its last configuration when it starts without the server', async () => {
    await (await startAndHearTwo()).stop()
    await server.stop()
    const alone = await start()
    await until(() => alone.waiting() >= 2)
  })

  it('reports that a known printer does not answer, also after a restart', async () => {
    await (await startAndHearTwo()).stop()
    server.configuration = configuration({
      revision: 2,
      profiles: [{ ...PROFILE, community: 'changed', timeoutMilliseconds: 60 }],
      readSeconds: 0.3,
    })
    await start()
    await server.until(() => silences('no-answer').length >= 2)
    expect(new Set(silences('no-answer'))).toEqual(new Set([host(61), host(62)]))
  })

  it('follows a changed configuration at once: reports printers left out as excluded, once, and finds new ones', async () => {
    await startAndHearTwo()
    server.configuration = configuration({
      revision: 2,
      include: [
        { entry: host(70), profileId: PROFILE.id },
        { entry: host(62), profileId: PROFILE.id },
      ],
    })
    await server.until(() => server.readings(host(70)).length === 1 && silences('excluded').length > 0)
    expect(silences('excluded')).toEqual([host(61)])
    server.configuration = configuration({ revision: 3 })
    const before = server.readings(host(61)).length
    await server.until(() => server.readings(host(61)).length > before)
    expect(silences('excluded').sort()).toEqual([host(61), host(70)])
  })

  it('does work out of turn and returns when it is done, once', async () => {
    await startAndHearTwo()
    const read = { id: crypto.randomUUID(), kind: 'read' as const, addresses: [host(61), host(63), host(64)] } satisfies AgentWork
    const discover = { id: crypto.randomUUID(), kind: 'discover' } as const
    server.work = [read, discover]
    await server.until(() => done().length === 2)
    expect(done()).toEqual(
      expect.arrayContaining([
        { workId: read.id, printersFound: 1 },
        { workId: discover.id, printersFound: 2 },
      ]),
    )
    expect(server.readings(host(61))).toHaveLength(2)
    const beats = server.beats.length
    await server.until(() => server.beats.length >= beats + 3)
    expect(done()).toHaveLength(2)
  })

  it('goes on when its credential is withdrawn, and delivers when it is known again', async () => {
    const agent = await startAndHearTwo()
    const credentials = [...server.credentials]
    server.credentials.clear()
    server.configuration = configuration({ revision: 2, readSeconds: 0.2 })
    const work = { id: crypto.randomUUID(), kind: 'discover' } as const
    server.work = [work]
    for (const [credential, name] of credentials) server.credentials.set(credential, name)
    await server.until(() => done().length === 1)
    expect(agent.name).toBe('Test agent')
  })

  async function startAndHearTwo(): Promise<Agent> {
    const agent = await start()
    await server.until(() => server.readings().length >= 2)
    return agent
  }

  const silences = (reason: string) =>
    server.items.flatMap((item) => (item.kind === 'no-reading' && item.reason === reason ? [item.address] : []))
  const done = () =>
    server.items.flatMap((item) => (item.kind === 'work-done' ? [{ workId: item.workId, printersFound: item.printersFound }] : []))
})

/** Looks again and again, for what only the agent's own disk shows. */
async function until(holds: () => boolean): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<void>()
  const ending = setTimeout(() => reject(new Error('It did not come to pass.')), 15_000)
  const looking = setInterval(() => holds() && resolve(), 20)
  await promise.finally(() => {
    clearTimeout(ending)
    clearInterval(looking)
  })
}
