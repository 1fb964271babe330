import { sql } from 'kysely'
import { type Db, firstRow, rows, type Tx } from '../../../platform/db/database.ts'
import { cursorId, cursorInteger, cutPage, readCursor } from '../../../platform/page.ts'
import type { Scope } from '../../../platform/scope.ts'
import type { ImportOutcome, ImportStatus } from '../contact-columns.ts'
import type { ContactImport, ContactImportRow } from './contact-imports.api.ts'

// @rule contacts/not-imported-by-ranges  Rows that follow one another and were not imported for one reason, System error or Import canceled, are one range.
// A blank row between them parts nothing.
const RANGES = sql`(
  select json_agg(t order by "fromRow") from (
    select min(row_number) as "fromRow", max(row_number) as "toRow", reason from (
      select row_number, outcome, reason, row_number() over (order by row_number) - row_number() over (partition by outcome, reason order by row_number) as island
      from contact_import_rows where organization_id = i.organization_id and import_id = i.id
    ) r where outcome = 'not-imported' group by reason, island order by 1 limit 1000
  ) t)`

const COLUMNS = sql`i.id, i.file_name as "fileName", i.status, i.row_count as rows, i.imported, i.existing, i.rejected, i.not_imported as "notImported",
  i.row_count - i.imported - i.existing - i.rejected - i.not_imported as waiting, i.position,
  case when i.not_imported > 0 then ${RANGES} else '[]' end as "notImportedRanges",
  i.task_id::text as "taskId", i.started_by as "startedBy", i.started_at as "startedAt", i.ended_at as "endedAt"`

export function findImport(tx: Tx, scope: Scope, id: string): Promise<ContactImport | undefined> {
  return firstRow(
    tx,
    sql<ContactImport>`select ${COLUMNS} from contact_imports i where i.organization_id = ${scope.organizationId} and i.id = ${id}`,
  )
}

/** Imports of the organization, newest first: their ids are made in the order of time. */
export async function listImports(tx: Tx, scope: Scope, query: { status?: ImportStatus; cursor?: string; limit: number }) {
  const [before] = readCursor(query.cursor, [cursorId]) ?? [null]
  const found = await rows(
    tx,
    sql<ContactImport>`select ${COLUMNS} from contact_imports i where i.organization_id = ${scope.organizationId}
      and (${query.status ?? null}::text is null or i.status = ${query.status ?? null}) and (${before}::uuid is null or i.id < ${before})
      order by i.id desc limit ${query.limit + 1}`,
  )
  return cutPage(found, query.limit, (row) => [row.id])
}

interface RowQuery {
  importId: string
  outcome?: ImportOutcome
  cursor?: string
  limit: number
}

/** Rows of an import in their order. */
export async function listImportRows(tx: Tx, scope: Scope, query: RowQuery) {
  const [after] = readCursor(query.cursor, [cursorInteger]) ?? [null]
  const found = await rows(
    tx,
    sql<ContactImportRow>`select row_number as "row", line, cells as values, outcome, reason, note, contact_id as "contactId", faults from contact_import_rows
      where organization_id = ${scope.organizationId} and import_id = ${query.importId}
        and (${query.outcome ?? null}::text is null or outcome = ${query.outcome ?? null}) and (${after}::int is null or row_number > ${after}::int)
      order by row_number limit ${query.limit + 1}`,
  )
  return cutPage(found, query.limit, (item) => [item.row])
}

/** The serial numbers that other rows of an import bring or would bring, each with its row. */
export function listSerialsElsewhere(
  tx: Tx,
  scope: Scope,
  importId: string,
  checked: number[],
): Promise<{ row: number; serials: string }[]> {
  return rows(
    tx,
    sql<{ row: number; serials: string }>`select row_number as "row", cells[13] as serials from contact_import_rows
      where organization_id = ${scope.organizationId} and import_id = ${importId} and outcome in ('waiting', 'imported', 'rejected')
        and cells[13] <> '' and row_number <> all (${checked}::int[])`,
  )
}

/** Which of these rows of an import are rejected, with the line that each ends in. */
export function listRejectedLines(tx: Tx, scope: Scope, importId: string, wanted: number[]): Promise<{ row: number; line: number }[]> {
  return rows(
    tx,
    sql<{ row: number; line: number }>`select row_number as "row", line from contact_import_rows
      where organization_id = ${scope.organizationId} and import_id = ${importId} and outcome = 'rejected' and row_number = any (${wanted}::int[])`,
  )
}

/** Of these keys of serial numbers, those that enrolled printers of several makers carry. */
export async function findSeveralMakers(tx: Tx, scope: Scope, keys: string[]): Promise<Map<string, string[]>> {
  if (keys.length === 0) return new Map()
  const found = await rows(
    tx,
    sql<{ key: string; makers: string[] }>`select serial_key as key, array_agg(manufacturer order by manufacturer) as makers from printers
      where organization_id = ${scope.organizationId} and serial_key = any (${keys}::text[]) and registration = 'enrolled'
      group by serial_key having count(*) > 1`,
  )
  return new Map(found.map(({ key, makers }) => [key, makers]))
}

/**
 * The enrolled printers whose serial numbers an import brought and no task of it sees to yet. One that several makers' printers carry is
 * left.
 */
export async function findPrintersToAssign(tx: Tx, scope: Scope, importId: string): Promise<string[]> {
  const found = await rows(
    tx,
    sql<{ id: string }>`select (array_agg(p.id))[1] as id from contact_pending_serials s
      join printers p on p.organization_id = s.organization_id and p.serial_key = s.serial_key and p.registration = 'enrolled'
      where s.organization_id = ${scope.organizationId} and s.import_id = ${importId} and s.task_id is null
      group by s.id having count(*) = 1`,
  )
  return found.map(({ id }) => id)
}

/** Running imports of any organization that made no progress for so many seconds. */
export function listStalledImports(db: Db, seconds: number): Promise<{ organizationId: string; importId: string }[]> {
  return rows(
    db,
    sql<{
      organizationId: string
      importId: string
    }>`select organization_id as "organizationId", import_id as "importId" from stalled_imports(${seconds})`,
  )
}

/** The contacts of the organization that have these identities, each by its own. */
export async function findByIdentity(tx: Tx, scope: Scope, identities: string[]): Promise<Map<string, string>> {
  const found = await rows(
    tx,
    sql<{ identity: string; id: string }>`
      select c.identity, c.id
      from contacts c
      where c.organization_id = ${scope.organizationId} and c.identity = any (${identities}::text[])`,
  )
  return new Map(found.map(({ identity, id }) => [identity, id]))
}

/** The contacts that an import made and that exist still, each with its row, and the serial numbers that wait for it from elsewhere. */
export function listImportedContacts(
  tx: Tx,
  scope: Scope,
  importId: string,
): Promise<{ row: number; contactId: string; pendingElsewhere: number }[]> {
  return rows(
    tx,
    sql<{ row: number; contactId: string; pendingElsewhere: number }>`
      select r.row_number as row, r.contact_id as "contactId",
        (
          select count(*)::int from contact_pending_serials s
          where s.organization_id = r.organization_id and s.contact_id = r.contact_id and s.import_id is distinct from r.import_id
        ) as "pendingElsewhere"
      from contact_import_rows r
      where r.organization_id = ${scope.organizationId} and r.import_id = ${importId} and r.outcome = 'imported'
      order by r.row_number`,
  )
}
