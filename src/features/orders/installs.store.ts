import { sql } from 'kysely'
import { rows, type Tx } from '../../platform/db/database.ts'
import type { Scope } from '../../platform/scope.ts'
import type { OrderState } from './order-states.ts'

interface Installed {
  printerId: string
  supply: string
  family: string
}

/** A line that may be for a cartridge that was put in. */
export interface AnsweringLine {
  /** place of the install in the list that was asked for */
  install: number
  lineId: string
  /** of the same supply; else delivered to the same address for another printer */
  isOwn: boolean
  state: OrderState
  need: number
}

const listed = (list: Installed[]) => sql`unnest(${list.map((one) => one.printerId)}::uuid[], ${list.map((one) => one.supply)}::text[],
  ${list.map((one) => one.family)}::text[]) with ordinality as t (printer_id, supply, family, place)`

/** The open lines of supplies, and what was delivered to their addresses for others and is of the same family, the oldest first. */
export function findAnswering(tx: Tx, scope: Scope, installs: Installed[]): Promise<AnsweringLine[]> {
  return rows(
    tx,
    sql<AnsweringLine>`
      select t.place::int - 1 as install, l.id as "lineId", l."isOwn", l.state, l.need
      from ${listed(installs)}
      cross join lateral (
        select o.id, true as "isOwn", o.state, o.need, o.delivered_at from order_lines o
        where o.organization_id = ${scope.organizationId} and o.printer_id = t.printer_id and o.supply = t.supply
          and o.state in ('proposed', 'held', 'ordered', 'shipped', 'delivered')
        union all
        select l.id, false, l.state, l.need, l.delivered_at from order_lines l
        join printer_contacts other on other.organization_id = l.organization_id and other.printer_id = l.printer_id
        join printer_contacts pc on pc.organization_id = l.organization_id and pc.contact_id = other.contact_id and pc.printer_id = t.printer_id
        where l.organization_id = ${scope.organizationId} and l.family = t.family and l.state = 'delivered' and l.printer_id <> t.printer_id
      ) l order by t.place, l.delivered_at nulls last, l.id`,
  )
}

/** Takes cartridges from what was counted on the shelves of the printers' addresses, as far as there are any. */
export async function takeSpares(tx: Tx, scope: Scope, installs: Installed[]): Promise<void> {
  if (installs.length === 0) return
  await sql`
    update shelf_spares s set spares = greatest(0, s.spares - t.n)
    from (
      select pc.contact_id, t.family, count(*)::int as n from ${listed(installs)}
      join printer_contacts pc on pc.organization_id = ${scope.organizationId} and pc.printer_id = t.printer_id group by 1, 2
    ) t
    where s.organization_id = ${scope.organizationId} and s.contact_id = t.contact_id and s.family = t.family and s.spares > 0`.execute(tx)
}
