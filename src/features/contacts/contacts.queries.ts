import { type RawBuilder, sql } from 'kysely'
import { firstRow, rows, type Tx } from '../../platform/db/database.ts'
import { cursorId, cursorIs, cursorText, cutPage, readCursor } from '../../platform/page.ts'
import type { Scope } from '../../platform/scope.ts'
import { CONTACT_FIELD_NAMES, CONTACT_FIELDS } from './contact-columns.ts'
import type { CONTACT_SORTS, Contact, PendingSerialNumber } from './contacts.api.ts'

const contact = sql.join([
  sql`c.id`,
  ...CONTACT_FIELD_NAMES.map((field) => sql`${sql.ref(`c.${CONTACT_FIELDS[field].column}`)} as ${sql.ref(field)}`),
])

const counted = sql`${contact}, c.version, c.updated_at as "updatedAt",
  (select count(*)::int from printer_contacts pc join printers p on p.organization_id = pc.organization_id and p.id = pc.printer_id
    where pc.organization_id = c.organization_id and pc.contact_id = c.id and p.registration <> 'unenrolled') as "printersAssigned",
  (select count(*)::int from contact_pending_serials s where s.organization_id = c.organization_id and s.contact_id = c.id) as "printersPending"`

// As a file holds them: tidied, in one order whatever the database's language. Those of printers that are off the list are left out.
const serialNumbers = sql`array(
  select t.serial from (
    select btrim(regexp_replace(normalize(p.serial_number, NFC), '\\s+', ' ', 'g')) as serial
    from printer_contacts pc join printers p on p.organization_id = pc.organization_id and p.id = pc.printer_id
    where pc.organization_id = c.organization_id and pc.contact_id = c.id and p.registration <> 'unenrolled' and p.serial_number is not null
    union select s.serial_number from contact_pending_serials s where s.organization_id = c.organization_id and s.contact_id = c.id
  ) t order by t.serial collate "C") as "serialNumbers"`

export interface ContactFilter {
  search?: string
  name?: string
  businessName?: string
  city?: string
  sort: (typeof CONTACT_SORTS)[number]
  direction: 'asc' | 'desc'
}
type ContactQuery = ContactFilter & { cursor?: string; limit: number }

/** A page of contacts, with how many match. */
export async function listContacts(tx: Tx, scope: Scope, query: ContactQuery) {
  const page = await pageOfContacts<Contact>(tx, scope, query, counted)
  const total = await firstRow(tx, sql<{ n: number }>`select count_contacts(${scope.organizationId}, ${wanted(query)}) as n`)
  return { ...page, total: total!.n }
}

export type ExportedContact = Omit<Contact, 'printersAssigned' | 'printersPending' | 'version' | 'updatedAt'> & { serialNumbers: string[] }

/** A page of contacts with their serial numbers: of the printers they are assigned to, and those that wait. */
export const listContactsToExport = (tx: Tx, scope: Scope, query: ContactQuery) =>
  pageOfContacts<ExportedContact>(tx, scope, query, sql`${contact}, ${serialNumbers}`)

async function pageOfContacts<Row extends { id: string }>(tx: Tx, scope: Scope, query: ContactQuery, columns: RawBuilder<unknown>) {
  const order = `${query.sort} ${query.direction}`
  const [, key, id] = readCursor(query.cursor, [cursorIs(order), cursorText, cursorId]) ?? [order, null, null]
  const descending = query.direction === 'desc'
  const direction = sql.raw(query.direction)
  const found = await rows(
    tx,
    sql<Row & { sortKey: string }>`select ${columns}, f.sort_key as "sortKey"
      from find_contacts(${scope.organizationId}, ${wanted(query)}, ${query.sort}, ${descending}, ${key}, ${id}, ${query.limit + 1}) f
      join contacts c on c.organization_id = ${scope.organizationId} and c.id = f.id
      order by f.sort_key ${direction}, c.id ${direction}`,
  )
  const page = cutPage(found, query.limit, (row) => [order, row.sortKey, row.id])
  return { ...page, items: page.items.map(({ sortKey: _, ...row }) => row as unknown as Row) }
}

/** What a search asks for, as the parameters of the database's functions: null where nothing is asked. */
function wanted(query: ContactFilter): RawBuilder<unknown> {
  const text = (part: string | undefined) => part?.trim() || null
  return sql`${text(query.search)}, ${text(query.name)}, ${text(query.businessName)}, ${text(query.city)}`
}

export function findContact(tx: Tx, scope: Scope, id: string): Promise<Contact | undefined> {
  return firstRow(tx, sql<Contact>`select ${counted} from contacts c where c.organization_id = ${scope.organizationId} and c.id = ${id}`)
}

/** Of these contacts, those that exist, with what stands in the way of deleting each. */
export function listContactsById(tx: Tx, scope: Scope, ids: string[]): Promise<Contact[]> {
  return rows(
    tx,
    sql<Contact>`select ${counted} from contacts c where c.organization_id = ${scope.organizationId} and c.id = any (${ids}::uuid[]) order by c.id`,
  )
}

/** Of these contacts, to how many printers tasks that have not ended assign each. */
export async function findQueuedAssignments(tx: Tx, scope: Scope, ids: string[]): Promise<Map<string, number>> {
  const found = await rows(
    tx,
    sql<{ id: string; printers: number }>`
      select t.input ->> 'contactId' as id, sum(t.printers)::int as printers
      from tasks t
      where t.organization_id = ${scope.organizationId} and t.status = 'running' and t.kind = 'assign-contact'
        and t.input ->> 'contactId' = any (${ids}::text[])
      group by 1`,
  )
  return new Map(found.map(({ id, printers }) => [id, printers]))
}

/** Serial numbers that wait for a contact's printers, in their order. */
export async function listPendingSerials(tx: Tx, scope: Scope, query: { contactId: string; cursor?: string; limit: number }) {
  const [after] = readCursor(query.cursor, [cursorText]) ?? [null]
  const found = await rows(
    tx,
    sql<
      PendingSerialNumber & { key: string }
    >`select id, serial_number as "serialNumber", import_id as "importId", created_at as "createdAt", serial_key as key
      from contact_pending_serials where organization_id = ${scope.organizationId} and contact_id = ${query.contactId}
        and (${after}::text is null or serial_key > ${after}) order by serial_key limit ${query.limit + 1}`,
  )
  const page = cutPage(found, query.limit, (row) => [row.key])
  return { ...page, items: page.items.map(({ key: _, ...row }) => row) }
}
