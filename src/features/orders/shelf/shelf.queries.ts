import { sql } from 'kysely'
import { rows, type Tx } from '../../../platform/db/database.ts'
import { cursorId, cursorText, cutPage, readCursor } from '../../../platform/page.ts'
import type { Scope } from '../../../platform/scope.ts'
import type { ShelfStock } from './shelf.api.ts'

/**
 * A page of what is on the shelves of an organization and on its way to them, by address and family.
 * @rule orders/shelf  Shelf stock is what was delivered less what was installed, or what a person counted and what came and went since.
 */
export async function listShelf(tx: Tx, scope: Scope, query: { contactId?: string; family?: string; cursor?: string; limit: number }) {
  const [contact, family] = readCursor(query.cursor, [cursorId, cursorText]) ?? [null, null]
  const found = await rows(
    tx,
    sql<ShelfStock>`
      with stock as (
        select pc.contact_id, l.family, array_agg(distinct l.name) as names, count(*) filter (where l.state = 'delivered') as delivered,
          count(*) filter (where l.state in ('proposed', 'held', 'ordered', 'shipped')) as coming
        from order_lines l join printer_contacts pc on pc.organization_id = l.organization_id and pc.printer_id = l.printer_id
        where l.organization_id = ${scope.organizationId} and l.state in ('proposed', 'held', 'ordered', 'shipped', 'delivered') group by 1, 2
      )
      select contact_id as "contactId", c.first_name || ' ' || c.last_name as contact, family, coalesce(s.names, '{}') as names,
        (coalesce(s.delivered, 0) + coalesce(h.spares, 0))::int as count, coalesce(s.coming, 0)::int as "onTheWay", h.counted_at as "countedAt", h.counted_by as "countedBy"
      from stock s full join (select * from shelf_spares where organization_id = ${scope.organizationId}) h using (contact_id, family)
      join contacts c on c.organization_id = ${scope.organizationId} and c.id = contact_id
      where (${query.contactId ?? null}::uuid is null or contact_id = ${query.contactId ?? null}) and (${query.family ?? null}::text is null or family = ${query.family ?? null})
        and (${contact}::uuid is null or (contact_id, family) > (${contact}::uuid, ${family}::text))
      order by contact_id, family limit ${query.limit + 1}`,
  )
  return cutPage(found, query.limit, (row) => [row.contactId, row.family])
}
