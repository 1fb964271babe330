import { BYTE_ORDER_MARK, csvLine } from '../../platform/csv.ts'
import { type Db, inScope } from '../../platform/db/database.ts'
import type { Scope } from '../../platform/scope.ts'
import { CONTACT_FIELD_NAMES, IMPORT_COLUMNS, REASON_COLUMN } from './contact-columns.ts'
import { type ContactFilter, type ExportedContact, listContactsToExport } from './contacts.queries.ts'
import { reasonOf } from './import/contact-import-rows.ts'
import { listImportRows } from './import/contact-imports.queries.ts'
import { getImport } from './import/import-contacts.command.ts'

const PAGE = 1000

/**
 * The contacts that match, as a file in the format of the import, written while it is sent. Each portion is read in a transaction of its
 * own: a slow
 * reader holds no connection.
 * @rule contacts/exports-can-be-imported  An export that is imported elsewhere and exported again gives the same rows.
 */
export async function* exportContacts(db: Db, scope: Scope, filter: ContactFilter): AsyncGenerator<string> {
  yield BYTE_ORDER_MARK + csvLine(IMPORT_COLUMNS)
  let cursor: string | undefined
  do {
    const page = await inScope(db, scope, (tx) => listContactsToExport(tx, scope, { ...filter, cursor, limit: PAGE }))
    if (page.items.length > 0) yield page.items.map((contact) => csvLine(toCells(contact))).join('')
    cursor = page.nextCursor ?? undefined
  } while (cursor)
}

const toCells = (contact: ExportedContact) => [...CONTACT_FIELD_NAMES.map((field) => contact[field] ?? ''), contact.serialNumbers.join(',')]

/**
 * The rejected rows of an import as a file: the sample's columns, and why each was rejected.
 * @rule contacts/rejected-rows-can-be-imported  The file of rejected rows can be corrected and imported as it is.
 */
export async function* exportRejectedRows(db: Db, scope: Scope, importId: string): AsyncGenerator<string> {
  yield BYTE_ORDER_MARK + csvLine([...IMPORT_COLUMNS, REASON_COLUMN])
  let cursor: string | undefined
  do {
    const query = { importId, outcome: 'rejected' as const, cursor, limit: PAGE }
    const page = await inScope(db, scope, (tx) => listImportRows(tx, scope, query))
    if (page.items.length > 0) yield page.items.map(({ values, faults }) => csvLine([...values, reasonOf(faults)])).join('')
    cursor = page.nextCursor ?? undefined
  } while (cursor)
}

/** The name of an import's file without its ending; refused when there is no such import. */
export async function nameOfImport(db: Db, scope: Scope, importId: string): Promise<string> {
  const { fileName } = await inScope(db, scope, (tx) => getImport(tx, scope, importId))
  return fileName.replace(/\.(csv|txt)$/i, '')
}
