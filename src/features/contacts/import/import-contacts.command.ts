import { isDeepStrictEqual } from 'node:util'
import { type Db, inScope, type Tx } from '../../../platform/db/database.ts'
import type { Scope } from '../../../platform/scope.ts'
import type { Encoding } from '../../../platform/tables/encodings.ts'
import type { Separator } from '../../../platform/tables/separators.ts'
import { Problem } from '../../problems.ts'
import { readSettings } from '../../settings/settings.queries.ts'
import { once } from '../../tasks/once.command.ts'
import type { ContactMapping } from '../mapping/contact-mapping.ts'
import type { CheckedRows } from './check-contact-file.ts'
import { previewRows, serialKey } from './contact-import-rows.ts'
import type { ContactImport, ContactImportPreview, PreviewedRow } from './contact-imports.api.ts'
import { findByIdentity, findImport, findSeveralMakers, listRejectedLines, listSerialsElsewhere } from './contact-imports.queries.ts'
import { addImportJob, cancelWaitingRows, correctRows, insertImport, lockImport, stopBeforeNextRow } from './contact-imports.store.ts'
import { checkAway } from './read-away.command.ts'
import { settleImport } from './settle-import.command.ts'

interface ContactFile {
  format: FileFormat
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
  const options = { limit: contactImportLimit, columnsByName: file.columnsByName, ...file.format }
  const checked = await checkAway(scope, 'checkContactFile', file.bytes, options)
  if (checked.refused) throw new Problem(checked.refused.code, checked.refused.message, { faults: checked.refused.faults })
  const list = await besideOthers(db, scope, checked)
  const request = { file: checked.digest, columnsByName: file.columnsByName, ...file.format }
  return inScope(db, scope, async (tx) => {
    const { importId } = await once(tx, scope, key, request, async () => {
      const importId = await insertImport(tx, scope, file.name, list)
      await addImportJob(tx, scope.organizationId, importId)
      return { importId }
    })
    return getImport(tx, scope, importId)
  })
}

/** How a file is read: what is not stated is guessed, and without a mapping it must have the format of the sample. */
export interface FileFormat {
  encoding?: Encoding | undefined
  separator?: Separator | undefined
  sheet?: string | undefined
  mapping?: ContactMapping | undefined
}

const MOST_PREVIEWED = 1000

/**
 * What an import of a table would do: how it is read and mapped, which rows are sound, exist already or have faults. Nothing is written.
 * @rule contacts/previewed-before-written  A mapped table is previewed before the first write: sound, existing and faulty rows, each with its faults or its twin.
 */
export async function previewImport(db: Db, scope: Scope, bytes: Uint8Array, format: FileFormat): Promise<ContactImportPreview> {
  const { contactImportLimit } = await readSettings(db)
  const read = await checkAway(scope, 'previewContactFile', bytes, { limit: contactImportLimit, ...format })
  if (read.refused) throw new Problem(read.refused.code, read.refused.message, { faults: read.refused.faults })
  const checked = await besideOthers(db, scope, read)
  const known = await inScope(db, scope, (tx) =>
    findByIdentity(
      tx,
      scope,
      read.identities.map(([, identity]) => identity),
    ),
  )
  const rows = previewRows(checked, new Map(read.identities), known)
  const count = (outcome: PreviewedRow['outcome']) => rows.filter((row) => row.outcome === outcome).length
  return {
    format: read.format,
    headings: read.headings,
    samples: read.samples,
    mapping: read.mapping,
    mappingFaults: read.faults,
    sound: count('sound'),
    existing: count('existing'),
    faulty: count('faulty'),
    rows: rows.slice(0, MOST_PREVIEWED),
  }
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
 * Takes rejected rows as they were corrected: all are checked, those without faults are imported by the same import.
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
    return numbers.indexOf(row) < i ? [{ field: `rows.${i}.row`, message: `Row ${row} is here twice.` }] : []
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
