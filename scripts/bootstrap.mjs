// Runs a TypeScript file of this project: `node scripts/bootstrap.mjs <script.ts> [arguments…]`.
//
// Plain JavaScript for Node 20, because it runs before anything is installed and on whatever Node the machine happens to have:
// it brings node_modules up to the lock file, finds the Node 24 that the project runs on, and hands over to it.
// Everything it says goes to stderr, so that the output of a script stays clean.
import { spawn } from 'node:child_process'
import { constants } from 'node:os'
import path from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { ensureInstalled } from './installation.mjs'
import { Unusable } from './unusable.mjs'

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)))

async function main() {
  const [script, ...args] = process.argv.slice(2)
  if (!script) throw new Unusable('usage: node scripts/bootstrap.mjs <script.ts> [arguments…]')
  if (Number(process.versions.node.split('.')[0]) < 20) {
    throw new Unusable(`this needs Node.js 20 or newer to start; ${process.execPath} is ${process.version}`)
  }
  const runtime = await ensureInstalled(root)
  run(runtime, path.resolve(root, script), args)
}

function run(runtime, script, args) {
  const watch = pathToFileURL(path.join(root, 'scripts', 'stop-with-parent.mjs')).href
  // Young objects are looked through sooner: a third less memory, and no slower.
  const flags = ['--disable-warning=ExperimentalWarning', '--max-semi-space-size=8', `--import=${watch}`]
  const child = spawn(runtime, [...flags, script, ...args], {
    stdio: 'inherit',
    // Out of the terminal's reach, so that what it sends to all its processes comes from us alone.
    detached: process.platform !== 'win32',
    env: {
      ...process.env,
      PATH: `${path.dirname(runtime)}${path.delimiter}${process.env.PATH ?? ''}`,
      NODE_COMPILE_CACHE: process.env.NODE_COMPILE_CACHE ?? path.join(root, '.cache', 'compile'),
    },
  })
  let last = Number.NEGATIVE_INFINITY
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
    process.on(signal, () => {
      // One Ctrl-C comes from the terminal and again from npm; the script, which would take the second for impatience, gets it once.
      if (Date.now() - last < 1000) return
      last = Date.now()
      child.kill(signal === 'SIGHUP' ? 'SIGTERM' : signal)
    })
  }
  // Only below npm: its parent outlives the script by design, while a shell that started us in the background may well go away.
  if (process.env.npm_lifecycle_event) import(watch)
  child.on('error', (error) => fail(new Unusable(`cannot run ${runtime}: ${error.message}`)))
  child.on('exit', (code, signal) => process.exit(signal ? 128 + constants.signals[signal] : code))
}

function fail(error) {
  console.error(error instanceof Unusable ? `mps-express: ${error.message}` : error)
  process.exit(1)
}

main().catch(fail)
