import { sql } from 'kysely'
import { rows, type Tx } from '../../../platform/db/database.ts'
import type { Scope } from '../../../platform/scope.ts'

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
