import fs from 'node:fs'
import readline from 'node:readline'
import { parse } from 'csv-parse'
import { readCell } from '../../platform/csv.ts'
import type { Db } from '../../platform/db/database.ts'
import { type Chain, listChains, readChain } from './audit.queries.ts'
import { ChainCheck, type ChainEntry, type ChainReport } from './check-chain.ts'
import type { CheckpointIndex } from './checkpoint-index.queries.ts'
import { entryOfCells } from './trail-export.ts'

/** What came out of checking the chain of an organization. */
export interface CheckedChain extends ChainReport {
  organizationId: string
  name: string
}

const PORTION = 500
const FIRST = '00000000-0000-0000-0000-000000000000'

/**
 * Checks the chains of all organizations, or of one, against the checkpoints; one after the other, as they were at one moment. Works as the owner of the database.
 * @rule audit/verify  Each chain is checked by hash, number, text and checkpoint: what was changed, taken out, cut off or rewritten is named.
 */
export async function* verifyTrail(db: Db, checkpoints: CheckpointIndex, only?: string): AsyncGenerator<CheckedChain> {
  const tx = await db.startTransaction().setIsolationLevel('repeatable read').setAccessMode('read only').execute()
  try {
    const known = new Set<string>()
    for (let after = FIRST, more = true; more; ) {
      const chains = await listChains(tx, after, PORTION)
      for (const chain of chains) {
        known.add(chain.organizationId)
        if (only === undefined || only === chain.organizationId) yield await verifyChain(tx, checkpoints, chain)
      }
      after = chains.at(-1)?.organizationId ?? after
      more = chains.length === PORTION
    }
    for (const organizationId of checkpoints.organizations())
      if (!known.has(organizationId) && (only === undefined || only === organizationId))
        yield { organizationId, name: 'not in the database', ...new ChainCheck(checkpoints.headsOf(organizationId), 'all').end() }
  } finally {
    await tx.rollback().execute()
  }
}

async function verifyChain(db: Db, checkpoints: CheckpointIndex, { organizationId, name, head }: Chain): Promise<CheckedChain> {
  const check = new ChainCheck(checkpoints.headsOf(organizationId), 'all')
  for await (const entry of readChain(db, organizationId)) check.take(entry)
  return { organizationId, name, ...check.end(head ?? { number: 0, hash: '' }) }
}

/** Checks an export of the trail of one organization, CSV or JSON lines, against the checkpoints. Throws where the file is none. */
export async function verifyExport(file: string, checkpoints: CheckpointIndex, filtered: boolean): Promise<CheckedChain> {
  let check: ChainCheck | undefined
  let organizationId = ''
  for await (const entry of file.endsWith('.csv') ? readCsv(file) : readLines(file)) {
    organizationId ||= entry.organizationId
    if (entry.organizationId !== organizationId) throw new Error(`${file} holds entries of several organizations.`)
    check ??= new ChainCheck(checkpoints.headsOf(organizationId), filtered ? 'filtered' : 'export')
    check.take(entry)
  }
  if (!check) throw new Error(`${file} holds no entry.`)
  return { organizationId, name: file, ...check.end() }
}

async function* readLines(file: string): AsyncGenerator<ChainEntry> {
  let number = 0
  for await (const line of readline.createInterface({ input: fs.createReadStream(file) })) {
    number++
    const entry = readJson(line)
    if (typeof entry?.hash !== 'string' || typeof entry.digests !== 'object' || typeof entry.texts !== 'object')
      throw new Error(`${file}, line ${number}: this is no entry of an export of the audit trail.`)
    yield entry
  }
}

function readJson(line: string): ChainEntry | undefined {
  try {
    return JSON.parse(line) as ChainEntry
  } catch {
    return undefined
  }
}

async function* readCsv(file: string): AsyncGenerator<ChainEntry> {
  const records = fs.createReadStream(file).pipe(parse({ bom: true, columns: true, cast: (cell) => readCell(cell) }))
  for await (const cells of records as AsyncIterable<Record<string, string>>) {
    if (!cells.hash || !cells.digests || !cells.salts) throw new Error(`${file} is no export of the audit trail: it lacks columns.`)
    yield entryOfCells(cells)
  }
}
