import { sql } from 'kysely'
import { rows, type Tx } from '../../../platform/db/database.ts'
import type { Scope } from '../../../platform/scope.ts'
import type { ToTransfer } from './transfer.ts'

/**
 * Notes that printers pass to an agent, and asks it to read them at once; at most 1,000 of them. Gives those that are on the list. Locked: one that
 * just now passes by itself needs no note, which would stay and bring it back one day.
 */
export function insertTransfers(tx: Tx, scope: Scope, printerIds: string[], agentId: string): Promise<ToTransfer[]> {
  const { organizationId, actor } = scope
  return rows(
    tx,
    sql<ToTransfer>`with chosen as materialized (
        select p.id, p.serial_number, p.address, p.ip_address, p.host_name, p.agent_id is not distinct from ${agentId}::uuid as there from printers p
        where p.organization_id = ${organizationId} and p.id = any (${printerIds}::uuid[]) and p.registration <> 'unenrolled'
        order by p.id for no key update
      ), noted as (
        insert into printer_transfers (organization_id, printer_id, agent_id, requested_by)
        select ${organizationId}, id, ${agentId}, ${actor.name} from chosen where not there
        on conflict (organization_id, printer_id) do update set agent_id = excluded.agent_id, requested_by = excluded.requested_by, requested_at = now()
      ), stays as (
        delete from printer_transfers t using chosen c where t.organization_id = ${organizationId} and t.printer_id = c.id and c.there
      ), asked as (
        insert into agent_work (organization_id, agent_id, kind, addresses)
        select ${organizationId}, ${agentId}, 'read', array_agg(address) from chosen where not there and address is not null having count(*) > 0
      )
      select id as "printerId", serial_number as "serialNumber", host(ip_address) as "ipAddress", host_name as "hostName", there as "isThere" from chosen`,
  )
}
