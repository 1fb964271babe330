import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import fs from 'node:fs'
import path from 'node:path'
import readline from 'node:readline'
import { setTimeout as wait } from 'node:timers/promises'
import type { DatabaseUser } from './postgres-binaries.ts'

export interface PostgresCommand {
  bin: string
  clusterDir: string
  user: DatabaseUser | undefined
  settings: Record<string, string | number>
  log: (line: string) => void
}

export interface PostgresProcess {
  pid: number
  /** Resolves when the process has ended, for whatever reason. */
  ended: Promise<string>
}

/** What PostgreSQL and initdb get to see: nothing of ours, and the words that are waited for in English. */
export const postgresEnvironment = {
  PATH: process.env.PATH,
  LC_ALL: 'C',
  TZ: 'UTC',
  ...(process.platform === 'win32' && { SystemRoot: process.env.SystemRoot }),
}

/** Starts `postgres` and waits until it accepts connections; throws with its last words when it ends instead. */
export async function startPostgres(command: PostgresCommand): Promise<PostgresProcess> {
  const settings = Object.entries(command.settings).flatMap(([name, value]) => ['-c', `${name}=${value}`])
  const child = spawn(path.join(command.bin, 'postgres'), ['-D', command.clusterDir, ...settings], {
    stdio: ['ignore', 'ignore', 'pipe'],
    env: postgresEnvironment,
    cwd: command.clusterDir,
    // Its own session: Ctrl-C at the terminal is for the server, which stops its database when its own work is done.
    detached: true,
    ...(command.user && { uid: command.user.uid, gid: command.user.gid }),
  })
  const ended = untilEnded(child)
  const lastWords: string[] = []
  const ready = new Promise<boolean>((resolve) => {
    readline.createInterface(child.stderr!).on('line', (line) => {
      lastWords.push(line)
      if (lastWords.length > 20) lastWords.shift()
      if (line.endsWith('database system is ready to accept connections')) resolve(true)
      command.log(line)
    })
    ended.then(() => resolve(false))
  })
  if (!(await ready)) throw new PostgresDidNotStart(`PostgreSQL did not start (${await ended}): ${lastWords.join('\n')}`)
  return { pid: child.pid!, ended }
}

export class PostgresDidNotStart extends Error {}

function untilEnded(child: ChildProcess): Promise<string> {
  return new Promise((resolve) => {
    child.on('error', (error) => resolve(error.message))
    child.on('close', (code, signal) => resolve(signal ? `killed by ${signal}` : `exit code ${code}`))
  })
}

/** Ends PostgreSQL in good order: sessions are cut off, everything is written; resolves when the process is gone. */
export async function stopPostgres(pid: number, gone: Promise<unknown>): Promise<void> {
  signalPostgres(pid, 'SIGINT')
  const stuck = new AbortController()
  const outOfPatience = wait(20_000, 'stuck', { signal: stuck.signal, ref: false }).catch(() => undefined)
  // An immediate shutdown loses nothing either: the next start replays the log.
  if ((await Promise.race([gone, outOfPatience])) === 'stuck') signalPostgres(pid, 'SIGQUIT')
  await gone
  stuck.abort()
}

/** Sends a signal to a process that may be gone already. On Windows any signal ends it at once, which PostgreSQL recovers from. */
export function signalPostgres(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error
  }
}

/**
 * Deals with what a killed server left behind; to be called by whoever holds the data folder's lock, so that a PostgreSQL which still
 * runs on it is an orphan. It is stopped rather than taken over, since it may be of another version or have other settings.
 */
export async function stopOrphan(clusterDir: string, log: (line: string) => void): Promise<void> {
  const file = path.join(clusterDir, 'postmaster.pid')
  const pid = readPid(file)
  if (pid === undefined || !isAlive(pid)) return
  if (isPostgresOf(pid, clusterDir)) {
    log(`stopping PostgreSQL (process ${pid}) that a server left behind`)
    await stopPostgres(pid, untilGone(pid, clusterDir))
  }
  if (!fs.existsSync(file)) return
  // Left by a crash. PostgreSQL would take whoever has the number now for its predecessor, be it a dead process that nobody has
  // collected yet, and refuse to start. But this file is also how it would notice sessions that outlive it for a moment.
  log(`removing a stale ${file}: process ${pid} is not PostgreSQL any more`)
  await untilUnused(clusterDir)
  fs.rmSync(file)
}

function readPid(file: string): number | undefined {
  if (!fs.existsSync(file)) return undefined
  const pid = Number(fs.readFileSync(file, 'utf8').split('\n')[0])
  return Number.isSafeInteger(pid) && pid > 0 ? pid : undefined
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}

/** PostgreSQL works in its data folder, which distinguishes it from a process that got its number later. */
function isPostgresOf(pid: number, clusterDir: string): boolean {
  try {
    if (process.platform === 'linux') return fs.realpathSync(`/proc/${pid}/cwd`) === fs.realpathSync(clusterDir)
    if (process.platform === 'win32')
      return execFileSync('tasklist', ['/fi', `pid eq ${pid}`], { encoding: 'utf8' }).includes('postgres.exe')
    return execFileSync('ps', ['-o', 'command=', '-p', `${pid}`], { encoding: 'utf8' }).includes(`-D ${clusterDir}`)
  } catch {
    return false
  }
}

async function untilGone(pid: number, clusterDir: string): Promise<void> {
  while (isAlive(pid) && isPostgresOf(pid, clusterDir)) await wait(10)
}

async function untilUnused(clusterDir: string): Promise<void> {
  if (process.platform !== 'linux') return
  const inUse = () => fs.readdirSync('/proc').some((name) => /^\d+$/.test(name) && isPostgresOf(Number(name), clusterDir))
  while (inUse()) await wait(50)
}
