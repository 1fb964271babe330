import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { text } from 'node:stream/consumers'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { ProtocolServer, slowly } from '../../test/support/protocol-server.ts'
import { PORT, PROFILE, SUBNET, startPrinters } from '../../test/support/simulated-network.ts'
import { findProgram } from '../../test/support/snmpd.ts'
import type { Simulator } from '../simulator/simulator.ts'

const MAIN = join(import.meta.dirname, 'main.ts')
const START = /"event":"started"/
const prlimit = findProgram('prlimit')

describe('the agent as a program', () => {
  let printers: Simulator
  let server: ProtocolServer
  let folder: string
  let children: ChildProcess[]

  beforeAll(async () => {
    printers = await startPrinters([81, 82, 83].map((host) => ({ host, model: 'SP 4510DN' })))
  })
  afterAll(() => printers.stop())
  beforeEach(async () => {
    children = []
    folder = mkdtempSync(join(tmpdir(), 'agent-program-'))
    server = new ProtocolServer({
      revision: 1,
      include: [{ entry: `${SUBNET}.80/28`, profileId: PROFILE.id }],
      exclude: [],
      profiles: [PROFILE],
      packetsPerSecond: 5000,
      heartbeatSeconds: 0.1,
      readSeconds: 0.05,
      discoverSeconds: 60,
    })
    server.codes.add('CODE-1')
    await server.start()
  })
  afterEach(async () => {
    for (const child of children) if (child.exitCode === null && child.signalCode === null) child.kill('SIGKILL')
    await server.stop()
    rmSync(folder, { recursive: true, force: true })
  })

  function launch(...args: string[]) {
    const child = spawn(process.execPath, [MAIN, ...args], { stdio: ['ignore', 'pipe', 'pipe'] })
    children.push(child)
    return child
  }

  async function finish(child: ChildProcess) {
    const [out, err, [code]] = await Promise.all([text(child.stdout!), text(child.stderr!), once(child, 'exit')])
    return { out, err, code }
  }

  const run = (...more: string[]) => launch('run', '--server', server.url, '--data', folder, ...more)

  it('inspects a printer, and says why it cannot', async () => {
    const read = await finish(launch('inspect', `${SUBNET}.81:${PORT}`))
    expect(read.code).toBe(0)
    expect(JSON.parse(read.out)).toMatchObject({ host: `${SUBNET}.81`, reading: { manufacturer: 'Ricoh', model: 'SP 4510DN' } })
    const silent = await finish(launch('inspect', `${SUBNET}.81:${PORT}`, '--community', 'wrong', '--timeout', '50'))
    expect([silent.code, silent.out]).toEqual([1, ''])
    expect(silent.err).toContain('does not answer')
  })

  it('ends with code 2 when used wrongly and 3 when its code is refused', async () => {
    const [wrong, withoutCode, refused] = await Promise.all([
      finish(launch('inspect')),
      finish(run()),
      finish(launch('run', '--server', server.url, '--data', join(folder, 'other'), '--code', 'WRONG')),
    ])
    expect(wrong.code).toBe(2)
    expect(wrong.err).toContain('Usage:')
    expect(withoutCode.code).toBe(2)
    expect(withoutCode.err).toContain('not activated')
    expect(refused.code).toBe(3)
    expect(refused.err).toContain('Generate a new one')
  })

  it('loses nothing of its outbox when it is killed [agents/delivered-once-in-order]', async () => {
    const child = run('--code', 'CODE-1')
    await server.until(() => server.readings().length >= 6)
    await server.stop()
    const delivered = server.deliveredThrough
    await reading(child, 40)
    child.kill('SIGKILL')
    await once(child, 'exit')
    const kept = sequencesIn(folder)
    expect(kept.length).toBeGreaterThan(0)

    await server.start()
    run()
    await server.until(() => server.deliveredThrough >= kept.at(-1)!)
    const sequences = server.items.map(({ sequence }) => sequence)
    expect(sequences.slice(0, kept.at(-1))).toEqual(Array.from({ length: kept.at(-1)! }, (_, i) => i + 1))
    expect(kept[0]).toBeLessThanOrEqual(delivered + 1)
  })

  it('reports all it took once and in order, killed again and again at any moment of its work [agents/delivered-once-in-order]', async () => {
    const kept = new Set<number>()
    let child = run('--code', 'CODE-1')
    await server.until(() => server.readings().length >= 3)
    for (const [round, questions] of [7, 23, 41].entries()) {
      // In the second round the server is away, in the third it takes the reports and its answers get lost.
      if (round === 1) await server.stop()
      if (round === 2) server.trouble = async (path) => (path.endsWith('/reports') ? slowly(80)() : undefined)
      await reading(child, questions)
      child.kill('SIGKILL')
      await once(child, 'exit')
      for (const sequence of sequencesIn(folder)) kept.add(sequence)
      if (round === 1) await server.start()
      child = run()
    }
    server.trouble = () => undefined
    const through = Math.max(...kept)
    await server.until(() => server.deliveredThrough >= through + 3)
    const sequences = server.items.map(({ sequence }) => sequence)
    expect(sequences).toEqual(sequences.map((_, i) => i + 1))
    const taken = server.readings().map(({ address, at }) => `${address} ${at}`)
    expect(new Set(taken).size).toBe(taken.length)
  })

  // The limit of a file's size makes the kernel refuse every write, as a full disk does.
  it.runIf(prlimit)(
    'loses nothing that it took when its disk takes nothing, says so, and goes on by itself [agents/a-full-disk-loses-nothing-taken]',
    async () => {
      const child = run('--code', 'CODE-1', '--status-port', '0')
      let said = ''
      child.stderr!.on('data', (octets: Buffer) => {
        said += octets
      })
      const limit = (octets: string) => once(spawn(prlimit!, ['--pid', `${child.pid}`, `--fsize=${octets}:`]), 'exit')
      await server.until(() => server.readings().length >= 6)
      await server.stop()
      await reading(child, 20)
      await limit('0')
      await reading(child, 20)
      await server.start()
      const beats = server.beats.length
      await server.until(() => server.beats.length >= beats + 3 && said.includes('"event":"disk-takes-nothing"'))
      const [page] = /http:\/\/127\.0\.0\.1:\d+/.exec(said.slice(said.indexOf('status page')))!
      expect(await (await fetch(page)).text()).toContain('cannot write to it (')
      const { waiting, diskTrouble } = server.beats.at(-1)!
      expect(diskTrouble).toMatch(/disk|full|I\/O/i)
      const delivered = server.deliveredThrough
      await limit('unlimited')
      await server.until(() => server.deliveredThrough >= delivered + waiting && said.includes('"event":"disk-takes-again"'))
      const sequences = server.items.map(({ sequence }) => sequence)
      expect(sequences).toEqual(sequences.map((_, i) => i + 1))
      const taken = server.readings().map(({ address, at }) => `${address} ${at}`)
      expect(new Set(taken).size).toBe(taken.length)
      expect(await (await fetch(page)).text()).toContain('Writable')
    },
  )

  it('stops cleanly on SIGTERM', async () => {
    const child = run('--code', 'CODE-1')
    const finished = finish(child)
    await server.until(() => server.readings().length >= 1)
    child.kill('SIGTERM')
    const { code, err } = await finished
    expect(code).toBe(0)
    expect(err).toMatch(START)
    expect(err.trim().split('\n').at(-1)).toContain('"event":"stopped"')
  })

  /** Waits until the printers were asked so many times more. */
  async function reading(_child: ChildProcess, questions: number) {
    const asked = () => [81, 82, 83].reduce((sum, host) => sum + printers.questionsTo(`${SUBNET}.${host}`), 0)
    const enough = asked() + questions
    const { promise, resolve } = Promise.withResolvers<void>()
    const looking = setInterval(() => asked() >= enough && resolve(), 10)
    await promise.finally(() => clearInterval(looking))
  }
})

function sequencesIn(folder: string): number[] {
  const database = new DatabaseSync(join(folder, 'agent.db'))
  const rows = database.prepare('select sequence from outbox order by sequence').all()
  database.close()
  return rows.map((row) => Number(row.sequence))
}
