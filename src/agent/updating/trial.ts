import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import type { Server } from '../delivery/server-client.ts'
import type { Log } from '../log.ts'
import { TRIAL } from './installation.ts'
import type { TakenUpdate } from './update.ts'

const REACHED = 'reached'
const STOP = 'stop'

const GRACE_MILLISECONDS = 10_000

/**
 * Tries a bundle out: it is the agent until it has reached the server, or has not within the set time. Gives why it failed; undefined when it has
 * proved itself. It is ended either way. An abort ends it as well.
 * @rule agents/updates-go-back  If a new bundle does not reach the server within the set time, the agent returns to the former one.
 */
export async function tryOut(
  update: TakenUpdate,
  trial: { milliseconds: number; log: Log; signal: AbortSignal },
): Promise<string | undefined> {
  const { milliseconds, log, signal } = trial
  log('update-tried', { version: update.version, milliseconds })
  const args = process.argv.slice(2)
  const child = spawn(process.execPath, [...process.execArgv, update.file, ...args], {
    env: { ...process.env, [TRIAL]: update.version },
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  })
  const ended = once(child, 'exit').then(([code, ended]) => `It exited with ${code === null ? `the signal ${ended}` : `code ${code}`}.`)
  const failure = await Promise.race([
    ended,
    once(child, 'error').then(([error]) => `It could not be started: ${error.message}`),
    reachedBy(child),
    late(milliseconds, signal),
  ])
  await endTrial(child, failure === undefined ? GRACE_MILLISECONDS : 0)
  if (failure === undefined) log('update-proved', { version: update.version })
  else log('update-given-up', { version: update.version, reason: failure })
  return failure && `Version ${update.version} did not start correctly, so the agent returned to the former version: ${failure}`
}

async function reachedBy(child: ChildProcess): Promise<undefined> {
  const { promise, resolve } = Promise.withResolvers<undefined>()
  child.on('message', (message) => message === REACHED && resolve(undefined))
  return promise
}

function late(milliseconds: number, signal: AbortSignal): Promise<string> {
  const { promise, resolve } = Promise.withResolvers<string>()
  setTimeout(() => resolve(`It did not reach the server within ${milliseconds / 1000} seconds.`), milliseconds).unref()
  signal.addEventListener('abort', () => resolve('The agent was stopped during the trial.'), { once: true })
  return promise
}

async function endTrial(child: ChildProcess, graceMilliseconds: number): Promise<void> {
  if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) return
  const exit = once(child, 'exit')
  if (child.connected) child.send(STOP, () => {})
  const grace = setTimeout(() => child.kill('SIGKILL'), graceMilliseconds)
  await exit
  clearTimeout(grace)
}

/** Whether this process is a bundle on trial. */
export const isOnTrial = (): boolean => process.env[TRIAL] !== undefined && process.send !== undefined

/** On trial: reports when the server is reached, and ends when the one that tries it out says so or is gone itself. */
export function beTriedOut() {
  const stop = new AbortController()
  process.on('message', (message) => message === STOP && stop.abort())
  process.once('disconnect', () => stop.abort())
  const watch = (server: Server): Server => {
    const heartbeat = async (...[beat, ...rest]: Parameters<Server['heartbeat']>) => {
      // Who was killed before this bundle stands in for the former one still has its update before it.
      const heard = await server.heartbeat({ ...beat, trial: true }, ...rest)
      if (process.connected) process.send?.(REACHED)
      return heard
    }
    return new Proxy(server, { get: (target, name) => (name === 'heartbeat' ? heartbeat : Reflect.get(target, name)) })
  }
  return { watch, stop: stop.signal, leave: () => process.connected && process.disconnect() }
}
