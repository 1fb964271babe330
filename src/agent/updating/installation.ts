import { createHash } from 'node:crypto'
import { closeSync, existsSync, fsyncSync, mkdirSync, openSync, readdirSync, readFileSync, renameSync, rmSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { z } from 'zod'
import { AGENT_VERSION } from './version.ts'

/**
 * Where an agent's bundles stand. What was installed is never written: it may belong to another user. A newer bundle is kept in the agent's own
 * folder, and once it has proved itself the installed one hands over to it at every start.
 */

const Noted = z.object({ workId: z.string(), failure: z.string() })
const Installation = z.object({
  /** the bundle that stands in for the installed one */
  standing: z
    .object({
      file: z.string(),
      version: z.string(),
      sha256: z.string(),
      installed: z.string().describe('version of the installed bundle at that time; if it has changed since, the installed bundle runs'),
    })
    .optional(),
  /** when the newest offer that was sound was signed */
  lastOfferAt: z.string().optional(),
  /** the key that signs updates */
  updateKey: z.string().optional(),
  /** an update that was not taken, still to be reported to the server */
  noted: Noted.optional(),
})
export type Installation = z.infer<typeof Installation>

const FILE = 'installation.json'
const BUNDLES = 'bundles'

/** Whether this is the agent in one file, which can be updated, rather than its sources. */
export const IS_BUNDLE = import.meta.filename.endsWith('.mjs')

/** What is known of the installation; nothing where the file is missing or cannot be understood. */
export function readInstallation(folder: string): Installation {
  try {
    return Installation.parse(JSON.parse(readFileSync(join(folder, FILE), 'utf8')))
  } catch {
    return {}
  }
}

/** Changes what is known of the installation; `undefined` takes a part away. */
export function noteInstallation(folder: string, change: { [K in keyof Installation]?: Installation[K] | undefined }): void {
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  writeThrough(join(folder, FILE), `${JSON.stringify({ ...readInstallation(folder), ...change })}\n`)
}

/** Keeps a bundle in the agent's folder, and gives its file; bundles other than this one and those named go. */
export function keepBundle(folder: string, version: string, bytes: Buffer, alsoKept: string[]): string {
  const home = join(folder, BUNDLES)
  mkdirSync(home, { recursive: true, mode: 0o700 })
  const file = join(home, `agent-${version}-${sha256Of(bytes).slice(0, 12)}.mjs`)
  writeThrough(file, bytes)
  for (const name of readdirSync(home)) {
    const other = join(home, name)
    if (other !== file && !alsoKept.includes(other)) rmSync(other, { force: true })
  }
  return file
}

export const sha256Of = (bytes: Buffer) => createHash('sha256').update(bytes).digest('hex')

function writeThrough(file: string, content: string | Buffer): void {
  const unfinished = `${file}.new`
  const opened = openSync(unfinished, 'w', 0o600)
  try {
    writeSync(opened, Buffer.from(content))
    fsyncSync(opened)
  } finally {
    closeSync(opened)
  }
  renameSync(unfinished, file)
}

/** The bundle that takes the place of the installed one, as an address to import; undefined where this one is to run. */
export function standIn(args: readonly string[], self: string): string | undefined {
  const folder = args[0] === 'run' ? folderIn(args) : undefined
  // A trial names its bundle itself.
  if (folder === undefined || process.env[TRIAL] !== undefined) return undefined
  const { standing } = readInstallation(folder)
  if (!standing || standing.file === self || standing.installed !== AGENT_VERSION || !existsSync(standing.file)) return undefined
  return sha256Of(readFileSync(standing.file)) === standing.sha256 ? pathToFileURL(standing.file).href : undefined
}

/** Set in the environment of a bundle that is tried out. */
export const TRIAL = 'MPS_AGENT_TRIAL'

function folderIn(args: readonly string[]): string | undefined {
  const at = args.findIndex((arg) => arg === '--data' || arg.startsWith('--data='))
  if (at < 0) return undefined
  return args[at] === '--data' ? args[at + 1] : args[at]!.slice('--data='.length)
}
