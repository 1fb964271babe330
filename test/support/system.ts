import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import fs from 'node:fs'
import path from 'node:path'
import { createInterface } from 'node:readline'
import { defaultDataDir } from '../../src/platform/db/data-folder.ts'

const ROOT = path.resolve(import.meta.dirname, '../..')

export interface System {
  url: string
  /** what it printed until it answered */
  printed: string[]
  stop(): Promise<void>
}

/** Starts the whole system as `npm start` does, in an empty data folder, and waits until it says that it answers. */
export async function startSystem(args: string[] = []): Promise<System> {
  const dataDir = fs.mkdtempSync(`${defaultDataDir()}-story-`)
  const command = [
    '--disable-warning=ExperimentalWarning',
    `--import=${path.join(ROOT, 'scripts/stop-with-parent.mjs')}`,
    'src/server/start.ts',
    ...args,
  ]
  const env = { ...process.env, PORT: '0', MPS_DATA_DIR: dataDir, DATABASE_URL: undefined, MPS_LOG_LEVEL: 'error' }
  const child = spawn(process.execPath, command, { cwd: ROOT, env, stdio: ['ignore', 'pipe', 'inherit'] })
  const printed: string[] = []
  for await (const line of createInterface(child.stdout)) {
    printed.push(line)
    if (line.startsWith('MPS Express answers at ')) break
  }
  const url = printed.at(-1)?.split(' ').at(-1)
  if (!url?.startsWith('http')) throw new Error(`the system did not start: ${printed.join('\n')}`)
  return { url, printed, stop: () => end(child, dataDir) }
}

async function end(child: ChildProcess, dataDir: string) {
  child.kill('SIGTERM')
  if (child.exitCode === null) await once(child, 'exit')
  fs.rmSync(dataDir, { recursive: true, force: true })
}
