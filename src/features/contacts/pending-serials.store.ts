import { sql } from 'kysely'
import { firstRow, rows, type Tx } from '../../platform/db/database.ts'
import type { Scope } from '../../platform/scope.ts'

export interface AssignedPrinter {
  printerId: string
  serialNumber: string | null
  registration: string | null
  /** whom it is assigned to now; null when its serial number waits no more */
  contact: string | null
  /** whom it was assigned to before, if to somebody else */
  former: string | null
}

/** Gives printers the contacts that an import brought for their serial numbers; what is assigned waits no more. */
export function assignImported(tx: Tx, scope: Scope, importId: string, printerIds: string[]): Promise<AssignedPrinter[]> {
  return rows(
    tx,
    sql<AssignedPrinter>`
    with chosen as (
      select p.id, p.serial_number, p.registration, s.id as pending_id, s.contact_id, n.first_name || ' ' || n.last_name as contact,
        case when pc.contact_id <> s.contact_id then c.first_name || ' ' || c.last_name end as former
      from printers p
      left join contact_pending_serials s on s.organization_id = p.organization_id and s.serial_key = p.serial_key and s.import_id = ${importId}
      left join contacts n on n.organization_id = p.organization_id and n.id = s.contact_id
      left join printer_contacts pc on pc.organization_id = p.organization_id and pc.printer_id = p.id
      left join contacts c on c.organization_id = p.organization_id and c.id = pc.contact_id
      where p.organization_id = ${scope.organizationId} and p.id = any (${printerIds}::uuid[])
      order by p.id for no key update of p
    ), settled as (
      delete from contact_pending_serials s using chosen
      where s.organization_id = ${scope.organizationId} and s.id = chosen.pending_id and chosen.registration = 'enrolled'
      returning chosen.id, chosen.contact_id
    ), assigned as (
      insert into printer_contacts (organization_id, printer_id, contact_id) select ${scope.organizationId}, id, contact_id from settled
      on conflict (organization_id, printer_id) do update set contact_id = excluded.contact_id
    )
    select t.id as "printerId", chosen.serial_number as "serialNumber", chosen.registration, case when settled.id is not null then chosen.contact end as contact,
      chosen.former
    from unnest(${printerIds}::uuid[]) as t (id) left join chosen on chosen.id = t.id left join settled on settled.id = t.id`,
  )
}

/** Whether any serial number of the organization waits for its printer. */
export async function anyWaits(tx: Tx, { organizationId }: Scope): Promise<boolean> {
  const found = await rows(tx, sql`select from contact_pending_serials where organization_id = ${organizationId} limit 1`)
  return found.length > 0
}

/**
 * Gives these printers, as far as they are enrolled, the contacts that wait for their serial numbers. Left alone are those that a
 * running import or
 * its task sees to, and a serial number that several makers' printers carry.
 */
export function assignWaiting(tx: Tx, scope: Scope, printerIds: string[]): Promise<{ serialNumber: string; contact: string }[]> {
  return rows(
    tx,
    sql<{ serialNumber: string; contact: string }>`
    with ready as (
      select s.id, s.serial_number, s.contact_id, p.id as printer_id from contact_pending_serials s
      join printers p on p.organization_id = s.organization_id and p.serial_key = s.serial_key and p.registration = 'enrolled'
      where s.organization_id = ${scope.organizationId} and p.id = any (${printerIds}::uuid[])
        and not exists (select from contact_imports i where i.organization_id = s.organization_id and i.id = s.import_id and i.status = 'running')
        and not exists (select from tasks t where t.organization_id = s.organization_id and t.id = s.task_id and t.status = 'running')
        and not exists (select from printers q where q.organization_id = s.organization_id and q.serial_key = s.serial_key
          and q.registration = 'enrolled' and q.id <> p.id)
    ), settled as (
      delete from contact_pending_serials s using ready where s.organization_id = ${scope.organizationId} and s.id = ready.id
      returning ready.printer_id, ready.serial_number, ready.contact_id
    ), assigned as (
      insert into printer_contacts (organization_id, printer_id, contact_id) select ${scope.organizationId}, printer_id, contact_id from settled
      on conflict (organization_id, printer_id) do update set contact_id = excluded.contact_id
    )
    select settled.serial_number as "serialNumber", c.first_name || ' ' || c.last_name as contact
    from settled join contacts c on c.organization_id = ${scope.organizationId} and c.id = settled.contact_id`,
  )
}

/** Deletes a serial number that waits for a contact; gives it, or undefined when there is none. */
export function deletePendingSerial(tx: Tx, scope: Scope, contactId: string, id: string): Promise<{ serialNumber: string } | undefined> {
  return firstRow(
    tx,
    sql<{ serialNumber: string }>`delete from contact_pending_serials
      where organization_id = ${scope.organizationId} and contact_id = ${contactId} and id = ${id} returning serial_number as "serialNumber"`,
  )
}
