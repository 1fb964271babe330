import { type RawBuilder, sql } from 'kysely'
import { firstRow, rows, type Tx } from '../../platform/db/database.ts'
import { cursorId, cursorIs, cursorText, cutPage, readCursor } from '../../platform/page.ts'
import type { Scope } from '../../platform/scope.ts'
import type { CONTACT_SORTS, Contact } from './contacts.api.ts'

const contact = sql`
  c.id, c.first_name as "firstName", c.last_name as "lastName", c.business_name as "businessName", c.email, c.country_code as "countryCode",
  c.phone_number as "phoneNumber", c.address_line_1 as "addressLine1", c.address_line_2 as "addressLine2", c.city, c.state, c.postal_code as "postalCode",
  c.country, c.version, c.updated_at as "updatedAt",
  (select count(*)::int from printer_contacts pc join printers p on p.organization_id = pc.organization_id and p.id = pc.printer_id
    where pc.organization_id = c.organization_id and pc.contact_id = c.id and p.registration <> 'unenrolled') as "printersAssigned",
  0 as "printersPending"`

const SORT_KEYS: Record<(typeof CONTACT_SORTS)[number], RawBuilder<unknown>> = {
  name: sql`name_key(c.last_name || ' ' || c.first_name)`,
  businessName: sql`name_key(coalesce(c.business_name, ''))`,
  city: sql`name_key(c.city)`,
  country: sql`c.country`,
  email: sql`lower(c.email)`,
}

interface ContactQuery {
  search?: string
  name?: string
  businessName?: string
  city?: string
  sort: (typeof CONTACT_SORTS)[number]
  direction: 'asc' | 'desc'
  cursor?: string
  limit: number
}

/** A page of contacts, with how many match. */
export async function listContacts(tx: Tx, scope: Scope, query: ContactQuery) {
  const key = SORT_KEYS[query.sort]
  const order = `${query.sort} ${query.direction}`
  const [, value, id] = readCursor(query.cursor, [cursorIs(order), cursorText, cursorId]) ?? [order, null, null]
  const further = query.direction === 'asc' ? sql`>` : sql`<`
  const where = matching(scope, query)
  const found = await rows(
    tx,
    sql<Contact & { sortKey: string }>`select ${contact}, ${key} as "sortKey" from contacts c
      where ${where} and (${value}::text is null or (${key}, c.id) ${further} (${value}, ${id}::uuid))
      order by ${key} ${sql.raw(query.direction)}, c.id ${sql.raw(query.direction)} limit ${query.limit + 1}`,
  )
  const page = cutPage(found, query.limit, (row) => [order, row.sortKey, row.id])
  const total = await firstRow(tx, sql<{ n: number }>`select count(*)::int as n from contacts c where ${where}`)
  return { ...page, items: page.items.map(({ sortKey: _, ...row }) => row), total: total!.n }
}

function matching(scope: Scope, query: ContactQuery): RawBuilder<unknown> {
  const parts = [sql`c.organization_id = ${scope.organizationId}`]
  const part = (column: RawBuilder<unknown>, text: string | undefined) => {
    if (text?.trim()) parts.push(sql`${column} like search_pattern(${text})`)
  }
  part(sql`c.search`, query.search)
  part(sql`search_key(c.first_name || ' ' || c.last_name)`, query.name)
  part(sql`search_key(c.business_name)`, query.businessName)
  part(sql`search_key(c.city)`, query.city)
  return sql.join(parts, sql` and `)
}

export function findContact(tx: Tx, scope: Scope, id: string): Promise<Contact | undefined> {
  return firstRow(tx, sql<Contact>`select ${contact} from contacts c where c.organization_id = ${scope.organizationId} and c.id = ${id}`)
}
