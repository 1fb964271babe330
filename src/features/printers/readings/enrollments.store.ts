import { sql } from 'kysely'
import { rows, type Tx } from '../../../platform/db/database.ts'
import type { Scope } from '../../../platform/scope.ts'
import type { StoodAs } from './enrollment.ts'

export interface ToEnroll {
  printerId: string
  serialNumber: string | null
  stood: StoodAs
  isEnrolled: boolean
}

/** Enrolls those of these printers that wait; one that another organization has registered meanwhile fails. Gives how each stood, and stands. */
export function enrollWaiting(tx: Tx, scope: Scope, printerIds: string[], failure: string): Promise<ToEnroll[]> {
  const { organizationId } = scope
  return rows(
    tx,
    sql<ToEnroll>`with chosen as materialized (
        select p.id, p.identity, p.serial_number, p.registration from printers p
        where p.organization_id = ${organizationId} and p.id = any (${printerIds}::uuid[]) order by p.id for no key update
      ), elsewhere as materialized (
        select identity from registered_elsewhere(${organizationId}, array(select identity from chosen where registration = 'discovered')) e (identity)
      ), decided as (
        update printers p set registration = case when e.identity is null then 'enrolled' else 'failed' end,
          registration_failure = case when e.identity is not null then ${failure}::text end,
          enrolled_at = case when e.identity is null then now() end
        from chosen c left join elsewhere e on e.identity = c.identity
        where p.organization_id = ${organizationId} and p.id = c.id and c.registration = 'discovered'
        returning p.id, p.registration
      )
      select c.id as "printerId", c.serial_number as "serialNumber", c.registration as stood,
        coalesce(d.registration, c.registration) = 'enrolled' as "isEnrolled"
      from chosen c left join decided d on d.id = c.id`,
  )
}
