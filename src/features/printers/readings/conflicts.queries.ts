import { sql } from 'kysely'
import { rows, type Tx } from '../../../platform/db/database.ts'
import { cursorId, cursorText, cutPage, readCursor } from '../../../platform/page.ts'
import type { RegistrationConflict } from '../printers.api.ts'

type ConflictRow = Omit<RegistrationConflict, 'registeredIn'> & {
  otherId: string
  other: string
  otherPartner: string
  otherPrinterId: string
  otherHeld: boolean
}

/**
 * Printers that cannot be registered because another organization has them, or keeps them as the provider decided; by organization.
 * @rule printers/conflicts-are-the-providers  The customer never learns that another organization exists; the provider sees both sides.
 */
export async function listConflicts(tx: Tx, query: { cursor?: string; limit: number }) {
  const [name, id] = readCursor(query.cursor, [cursorText, cursorId]) ?? [null, null]
  const found = await rows(
    tx,
    sql<ConflictRow>`select p.organization_id as "organizationId", o.name as organization, parent.name as partner, p.id as "printerId",
        p.serial_number as "serialNumber", p.manufacturer, p.model, coalesce(host(p.ip_address), p.address) as "ipAddress",
        q.organization_id as "otherId", other.name as other, other_parent.name as "otherPartner", q.id as "otherPrinterId",
        exists (select from program_memberships m where m.organization_id = q.organization_id and m.printer_id = q.id) as "otherHeld",
        case when s.identity is not null then jsonb_build_object('at', s.settled_at, 'by', s.settled_by, 'reason', s.reason) end as settled
      from printers p
      join printers q on q.identity = p.identity and q.organization_id <> p.organization_id
      left join settled_registrations s on s.identity = q.identity and s.organization_id = q.organization_id
      join organizations o on o.id = p.organization_id and o.active join organizations parent on parent.id = o.parent_id
      join organizations other on other.id = q.organization_id join organizations other_parent on other_parent.id = other.parent_id
      where p.registration = 'failed' and (q.registration = 'enrolled' or s.identity is not null)
        and (${name}::text is null or (name_key(o.name), p.id) > (name_key(${name}), ${id}::uuid))
      order by name_key(o.name), p.id limit ${query.limit + 1}`,
  )
  const page = cutPage(found, query.limit, (row) => [row.organization, row.printerId])
  return {
    ...page,
    items: page.items.map(({ otherId, other, otherPartner, otherPrinterId, otherHeld, ...row }) => ({
      ...row,
      registeredIn: { organizationId: otherId, organization: other, partner: otherPartner, printerId: otherPrinterId, held: otherHeld },
    })),
  }
}
