import { sql } from 'kysely'
import { rows, type Tx } from '../../../platform/db/database.ts'
import type { PrinterRef } from '../printers.store.ts'
import { FAILURE } from './registration.ts'

interface Contender extends PrinterRef {
  organization: string
  identity: string
  serialNumber: string | null
  registration: string
  /** whether it is managed or pending */
  held: boolean
}

/** Locks printers, in one order: none is added to the program meanwhile. */
export async function lockConflict(tx: Tx, list: PrinterRef[]): Promise<Contender[]> {
  return rows(
    tx,
    sql<Contender>`select p.organization_id as "organizationId", p.id as "printerId", o.name as organization, p.identity,
        p.serial_number as "serialNumber", p.registration,
        exists (select from program_memberships m where m.organization_id = p.organization_id and m.printer_id = p.id) as held
      from printers p join organizations o on o.id = p.organization_id
      where (p.organization_id, p.id) in (select * from unnest(${list.map((r) => r.organizationId)}::uuid[], ${list.map((r) => r.printerId)}::uuid[]))
      order by p.id for update of p`,
  )
}

/** Takes the registration from a printer; one that was unenrolled stays so. */
export async function markNotRegistered(tx: Tx, { organizationId, printerId }: PrinterRef): Promise<void> {
  await sql`update printers set registration = 'failed', registration_failure = ${FAILURE.elsewhere}
    where organization_id = ${organizationId} and id = ${printerId} and registration in ('enrolled', 'discovered')`.execute(tx)
}

interface Settled {
  organizationId: string
  identity: string
  by: string
  reason: string
}

/** Keeps which organization a serial number belongs to; a later decision replaces an earlier one. */
export async function upsertSettled(tx: Tx, { organizationId, identity, by, reason }: Settled): Promise<void> {
  await sql`insert into settled_registrations (organization_id, identity, settled_by, reason) values (${organizationId}, ${identity}, ${by}, ${reason})
    on conflict (identity) do update set organization_id = excluded.organization_id, settled_at = now(), settled_by = excluded.settled_by,
      reason = excluded.reason`.execute(tx)
}
