import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { once } from 'node:events'
import fs from 'node:fs'
import path from 'node:path'
import type { Plugin } from 'vite'

// The fleet agent in one file: `node agent.mjs`, without an installation. `node scripts/build-agent.ts` writes dist/agent.mjs.

const root = path.dirname(import.meta.dirname)
const BUILT = path.join(root, 'dist', 'agent.mjs')
const STAMP = path.join(root, 'dist', '.agent-built-from')
const VERSION_FILE = path.join(root, 'src/agent/updating/version.ts')

export interface AgentBuild {
  /** where the bundle goes; `dist/agent.mjs` where absent */
  file?: string
  /** a version to state instead of the agent's own: for tests */
  version?: string
}

/** Bundles the agent with all that it needs of other packages. */
export async function buildAgent({ file = BUILT, version = ownVersion() }: AgentBuild = {}): Promise<void> {
  const { build } = await import('vite')
  const unfinished = `${file}.${process.pid}`
  try {
    await build({
      configFile: false,
      root,
      logLevel: 'warn',
      plugins: [stating(version)],
      ssr: { noExternal: true, target: 'node' },
      build: {
        ssr: path.join(root, 'src/agent/updating/bundle.ts'),
        outDir: unfinished,
        emptyOutDir: true,
        target: 'node22',
        minify: true,
        reportCompressedSize: false,
        rolldownOptions: {
          output: {
            format: 'es',
            entryFileNames: 'agent.mjs',
            codeSplitting: false,
          },
        },
      },
    })
    fs.mkdirSync(path.dirname(file), { recursive: true })
    const bundle = path.join(unfinished, 'agent.mjs')
    // The server reads the version there.
    const title = `// MPS Express fleet agent ${version}\n// Apache-2.0. Run it with: node agent.mjs help\n`
    fs.writeFileSync(bundle, title + fs.readFileSync(bundle, 'utf8'))
    fs.renameSync(bundle, file)
  } finally {
    fs.rmSync(unfinished, { recursive: true, force: true })
  }
}

const ownVersion = () => /'([\d.]+)'/.exec(fs.readFileSync(VERSION_FILE, 'utf8'))![1]!

/** Puts a version in the place of the agent's own. */
function stating(version: string): Plugin {
  return {
    name: 'stating-a-version',
    enforce: 'pre',
    transform: (code, id) => (id === VERSION_FILE ? code.replace(/'[\d.]+'/, JSON.stringify(version)) : undefined),
  }
}

/** Builds `dist/agent.mjs` when it is missing or older than what it is made of; in a process of its own, as the console is built. */
export async function buildAgentIfStale(log: (line: string) => void = console.error): Promise<'fresh' | 'built'> {
  const sources = hashOfSources()
  if (fs.existsSync(BUILT) && fs.existsSync(STAMP) && fs.readFileSync(STAMP, 'utf8') === sources) return 'fresh'
  const started = performance.now()
  const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', import.meta.filename], {
    cwd: root,
    env: { ...process.env, NODE_ENV: 'production' },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const output: Buffer[] = []
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => output.push(chunk))
  const [code] = await once(child, 'close')
  if (code !== 0) throw new Error(`the agent cannot be built:\n${Buffer.concat(output).toString('utf8')}`)
  fs.writeFileSync(STAMP, sources)
  log(`mps-express: built the agent in ${((performance.now() - started) / 1000).toFixed(1)} s`)
  return 'built'
}

function hashOfSources(): string {
  const hash = createHash('sha256')
  const folder = path.join(root, 'src/agent')
  const entries = fs.readdirSync(folder, { recursive: true, withFileTypes: true })
  const files = entries
    .filter((entry) => entry.isFile() && !/\.test\.ts$/.test(entry.name))
    .map((entry) => path.join(entry.parentPath, entry.name))
  const others = ['src/features/agent-protocol/agent-protocol.api.ts', 'package-lock.json', 'scripts/build-agent.ts'].map((file) =>
    path.join(root, file),
  )
  for (const file of [...files.sort(), ...others]) hash.update(`${file}\0`).update(fs.readFileSync(file)).update('\0')
  return hash.digest('hex')
}

if (import.meta.main) await buildAgent()
