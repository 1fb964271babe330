import { setTimeout } from 'node:timers/promises'
import { type Db, faultOf, inScope, isAway, type Tx } from '../../../platform/db/database.ts'
import { makeScope } from '../../../platform/make-scope.ts'
import { type Actor, type Scope, systemActor } from '../../../platform/scope.ts'
import { addImportJob, lockImport, treatNextRow } from './contact-imports.store.ts'
import { settleImport } from './settle-import.command.ts'

const TRIES_BEFORE_GIVING_UP = 5
// A long import lets those that wait behind it have their turn.
const TURN_MILLISECONDS = 5000
const PAUSE_MILLISECONDS = 100
const LONGEST_PAUSE_MILLISECONDS = 2000

interface ImportJob {
  organizationId: string
  importId: string
  signal?: AbortSignal
}

/**
 * Works through an import, one durable transaction per row: the contact, its serial numbers, the outcome and the position stand or fall
 * together. Two
 * workers at one import, or one that died, do no harm: each row is taken under the import's lock, and the next one begins where the last
 * one ended.
 * @rule contacts/imports-are-resumed  A crash during an import leaves only complete contacts, and the import continues at the next row.
 * @rule contacts/imports-wait-for-the-database  While the database does not answer, the import waits; a row that fails for another
 * reason is System error.
 */
export async function runImport(db: Db, { organizationId, importId, signal }: ImportJob): Promise<void> {
  const scope = scopeOf(organizationId, systemActor('imports'))
  const turnEnds = performance.now() + TURN_MILLISECONDS
  let tries = 0
  for (let more = true; more; ) {
    try {
      // A server that stops leaves the rest to the next one.
      if (signal?.aborted || performance.now() > turnEnds) return await resumeImport(db, organizationId, importId)
      more = (await importRow(db, scope, importId)) || (await inScope(db, scope, (tx) => settleIfDone(tx, scope, importId)))
      tries = 0
    } catch (error) {
      // Whoever starts next takes it up by itself.
      if (signal?.aborted) return
      if (!isAway(error)) throw error
      await setTimeout(Math.min(++tries * PAUSE_MILLISECONDS, LONGEST_PAUSE_MILLISECONDS), undefined, { signal }).catch(() => {})
    }
  }
}

/** Imports the next row, or gives it up when it fails again and again; false when no row waits. */
async function importRow(db: Db, scope: Scope, importId: string, tries = 1): Promise<boolean> {
  try {
    return await inScope(db, scope, (tx) => treatNextRow(tx, scope, importId, false))
  } catch (error) {
    if (isAway(error)) throw error
    if (faultOf(error) !== 'data' && tries < TRIES_BEFORE_GIVING_UP) return importRow(db, scope, importId, tries + 1)
    return inScope(db, scope, (tx) => treatNextRow(tx, scope, importId, true))
  }
}

const scopeOf = (organizationId: string, actor: Actor): Scope => makeScope({ organizationId, actor })

/** Ends an import when no row of it waits; gives whether rows were added meanwhile. */
async function settleIfDone(tx: Tx, scope: Scope, importId: string): Promise<boolean> {
  const running = await lockImport(tx, scope, importId)
  if (running?.status !== 'running') return false
  const { rows, imported, existing, rejected, notImported } = running
  if (imported + existing + rejected + notImported < rows) return true
  await settleImport(tx, scopeOf(scope.organizationId, running.actor ?? { kind: 'person', id: '', name: running.startedBy }), importId)
  return false
}

/** Takes up again an import that a server left behind when it died. */
export function resumeImport(db: Db, organizationId: string, importId: string): Promise<void> {
  const scope = scopeOf(organizationId, systemActor('imports'))
  return inScope(db, scope, (tx) => addImportJob(tx, organizationId, importId))
}
