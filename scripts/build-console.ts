import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { once } from 'node:events'
import fs from 'node:fs'
import path from 'node:path'

const root = path.dirname(import.meta.dirname)
const target = path.join(root, 'dist', 'console')
const config = path.join(root, 'vite.config.ts')

/** Whether the console has been built, was stale or missing and is now built, or has no sources yet. */
export type ConsoleBuild = 'fresh' | 'built' | 'nothing to build'

/**
 * Builds the console into `dist/console` when it is missing or older than what it is made of. Vite runs in a process of its own, so that the
 * server that asks for it does not carry a bundler in its memory afterwards. Throws with Vite's output when the build fails.
 */
export async function buildConsoleIfStale(log: (line: string) => void = console.error): Promise<ConsoleBuild> {
  if (!fs.existsSync(config)) {
    log('mps-express: there is no vite.config.ts, so no console is built')
    return 'nothing to build'
  }
  const sources = hashOfSources()
  if (builtFrom() === sources) return 'fresh'
  const started = performance.now()
  await runVite()
  log(`mps-express: built the console in ${((performance.now() - started) / 1000).toFixed(1)} s`)
  return 'built'
}

const stamp = (folder: string) => path.join(folder, '.built-from')

function builtFrom(): string | undefined {
  return fs.existsSync(stamp(target)) ? fs.readFileSync(stamp(target), 'utf8') : undefined
}

// What only the server runs cannot reach the console: the import rules see to that.
const serverOnly = /\.(test|routes|command|queries|store|job)\.tsx?$/

function hashOfSources(): string {
  const hash = createHash('sha256')
  const folders = ['src/console', 'src/features', 'src/platform'].flatMap(filesIn)
  for (const file of [...folders, 'vite.config.ts', 'package-lock.json']) {
    hash
      .update(`${file}\0`)
      .update(fs.readFileSync(path.join(root, file)))
      .update('\0')
  }
  return hash.digest('hex')
}

function filesIn(folder: string): string[] {
  const entries = fs.readdirSync(path.join(root, folder), { recursive: true, withFileTypes: true })
  const files = entries.filter((entry) => entry.isFile() && !serverOnly.test(entry.name))
  return files.map((entry) => path.relative(root, path.join(entry.parentPath, entry.name))).sort()
}

async function runVite(): Promise<void> {
  const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', import.meta.filename, '--always'], {
    cwd: root,
    // Whatever the caller is: the console is always built as it is shipped.
    env: { ...process.env, NODE_ENV: 'production' },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const output: Buffer[] = []
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => output.push(chunk))
  const [code] = await once(child, 'close')
  if (code !== 0) throw new Error(`the console cannot be built:\n${Buffer.concat(output).toString('utf8')}`)
}

/** Builds beside the target and swaps, so that a server never serves half of it. */
async function build(): Promise<void> {
  const sources = hashOfSources()
  const unfinished = `${target}.${process.pid}`
  const former = `${unfinished}.former`
  try {
    const vite = await import('vite')
    await vite.build({ configFile: config, logLevel: 'warn', build: { outDir: unfinished, emptyOutDir: true } })
    fs.writeFileSync(stamp(unfinished), sources)
    if (fs.existsSync(target)) fs.renameSync(target, former)
    fs.renameSync(unfinished, target)
  } finally {
    for (const folder of [unfinished, former]) fs.rmSync(folder, { recursive: true, force: true })
  }
}

if (import.meta.main) await (process.argv.includes('--always') ? build() : buildConsoleIfStale())
