import { sql } from 'kysely'
import { rows, type Tx } from '../../../platform/db/database.ts'
import type { Scope } from '../../../platform/scope.ts'
import type { KnownPrinter } from './registration.ts'

/** A printer that is listed already, with all that a reading may change of it. */
export interface KnownRow extends KnownPrinter {
  failure: string | null
  serialNumber: string | null
  hostName: string | null
  location: string | null
  firmware: string | null
  description: string | null
}

/** What a printer may be known by. */
export interface Signs {
  identities: string[]
  macs: string[]
  addresses: string[]
}

/** Whether what is found is only looked at, or locked until the transaction ends. */
export type Hold = 'look' | 'lock'

/** The printers that readings could be of, by identity, by MAC address, or by agent and address. */
export function findKnownPrinters(tx: Tx, scope: Scope, agentId: string, signs: Signs, hold: Hold): Promise<KnownRow[]> {
  const found = (condition: ReturnType<typeof sql>) =>
    sql`select p.id from printers p where p.organization_id = ${scope.organizationId} and ${condition}`
  const ways = [
    ...(signs.identities.length > 0 ? [found(sql`p.identity = any (${signs.identities})`)] : []),
    ...(signs.macs.length > 0 ? [found(sql`p.mac_address = any (${signs.macs})`)] : []),
    ...(signs.addresses.length > 0 ? [found(sql`p.agent_id = ${agentId} and p.address = any (${signs.addresses})`)] : []),
  ]
  if (ways.length === 0) return Promise.resolve([])
  return rows(
    tx,
    sql<KnownRow>`
      select p.id, p.identity, p.registration, p.registration_failure as failure, p.manufacturer, p.model, p.serial_number as "serialNumber",
        p.mac_address as "macAddress", p.address, p.host_name as "hostName", p.location, p.firmware, p.description, p.agent_id as "agentId",
        p.unenrolled_at as "unenrolledAt", r.last_read_at as "lastReadAt", coalesce(r.silence_reason = 'another-printer', false) as "addressTaken",
        coalesce(a.deactivated_at is null and a.last_contact_at > now() - make_interval(secs => s.agent_silent_seconds)
          and r.silence_reason is distinct from 'excluded' and r.last_read_at > now() - make_interval(secs => s.printer_unread_seconds), false) as "ownerHeard",
        exists (select from printer_transfers t where t.organization_id = p.organization_id and t.printer_id = p.id and t.agent_id = ${agentId}) as "passesHere"
      from printers p cross join settings s
      left join agents a on a.organization_id = p.organization_id and a.id = p.agent_id
      left join printer_readings r on r.organization_id = p.organization_id and r.printer_id = p.id
      where p.organization_id = ${scope.organizationId} and p.id in (${sql.join(ways, sql` union `)})
      order by p.id ${hold === 'lock' ? sql`for no key update of p` : sql``}`,
  )
}

/** Which of these identities are registered in another organization. */
export async function findRegisteredElsewhere(tx: Tx, scope: Scope, identities: string[]): Promise<Set<string>> {
  if (identities.length === 0) return new Set()
  const found = await rows(tx, sql<{ identity: string }>`select registered_elsewhere(${scope.organizationId}, ${identities}) as identity`)
  return new Set(found.map((row) => row.identity))
}
