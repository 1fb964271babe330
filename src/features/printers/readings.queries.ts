import { sql } from 'kysely'
import { rows, type Tx } from '../../platform/db/database.ts'
import type { Scope } from '../../platform/scope.ts'
import type { KnownPrinter } from './registration.ts'

/** The printers that these readings could be of, by identity, by MAC address, or by agent and address. */
export function findKnownPrinters(
  tx: Tx,
  scope: Scope,
  agentId: string,
  signs: { identities: string[]; macs: string[]; addresses: string[] },
): Promise<KnownPrinter[]> {
  const found = (condition: ReturnType<typeof sql>) =>
    sql`select p.id from printers p where p.organization_id = ${scope.organizationId} and ${condition}`
  return rows(
    tx,
    sql<KnownPrinter>`
      select p.id, p.identity, p.registration, p.manufacturer, p.model, p.mac_address as "macAddress", p.address, p.agent_id as "agentId",
        p.unenrolled_at as "unenrolledAt", coalesce(r.silence_reason = 'another-printer', false) as "addressTaken",
        coalesce(a.deactivated_at is null and a.last_contact_at > now() - make_interval(secs => s.agent_silent_seconds), false) as "ownerHeard"
      from printers p cross join settings s
      left join agents a on a.organization_id = p.organization_id and a.id = p.agent_id
      left join printer_readings r on r.organization_id = p.organization_id and r.printer_id = p.id
      where p.organization_id = ${scope.organizationId} and p.id in (
        ${found(sql`p.identity = any (${signs.identities})`)}
        union ${found(sql`p.mac_address = any (${signs.macs})`)}
        union ${found(sql`p.agent_id = ${agentId} and p.address = any (${signs.addresses})`)})
      order by p.id for no key update of p`,
  )
}

/** Which of these identities are registered in another organization. */
export async function findRegisteredElsewhere(tx: Tx, scope: Scope, identities: string[]): Promise<Set<string>> {
  const found = await rows(tx, sql<{ identity: string }>`select registered_elsewhere(${scope.organizationId}, ${identities}) as identity`)
  return new Set(found.map((row) => row.identity))
}
