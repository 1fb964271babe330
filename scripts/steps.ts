import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import path from 'node:path'

/** A program of Node's that says by its exit code whether all is well. */
export interface Step {
  name: string
  args: string[]
  env?: NodeJS.ProcessEnv
}

export interface Outcome {
  step: string
  passed: number
  failed: number
  output: string
  milliseconds: number
  /** Whether it counts tests, and not just itself. */
  counted?: boolean
}

const root = path.dirname(import.meta.dirname)
const running = new Set<ChildProcess>()

// What hangs is ended, so that a run always reports what it found.
const longestMs = 12 * 60_000

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.on(signal, () => {
    for (const child of running) child.kill(signal)
    process.exitCode = 1
  })
}

/** Runs a step and keeps what it says. */
export async function runStep({ name, args, env }: Step): Promise<Outcome> {
  const started = performance.now()
  // With the flags of this process, among them the one that lets a step end when we are gone.
  const child = spawn(process.execPath, [...process.execArgv, ...args], {
    cwd: root,
    env: { ...process.env, ...(process.stdout.isTTY ? { FORCE_COLOR: '1' } : { FORCE_COLOR: undefined, NO_COLOR: '1' }), ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
    timeout: longestMs,
  })
  running.add(child)
  const chunks: Buffer[] = []
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => chunks.push(chunk))
  const [code, signal] = await once(child, 'close')
  running.delete(child)
  const ended = signal ? `\n${name} was ended by ${signal}` : ''
  const well = code === 0
  const output = Buffer.concat(chunks).toString('utf8') + ended
  return { step: name, passed: well ? 1 : 0, failed: well ? 0 : 1, output, milliseconds: performance.now() - started }
}

/** Does the work for each item, at most so many at a time, in their order. */
export async function inParallel<Item>(atOnce: number, items: Item[], work: (item: Item) => Promise<void>): Promise<void> {
  const queue = items.values()
  const worker = async () => {
    for (const item of queue) await work(item)
  }
  await Promise.all(Array.from({ length: atOnce }, worker))
}
