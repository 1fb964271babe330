import { sql } from 'kysely'
import type { Tx } from '../../platform/db/database.ts'
import type { OrderAct } from './order-states.ts'

const REPORT: OrderAct = 'address-unknown'

/**
 * Notes the contacts of lines that were reported as undeliverable, as far as the contact still is as it was when ordered: what was edited since is another address.
 * @rule orders/undeliverable-addresses  What is due at an address that was reported as undeliverable is held, until the contact is edited.
 */
export async function noteBounced(
  tx: Tx,
  changes: { organizationId: string; lineId: string; act: string; reason: string }[],
): Promise<void> {
  const reports = changes.filter(({ act }) => act === REPORT)
  if (reports.length === 0) return
  await sql`insert into bounced_addresses as b (organization_id, contact_id, contact_version, reason)
    select distinct on (c.organization_id, c.id) c.organization_id, c.id, c.version, t.reason
    from unnest(${reports.map((one) => one.organizationId)}::uuid[], ${reports.map((one) => one.lineId)}::uuid[], ${reports.map((one) => one.reason)}::text[])
      as t (organization_id, line_id, reason)
    join order_lines l on l.organization_id = t.organization_id and l.id = t.line_id
    join orders o on o.organization_id = l.organization_id and o.id = l.order_id
    join contacts c on c.organization_id = o.organization_id and c.id = o.contact_id
    where (c.address_line_1, c.city, c.country) = (o.address ->> 'addressLine1', o.address ->> 'city', o.address ->> 'country')
      and (c.business_name, c.address_line_2, c.state, c.postal_code) is not distinct from
        (o.address ->> 'businessName', o.address ->> 'addressLine2', o.address ->> 'state', o.address ->> 'postalCode')
    order by c.organization_id, c.id, t.line_id
    on conflict (organization_id, contact_id) do update set contact_version = excluded.contact_version, reason = excluded.reason, at = now()`.execute(
    tx,
  )
}
