import { execFile } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import fs from 'node:fs'
import net from 'node:net'
import path from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { promisify } from 'node:util'
import { type DataFolderLock, lockDataFolder } from './data-folder.ts'
import { type DatabaseUser, databaseUser, findBinaries, letIn } from './postgres-binaries.ts'
import {
  PostgresDidNotStart,
  type PostgresProcess,
  postgresEnvironment,
  signalPostgres,
  startPostgres,
  stopOrphan,
  stopPostgres,
} from './postgres-process.ts'

// Open: how the packaged PostgreSQL is reached. Chosen: a Unix socket in the data folder, where a password is asked all the same. It takes
// no port that somebody may want, nobody else on the machine can even try it, and a round trip is about a quarter faster than over
// loopback. Windows, and a data folder whose path is too long for a socket's address, get a free port on 127.0.0.1.

export interface EmbeddedPostgresOptions {
  /** The folder for all data of this installation; made when it is missing. */
  dataDir: string
  /** Gets PostgreSQL's own log, a line at a time, and what is done to start it. */
  log: (line: string) => void
  /** Further settings of PostgreSQL, by name; they win over ours. */
  settings?: Record<string, string | number>
  /** Called when PostgreSQL ends although nobody stopped it. */
  onUnexpectedEnd?: (how: string) => void
  /** How long to wait for a server that is still working on the folder, in milliseconds. */
  patienceMs?: number
}

export interface EmbeddedPostgres {
  /** Address of the superuser `postgres` and the database `mps_express`. */
  url: string
  /** Ends PostgreSQL in good order and lets go of the data folder. */
  stop(): Promise<void>
}

const databaseName = 'mps_express'

const settings = {
  // A page or a facet count of one organization is short work, which starting parallel workers makes slower; compiling it likewise.
  max_parallel_workers_per_gather: 0,
  jit: 'off',
  shared_buffers: '256MB',
  max_connections: 60,
  // What is read is nearly always in memory: three processes to read ahead would be idle.
  io_method: 'sync',
  max_logical_replication_workers: 0,
  timezone: 'UTC',
  log_timezone: 'UTC',
  lc_messages: 'C',
  log_line_prefix: '',
  log_checkpoints: 'off',
}

/**
 * Starts the packaged PostgreSQL 18 on a data folder, creating the database at the first start, and holds the folder until it is stopped.
 * Throws `DataFolderInUse` when another server has it. What a killed server left running is stopped first.
 */
export async function startEmbeddedPostgres(options: EmbeddedPostgresOptions): Promise<EmbeddedPostgres> {
  const dataDir = path.resolve(options.dataDir)
  const lock = await lockDataFolder(dataDir, options.patienceMs)
  try {
    const cluster = await prepare(dataDir, options.log)
    const { postgres, address } = await startOn(cluster, options)
    return { url: `postgresql://postgres:${cluster.password}@${address}`, stop: stopper(postgres, lock, options.onUnexpectedEnd) }
  } catch (error) {
    lock.release()
    throw error
  }
}

/** The address of the packaged PostgreSQL that a server runs on a data folder. */
export function reachRunningPostgres(dataDir: string): string {
  const password = readPassword(dataDir)
  const [, , , port, socket] = fs.readFileSync(path.join(dataDir, 'postgresql', 'postmaster.pid'), 'utf8').split('\n')
  const address = socket ? `localhost/${databaseName}?host=${encodeURIComponent(socket)}` : `127.0.0.1:${port}/${databaseName}`
  return `postgresql://postgres:${password}@${address}`
}

interface Cluster {
  dataDir: string
  clusterDir: string
  bin: string
  user: DatabaseUser | undefined
  password: string
}

/** Everything that must stand before PostgreSQL can be started: user, programs, password, an initialised cluster that nothing runs on. */
async function prepare(dataDir: string, log: (line: string) => void): Promise<Cluster> {
  const clusterDir = path.join(dataDir, 'postgresql')
  const user = databaseUser(clusterDir, log)
  const { bin, major } = findBinaries(user)
  if (user) letIn(user, dataDir)
  const isNew = !fs.existsSync(clusterDir)
  if (!isNew) {
    assertMajor(clusterDir, major)
    await stopOrphan(clusterDir, log)
  }
  const kept = readPassword(dataDir)
  const cluster = { dataDir, clusterDir, bin, user, password: kept ?? writePassword(dataDir, user) }
  if (isNew) await createCluster(cluster, log)
  else if (!kept) await runAlone(cluster, clusterDir, 'postgres', `alter role postgres password '${cluster.password}'`)
  return cluster
}

function assertMajor(clusterDir: string, major: string): void {
  const written = fs.readFileSync(path.join(clusterDir, 'PG_VERSION'), 'utf8').trim()
  if (written === major) return
  throw new Error(
    `${clusterDir} was written by PostgreSQL ${written} and this is ${major}: migrate it with pg_dump and pg_restore, or with pg_upgrade`,
  )
}

const passwordFile = (dataDir: string) => path.join(dataDir, 'postgresql-password')

function readPassword(dataDir: string): string | undefined {
  return fs.existsSync(passwordFile(dataDir)) ? fs.readFileSync(passwordFile(dataDir), 'utf8').trim() : undefined
}

/** Renamed into place, so that a half-written password is never taken for one; owned by the account that initdb reads it as. */
function writePassword(dataDir: string, user: DatabaseUser | undefined): string {
  const password = randomBytes(24).toString('base64url')
  const unfinished = `${passwordFile(dataDir)}.new`
  fs.rmSync(unfinished, { force: true })
  fs.writeFileSync(unfinished, `${password}\n`, { mode: 0o600 })
  if (user) fs.chownSync(unfinished, user.uid, user.gid)
  fs.renameSync(unfinished, passwordFile(dataDir))
  return password
}

/** Initialises in a folder beside it and renames, so that a first start that is cut off leaves nothing that looks like a database. */
async function createCluster(cluster: Cluster, log: (line: string) => void): Promise<void> {
  const unfinished = `${cluster.clusterDir}.new`
  fs.rmSync(unfinished, { recursive: true, force: true })
  makeFolderOf(cluster.user, unfinished)
  log('creating the database')
  // Letters are distinguished from other characters (by pg_trgm, which still asks the operating system) as in C.UTF-8 where that exists.
  const letters = process.platform === 'linux' ? 'C.UTF-8' : 'C'
  const locale = ['--encoding=UTF8', '--locale=C', `--lc-ctype=${letters}`, '--locale-provider=builtin', '--builtin-locale=C.UTF-8']
  const access = ['--username=postgres', '--auth=scram-sha-256', `--pwfile=${passwordFile(cluster.dataDir)}`]
  await execute(cluster, 'initdb', ['-D', unfinished, ...locale, ...access])
  await runAlone(cluster, unfinished, 'template1', `create database ${databaseName}`)
  fs.renameSync(unfinished, cluster.clusterDir)
}

/** Runs one statement without a server. */
async function runAlone(cluster: Cluster, clusterDir: string, database: string, statement: string): Promise<void> {
  await execute(cluster, 'postgres', ['--single', '-D', clusterDir, database], `${statement}\n`)
}

async function execute(cluster: Cluster, program: string, args: string[], input = ''): Promise<void> {
  const { user } = cluster
  const running = promisify(execFile)(path.join(cluster.bin, program), args, {
    env: postgresEnvironment,
    cwd: cluster.dataDir,
    ...(user && { uid: user.uid, gid: user.gid }),
  })
  running.child.stdin?.end(input)
  const { stderr } = await running
  // Alone, PostgreSQL goes on after a failed statement and ends well.
  if (/^.*(ERROR|FATAL):/m.test(stderr)) throw new Error(`${program} failed: ${stderr}`)
}

/** Starts PostgreSQL where it can be reached, and tries again where what it wants is taken for a moment. */
async function startOn(cluster: Cluster, options: EmbeddedPostgresOptions): Promise<{ postgres: PostgresProcess; address: string }> {
  for (let attempt = 1; ; attempt++) {
    const { address, listening } = await reachable(cluster)
    try {
      const all = { ...settings, ...listening, ...options.settings }
      return { postgres: await startPostgres({ ...cluster, settings: all, log: options.log }), address }
    } catch (error) {
      const passes = error instanceof PostgresDidNotStart && /could not bind|pre-existing shared memory block/.test(error.message)
      if (!passes || attempt === 20) throw error
      await wait(250)
    }
  }
}

async function reachable(cluster: Cluster): Promise<{ address: string; listening: Record<string, string | number> }> {
  const folder = path.join(cluster.dataDir, 'socket')
  if (process.platform === 'win32' || Buffer.byteLength(folder) > longestSocketFolder) {
    const port = await freePort()
    const listening = { listen_addresses: '127.0.0.1', port, unix_socket_directories: '' }
    return { address: `127.0.0.1:${port}/${databaseName}`, listening }
  }
  // Emptied, because the lock file that PostgreSQL keeps beside its socket names a process too, and numbers are given again.
  fs.rmSync(folder, { recursive: true, force: true })
  makeFolderOf(cluster.user, folder)
  const listening = { listen_addresses: '', port: 5432, unix_socket_directories: folder }
  return { address: `localhost/${databaseName}?host=${encodeURIComponent(folder)}`, listening }
}

// 107 bytes on Linux, 103 on macOS, for the whole name with `/.s.PGSQL.5432`.
const longestSocketFolder = 85

function makeFolderOf(user: DatabaseUser | undefined, folder: string): void {
  fs.mkdirSync(folder, { mode: 0o700 })
  if (user) fs.chownSync(folder, user.uid, user.gid)
}

async function freePort(): Promise<number> {
  const server = net.createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as net.AddressInfo
  server.close()
  await once(server, 'close')
  return port
}

function stopper(postgres: PostgresProcess, lock: DataFolderLock, onUnexpectedEnd?: (how: string) => void): () => Promise<void> {
  let stopped: Promise<void> | undefined
  // A server that ends by `process.exit` or an exception takes its database along all the same.
  const atExit = () => signalPostgres(postgres.pid, 'SIGINT')
  process.on('exit', atExit)
  postgres.ended.then((how) => {
    process.off('exit', atExit)
    if (!stopped) onUnexpectedEnd?.(how)
  })
  return () => {
    stopped ??= stopPostgres(postgres.pid, postgres.ended).then(() => lock.release())
    return stopped
  }
}
