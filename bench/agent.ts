import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import path from 'node:path'
import { createInterface } from 'node:readline'
import { text } from 'node:stream/consumers'
import { ProtocolServer } from '../test/support/protocol-server.ts'
import { findProgram } from '../test/support/snmpd.ts'
import { compare, type Figure, median, print, timed } from './measure.ts'

const ROOT = path.dirname(import.meta.dirname)
const PORT = 16_190
/** Scattered over the /16. */
const SITE = { count: 1000, first: '127.30.0.1', step: 65, entry: '127.30.0.0/16' }
const LARGE = { count: 10_000, first: '127.32.0.1', step: 1, entry: '127.32.0.0/16' }
type Printers = typeof SITE

const PARTS = ['sweep', 'paced', 'read', 'memory'] as const

/** The figures of the agent, all or some parts: sweeps with and without loss, a paced one, full readings, memory. */
export async function benchAgent(only: readonly string[]): Promise<void> {
  const wants = (part: (typeof PARTS)[number]) => only.length === 0 || only.includes(part)
  if (wants('sweep')) await withPrinters(SITE, 0, sweeping)
  if (wants('paced')) await withPrinters(SITE, 0, async () => print(await paced()))
  if (wants('sweep')) await withPrinters(SITE, 1 - Math.sqrt(1 - LOSS), async () => print(await losing()))
  if (wants('read')) await withPrinters(LARGE, 0, reading)
  if (!wants('memory')) return
  for (const [count, goal] of [
    [1000, 120],
    [10_000, 250],
  ] as const) {
    const printers = { ...LARGE, count }
    await withPrinters(printers, 0, async () => print(await memory(printers, goal)))
  }
}

async function sweeping(): Promise<void> {
  const onesixtyone = findProgram('onesixtyone')
  const ours = async () => {
    const { milliseconds, printers } = await ask('sweep', SITE.entry, String(PORT), '0')
    if (printers < SITE.count) throw new Error(`the sweep found ${printers} of ${SITE.count}`)
    return milliseconds
  }
  if (!onesixtyone) {
    const figures = [await ours(), await ours(), await ours()]
    console.error(`onesixtyone is not installed: no baseline. Ours: ${Math.round(median(figures))} ms.`)
    return
  }
  const baseline = () =>
    timed(async () => {
      const child = spawn(onesixtyone, ['-w', '0', '-p', String(PORT), SITE.entry, 'public'], { stdio: ['ignore', 'pipe', 'inherit'] })
      const lines = (await text(child.stdout)).split('\n').filter((line) => line.includes('[public]'))
      if (lines.length < SITE.count) console.error(`onesixtyone found ${lines.length} of ${SITE.count}`)
    })
  print(await compare('sweep of a /16 with 1,000 printers, one repeat, against onesixtyone -w 0', 'ms', 3, ours, baseline))
}

/** Share of questions that get no answer: as many questions are lost as answers. */
const LOSS = 0.03
const LOSING_ROUNDS = 10

/** Not a time: the share of printers that is found. */
async function losing(): Promise<Figure> {
  let found = 0
  for (let round = 0; round < LOSING_ROUNDS; round++) found += (await ask('sweep', SITE.entry, String(PORT), '0')).printers
  const share = (100 * found) / (LOSING_ROUNDS * SITE.count)
  return { name: 'sweep at 3 % loss: found, against the goal of 99.8 %', ours: share, baseline: 99.8, unit: '%' }
}

const PACED = { entry: '127.30.16.0/20', packetsPerSecond: 2000, timeoutSeconds: 0.5, tries: 2, silentShare: 0.985 }

/** Against packets / cap + time-out x tries. */
async function paced(): Promise<Figure> {
  const { entry, packetsPerSecond, timeoutSeconds, tries } = PACED
  const ours: number[] = []
  let answering = 0
  for (let round = 0; round < 3; round++) {
    const { milliseconds, printers } = await ask('sweep', entry, String(PORT), String(packetsPerSecond))
    ours.push(milliseconds)
    answering = printers
  }
  const hosts = 4094
  const packets = hosts + (hosts - answering)
  const formula = 1000 * (packets / packetsPerSecond + timeoutSeconds * tries)
  return { name: 'paced sweep of a /20 at 2,000 packets a second, against the formula', ours: median(ours), baseline: formula, unit: 'ms' }
}

async function reading(): Promise<void> {
  const args = [String(LARGE.count), LARGE.first, String(LARGE.step), String(PORT)]
  const cpu = { ours: [] as number[], baseline: [] as number[] }
  const measured = (act: string, into: number[]) => async () => {
    const { milliseconds, cpuSeconds, printers } = await ask(act, ...args)
    if (printers < LARGE.count) throw new Error(`${act} read ${printers} of ${LARGE.count}`)
    into.push(cpuSeconds / (LARGE.count / 1000))
    return milliseconds
  }
  const [ours, baseline] = [measured('read', cpu.ours), measured('read-with-package', cpu.baseline)]
  print(await compare('read 10,000 printers in full, against the package net-snmp, 100 at a time each', 'ms', 3, ours, baseline))
  const seconds = { ours: median(cpu.ours.slice(1)), baseline: median(cpu.baseline.slice(1)) }
  print({ name: 'read: seconds of a processor per 1,000 printers, against the package', unit: 's', ...seconds })
}

/** What the unit of the installation package gives it: garbage is collected early rather than the heap left to grow. */
const SMALL_HEAP = ['--max-semi-space-size=1', '--optimize-for-size']

/** A whole agent after it has found and read every printer twice and delivered that, against the goal. */
async function memory({ count, entry, first }: Printers, goal: number): Promise<Figure> {
  const profile = {
    id: '6f1c1c38-1f0e-4a55-9d55-0d1f6a3c0a01',
    name: 'public',
    version: 'v2c',
    community: 'public',
    port: PORT,
    timeoutMilliseconds: 500,
    retries: 1,
  } as const
  const last = `127.32.${Math.floor(count / 256)}.${count % 256}`
  const server = new ProtocolServer({
    revision: 1,
    include: [{ entry: count < LARGE.count ? `${first}-${last}` : entry, profileId: profile.id }],
    exclude: [],
    profiles: [profile],
    packetsPerSecond: 2000,
    heartbeatSeconds: 5,
    readSeconds: count / 200,
    discoverSeconds: 86_400,
  })
  server.forgets = true
  server.codes.add('CODE-1')
  await server.start()
  const child = spawn(
    process.execPath,
    [...SMALL_HEAP, '--disable-warning=ExperimentalWarning', 'bench/agent-at-rest.ts', server.url, 'CODE-1'],
    {
      cwd: ROOT,
      stdio: ['pipe', 'pipe', 'inherit'],
    },
  )
  const lines = createInterface(child.stdout)[Symbol.asyncIterator]()
  await lines.next()
  await server.until(() => server.deliveredThrough >= 2 * count, 300_000)
  child.stdin.write('\n')
  const { megabytes } = JSON.parse(String((await lines.next()).value)) as { megabytes: number }
  await end(child)
  await server.stop()
  return { name: `memory of an agent with ${count} printers, against the goal`, ours: megabytes, baseline: goal, unit: 'MB' }
}

interface Asked {
  milliseconds: number
  cpuSeconds: number
  printers: number
}

async function ask(...args: string[]): Promise<Asked> {
  const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', 'bench/agent-asker.ts', ...args], {
    cwd: ROOT,
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  return JSON.parse(await text(child.stdout)) as Asked
}

async function withPrinters({ count, first, step }: Printers, loss: number, act: () => Promise<void>): Promise<void> {
  const args = ['bench/agent-printers.ts', ...[count, first, step, PORT, loss].map(String)]
  const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', ...args], {
    cwd: ROOT,
    stdio: ['pipe', 'pipe', 'inherit'],
  })
  await once(child.stdout, 'data')
  try {
    await act()
  } finally {
    await end(child)
  }
}

async function end(child: ChildProcess): Promise<void> {
  child.stdin?.end()
  if (child.exitCode === null && child.signalCode === null) await once(child, 'exit')
}
