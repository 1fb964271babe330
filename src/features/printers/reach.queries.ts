import { sql } from 'kysely'
import { firstRow, rows, type Tx } from '../../platform/db/database.ts'
import type { Scope } from '../../platform/scope.ts'

/** A printer of an agent as its discovery criteria see it. */
export interface PrinterInReach {
  id: string
  ipAddress: string | null
  hostName: string | null
  held: boolean
}

/** The listed printers that an agent owns. */
export function listPrintersOfAgent(tx: Tx, scope: Scope, agentId: string): Promise<PrinterInReach[]> {
  return rows(
    tx,
    sql<PrinterInReach>`select p.id, host(p.ip_address) as "ipAddress", p.host_name as "hostName", m.printer_id is not null as held
      from printers p left join program_memberships m on m.organization_id = p.organization_id and m.printer_id = p.id
      where p.organization_id = ${scope.organizationId} and p.agent_id = ${agentId} and p.registration <> 'unenrolled'`,
  )
}

/** Of the printers that an agent owns at these addresses, those that count as excluded from discovery. */
export async function listExcludedAt(tx: Tx, scope: Scope, agentId: string, addresses: string[]): Promise<string[]> {
  const found = await rows(
    tx,
    sql<{ id: string }>`select p.id from printers p
      join printer_readings r on r.organization_id = p.organization_id and r.printer_id = p.id and r.silence_reason = 'excluded'
      where p.organization_id = ${scope.organizationId} and p.agent_id = ${agentId} and p.address = any (${addresses}::text[])`,
  )
  return found.map(({ id }) => id)
}

/** The printers of one portion of a selection as discovery criteria see them; undefined when there is no such portion. */
export async function listSelectedReach(tx: Tx, scope: Scope, selectionId: string, batch: number) {
  const { organizationId } = scope
  const portion = await firstRow(
    tx,
    sql<{ ids: string[] }>`select printer_ids as ids from selection_batches
      where organization_id = ${organizationId} and selection_id = ${selectionId} and batch = ${batch}`,
  )
  if (!portion) return undefined
  return rows(
    tx,
    sql<{ ipAddress: string | null; hostName: string | null; agentId: string | null }>`
      select host(ip_address) as "ipAddress", host_name as "hostName", agent_id as "agentId" from printers
      where organization_id = ${organizationId} and id = any (${portion.ids}::uuid[]) and registration <> 'unenrolled'`,
  )
}
