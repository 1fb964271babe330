import { createHash } from 'node:crypto'
import { readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'

/** What an agent got for its activation code. `codeHash` shows whether a code on the command line is the one already used. */
const Credential = z.object({ agentId: z.string(), name: z.string(), credential: z.string(), codeHash: z.string() })
export type Credential = z.infer<typeof Credential>

const FILE = 'credential.json'

/** The kept credential; undefined before the first activation. Throws when the file is there and cannot be understood. */
export function loadCredential(folder: string): Credential | undefined {
  let text: string
  try {
    text = readFileSync(join(folder, FILE), 'utf8')
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined
    throw error
  }
  return Credential.parse(JSON.parse(text))
}

/** Keeps the credential for this user alone; never half a file. */
export function saveCredential(folder: string, credential: Credential): void {
  const file = join(folder, FILE)
  writeFileSync(`${file}.new`, `${JSON.stringify(credential)}\n`, { mode: 0o600 })
  renameSync(`${file}.new`, file)
}

export const hashCode = (code: string) => createHash('sha256').update(code.trim()).digest('hex')
