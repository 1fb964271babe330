import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { setTimeout } from 'node:timers/promises'
import type { ReportItem } from '../../src/features/agent-protocol/agent-protocol.api.ts'
import { ProtocolServer } from '../support/protocol-server.ts'

/**
 * A day of a site of 10,000 printers in fast motion: printers that print, an agent that reads each every three hours over UDP and delivers over
 * HTTP from its outbox on disk. On the way the agent is killed at random moments, the server is away for an hour, then fails for a while.
 */

const PRINTERS = 10_000
/** Simulated seconds in a real one: the day takes four minutes. */
const SPEED = 360
const HOUR = 3600 / SPEED
const DAY_HOURS = 24
const READ_HOURS = 3
const KILLS = 8
/** From this hour on the agent is left alone, so that it can be seen whether it grows. */
const QUIET_FROM = 10
const AWAY = { from: 4, to: 5, failing: 6 }
/** What memory may grow by in the quiet hours, and be at most. */
const MOST_GROWTH = 1.1
const MOST_MEGABYTES = 250
const PORT = 16_162
const FIRST_ADDRESS = '127.48.0.1'
const RANGE = `${FIRST_ADDRESS}-127.48.39.16`
const ROOT = path.resolve(import.meta.dirname, '../..')
const NODE = ['--disable-warning=ExperimentalWarning']
/** As the unit of the installation package starts it. */
const SMALL_HEAP = ['--max-semi-space-size=1', '--optimize-for-size']
const PROFILE = {
  id: '6f1c1c38-1f0e-4a55-9d55-0d1f6a3c0a01',
  name: 'public',
  version: 'v2c',
  community: 'public',
  port: PORT,
  timeoutMilliseconds: 1000,
  retries: 2,
} as const

/** What the server hears, as far as it has to be assessed. */
class Heard {
  readonly wrong: string[] = []
  readonly kinds: Record<string, number> = {}
  readonly printers = new Set<string>()
  /** Sequence numbers that were on disk when the agent was killed; those heard since are taken out. */
  readonly kept = new Set<number>()
  #last = 0
  readonly #times = new Map<string, string>()

  readonly take = (item: ReportItem) => {
    const { sequence, address, at, kind } = item
    this.kinds[kind] = (this.kinds[kind] ?? 0) + 1
    if (sequence !== this.#last + 1) this.wrong.push(`after ${this.#last} came ${sequence}`)
    this.#last = sequence
    this.kept.delete(sequence)
    if (kind !== 'reading') return
    this.printers.add(address)
    const before = this.#times.get(address)
    if (before !== undefined && before >= at) this.wrong.push(`${address}: a reading of ${at} after one of ${before}`)
    this.#times.set(address, at)
  }
}

interface Site {
  server: ProtocolServer
  heard: Heard
  folder: string
  random: () => number
  agent: ChildProcess
  started: number
}

/** Runs the day and reports what is not as it must be. */
export async function soakAgent(random: () => number): Promise<string[]> {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'mps-soak-agent-'))
  const printers = await startPrinters()
  const heard = new Heard()
  const server = new ProtocolServer({
    revision: 1,
    include: [{ entry: RANGE, profileId: PROFILE.id }],
    exclude: [],
    profiles: [PROFILE],
    packetsPerSecond: 1500,
    heartbeatSeconds: 1,
    readSeconds: READ_HOURS * HOUR,
    discoverSeconds: 86_400,
  })
  server.forgets = true
  server.takes = ['changes', 'gzip']
  server.taken = heard.take
  server.codes.add('CODE-1')
  await server.start()
  const site: Site = { server, heard, folder, random, agent: startAgent(server.url, folder), started: performance.now() }
  try {
    const troubled = troubleServer(site)
    await killAgain(site)
    const memory = await watchMemory(site)
    await troubled
    return await assess(site, memory, printers)
  } finally {
    await end(site.agent, 'SIGKILL')
    await end(printers, 'SIGTERM')
    await server.stop()
    rmSync(folder, { recursive: true })
  }
}

async function startPrinters(): Promise<ChildProcess> {
  const args = ['--fleet', `${PRINTERS}@${FIRST_ADDRESS}`, '--speed', String(SPEED), '--port', String(PORT)]
  const child = spawn(process.execPath, [...NODE, path.join(ROOT, 'src/simulator/main.ts'), ...args], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  await once(child.stdout, 'data')
  return child
}

function startAgent(url: string, data: string): ChildProcess {
  const args = ['run', '--server', url, '--data', data, '--code', 'CODE-1']
  return spawn(process.execPath, [...SMALL_HEAP, ...NODE, path.join(ROOT, 'src/agent/main.ts'), ...args], { stdio: 'ignore' })
}

async function end(child: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  child.kill(signal)
  await once(child, 'exit')
}

const hourOf = ({ started }: Site) => (performance.now() - started) / 1000 / HOUR
const hour = async (site: Site, until: number) => setTimeout(Math.max(0, (until - hourOf(site)) * HOUR * 1000))

/** Away for an hour; then it fails now and then, in every way that makes an agent send again. */
async function troubleServer(site: Site): Promise<void> {
  const { server, random } = site
  await hour(site, AWAY.from)
  await server.stop()
  await hour(site, AWAY.to)
  server.trouble = (place) => (place.endsWith('/reports') && random() < 0.3 ? [500, 502, 413, 429][Math.floor(random() * 4)] : undefined)
  await server.start()
  await hour(site, AWAY.failing)
  server.trouble = () => undefined
}

/** Kills the agent at random moments, notes what was on its disk, and starts it again. */
async function killAgain(site: Site): Promise<void> {
  const moments = Array.from({ length: KILLS }, () => 0.5 + site.random() * (QUIET_FROM - 1)).sort((a, b) => a - b)
  for (const moment of moments) {
    await hour(site, moment)
    await end(site.agent, 'SIGKILL')
    const waiting = sequencesIn(site.folder)
    for (const sequence of waiting) if (sequence > site.server.deliveredThrough) site.heard.kept.add(sequence)
    console.log(
      JSON.stringify({ killedAtHour: Number(moment.toFixed(2)), onDisk: waiting.length, delivered: site.server.deliveredThrough }),
    )
    site.agent = startAgent(site.server.url, site.folder)
  }
}

function sequencesIn(folder: string): number[] {
  const database = new DatabaseSync(path.join(folder, 'agent.db'))
  try {
    return database
      .prepare('select sequence from outbox order by sequence')
      .all()
      .map((row) => Number(row.sequence))
  } catch {
    // Killed before it had made its tables.
    return []
  } finally {
    database.close()
  }
}

/** Megabytes of the agent through the quiet hours, every other second. */
async function watchMemory(site: Site): Promise<number[]> {
  await hour(site, QUIET_FROM)
  const megabytes: number[] = []
  while (hourOf(site) < DAY_HOURS) {
    await setTimeout(2000)
    megabytes.push(residentMegabytes(site.agent))
  }
  return megabytes
}

function residentMegabytes({ pid }: ChildProcess): number {
  return Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]) / 1024
}

const mean = (values: number[]) => values.reduce((sum, value) => sum + value, 0) / values.length

async function assess({ heard, server, agent, folder }: Site, memory: number[], printers: ChildProcess): Promise<string[]> {
  // Stopped as a service manager stops it; what it took is delivered by the next, or waits on disk.
  await end(agent, 'SIGTERM')
  const left = sequencesIn(folder).filter((sequence) => sequence > server.deliveredThrough)
  // Its first readings after the last start make it what it is; from then on it must stay so.
  const third = Math.floor(memory.length / 3)
  const early = mean(memory.slice(third, 2 * third))
  const late = mean(memory.slice(-third))
  const { wrong, kinds } = heard
  const facts = {
    printers: heard.printers.size,
    ...kinds,
    delivered: server.deliveredThrough,
    received: server.received,
    leftOnDisk: left.length,
  }
  const sizes = { early, late, most: Math.max(...memory), simulator: residentMegabytes(printers) }
  console.log(
    JSON.stringify({ ...facts, megabytes: Object.fromEntries(Object.entries(sizes).map(([name, size]) => [name, Math.round(size)])) }),
  )
  const lost = [...heard.kept].filter((sequence) => !left.includes(sequence))
  if (lost.length > 0) wrong.push(`${lost.length} things that were on disk were never reported: ${lost.slice(0, 5)}`)
  if (left.length > 0 && left[0] !== server.deliveredThrough + 1)
    wrong.push(`between what was reported and what is on disk is a gap before ${left[0]}`)
  if (heard.printers.size < PRINTERS) wrong.push(`${heard.printers.size} printers were read, not ${PRINTERS}`)
  if (late > early * MOST_GROWTH) wrong.push(`its memory grew from ${early} to ${late} MB`)
  if (late > MOST_MEGABYTES) wrong.push(`it has ${late} MB`)
  return wrong
}
