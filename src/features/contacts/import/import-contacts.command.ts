import { isDeepStrictEqual } from 'node:util'
import { type Db, inScope, type Tx } from '../../../platform/db/database.ts'
import type { Scope } from '../../../platform/scope.ts'
import { Problem } from '../../problems.ts'
import { readSettings } from '../../settings/settings.queries.ts'
import { once } from '../../tasks/once.command.ts'
import type { CheckedRows } from './check-contact-file.ts'
import { serialKey } from './contact-import-rows.ts'
import type { ContactImport } from './contact-imports.api.ts'
import { findImport, findSeveralMakers, listRejectedLines, listSerialsElsewhere } from './contact-imports.queries.ts'
import { addImportJob, cancelWaitingRows, correctRows, insertImport, lockImport, stopBeforeNextRow } from './contact-imports.store.ts'
import { checkAway } from './read-away.command.ts'
import { settleImport } from './settle-import.command.ts'

interface ContactFile {
  name: string
  /** handed over to the thread that reads them */
  bytes: Uint8Array
  columnsByName: boolean
}

/**
 * Starts an import: reads and checks the whole file, keeps its rows with their faults, and leaves the sound ones to the worker.
 * @rule contacts/checked-before-written  The whole file is checked, and kept, before the first contact is written.
 */
export async function startImport(db: Db, scope: Scope, file: ContactFile, key: string | undefined): Promise<ContactImport> {
  const { contactImportLimit } = await readSettings(db)
  const checked = await checkAway(scope, 'checkContactFile', file.bytes, { limit: contactImportLimit, columnsByName: file.columnsByName })
  if (checked.refused) throw new Problem(checked.refused.code, checked.refused.message, { faults: checked.refused.faults })
  const list = await besideOthers(db, scope, checked)
  const request = { file: checked.digest, columnsByName: file.columnsByName }
  return inScope(db, scope, async (tx) => {
    const { importId } = await once(tx, scope, key, request, async () => {
      const importId = await insertImport(tx, scope, file.name, list)
      await addImportJob(tx, scope.organizationId, importId)
      return { importId }
    })
    return getImport(tx, scope, importId)
  })
}

// No transaction waits for the thread, where files of others may stand in front.
async function besideOthers(db: Db, scope: Scope, { rows, serialKeys }: CheckedRows, elsewhere = new Map<string, number[]>()) {
  const severalMakers = await inScope(db, scope, (tx) => findSeveralMakers(tx, scope, serialKeys))
  return checkAway(scope, 'checkBesideOthers', rows, { severalMakers, elsewhere })
}

/** An import as it stands; refused when there is none in this organization. */
export async function getImport(tx: Tx, scope: Scope, importId: string): Promise<ContactImport> {
  const found = await findImport(tx, scope, importId)
  if (!found) throw new Problem('not-found')
  return found
}

/**
 * Cancels an import: waits for the row that is being added, and takes out all that follow.
 * @rule contacts/cancel-stops-before-the-next-row  What was added stays, and the result says so.
 */
export function cancelImport(db: Db, scope: Scope, importId: string): Promise<ContactImport> {
  return inScope(db, scope, async (tx) => {
    await stopBeforeNextRow(tx, importId)
    const running = await lockImport(tx, scope, importId)
    if (!running) throw new Problem('not-found')
    if (running.status === 'running') {
      await cancelWaitingRows(tx, scope, importId)
      await settleImport(tx, scope, importId)
    }
    return getImport(tx, scope, importId)
  })
}

export interface Correction {
  row: number
  values: string[]
}

/**
 * Takes rejected rows as they were mended: all are checked, those without faults are imported by the same import.
 * @rule contacts/corrections-are-checked  Corrected rows are checked like a file before the first is written; a row that still has
 * faults stays rejected and shows them.
 */
export async function correctImport(
  db: Db,
  scope: Scope,
  importId: string,
  corrections: Correction[],
  key: string | undefined,
): Promise<ContactImport> {
  const rows = corrections.map((correction) => ({ ...correction, line: 0 }))
  const checked = await checkAway(scope, 'checkCells', rows)
  for (;;) {
    const elsewhere = await inScope(db, scope, (tx) => serialsElsewhere(tx, scope, importId, corrections))
    const list = await besideOthers(db, scope, checked, elsewhere)
    const corrected = await inScope(db, scope, async (tx) => {
      if (!(await lockImport(tx, scope, importId))) throw new Problem('not-found')
      // Whoever corrected other rows in between may have brought the same serial numbers.
      if (!isDeepStrictEqual(await serialsElsewhere(tx, scope, importId, corrections), elsewhere)) return undefined
      await once(tx, scope, key, { importId, corrections }, async () => {
        await refuseOthers(tx, scope, importId, corrections)
        await correctRows(tx, scope, importId, list)
        await addImportJob(tx, scope.organizationId, importId)
        return { importId }
      })
      return getImport(tx, scope, importId)
    })
    if (corrected) return corrected
  }
}

async function refuseOthers(tx: Tx, scope: Scope, importId: string, corrections: Correction[]) {
  const numbers = corrections.map(({ row }) => row)
  const rejected = new Set((await listRejectedLines(tx, scope, importId, numbers)).map(({ row }) => row))
  const faults = corrections.flatMap(({ row }, i) => {
    if (!rejected.has(row)) return [{ field: `rows.${i}.row`, message: `Row ${row} is not among the rejected rows of this import.` }]
    return numbers.indexOf(row) < i ? [{ field: `rows.${i}.row`, message: `Row ${row} stands here twice.` }] : []
  })
  if (faults.length > 0) throw new Problem('invalid-input', faults.map(({ message }) => message).join(' '), { faults })
}

async function serialsElsewhere(tx: Tx, scope: Scope, importId: string, corrections: Correction[]): Promise<Map<string, number[]>> {
  const found = await listSerialsElsewhere(
    tx,
    scope,
    importId,
    corrections.map(({ row }) => row),
  )
  const rowsByKey = new Map<string, number[]>()
  for (const { row, serials } of found)
    for (const serial of serials.split(',').filter((text) => text.trim() !== '')) {
      const key = serialKey(serial)
      const named = rowsByKey.get(key)
      if (named) named.push(row)
      else rowsByKey.set(key, [row])
    }
  return rowsByKey
}
