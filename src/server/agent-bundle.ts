import { createHash } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import path from 'node:path'
import type { AgentBundle } from '../features/agents/updates/agent-bundle.ts'

const BUILT = path.resolve(import.meta.dirname, '../../dist/agent.mjs')
const VERSION = /^\/\/ MPS Express fleet agent (\d+\.\d+\.\d+)$/m

/** The agent in one file that this server gives out; null where none was built. Its first lines state the version. */
export function readAgentBundle(file = BUILT): AgentBundle | null {
  if (!existsSync(file)) return null
  const bytes = readFileSync(file)
  const version = VERSION.exec(bytes.subarray(0, 500).toString())?.[1]
  if (!version) throw new Error(`${file} is not a bundle of the agent: it has no version. Build it again: node scripts/build-agent.ts`)
  return { version, sha256: createHash('sha256').update(bytes).digest('hex'), bytes }
}
