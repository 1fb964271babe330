import { sql } from 'kysely'
import { rows, type Tx } from '../../../platform/db/database.ts'
import type { Scope } from '../../../platform/scope.ts'
import type { PrinterReading } from '../../agent-protocol/agent-protocol.api.ts'
import type { Basis } from './whole-readings.ts'

/** What changes of these addresses belong to, as far as the agent has reported of them. */
export async function findBases(tx: Tx, scope: Scope, agentId: string, addresses: string[]): Promise<Map<string, Basis>> {
  if (addresses.length === 0) return new Map()
  const found = await rows(
    tx,
    sql<{ address: string; sequence: number; reading: string }>`select address, sequence, reading from told_readings
      where organization_id = ${scope.organizationId} and agent_id = ${agentId} and address = any (${addresses}::text[])`,
  )
  return new Map(found.map(({ address, sequence, reading }) => [address, { sequence, reading: JSON.parse(reading) as PrinterReading }]))
}

/** Keeps what later changes belong to. JSON has no line break of its own: the lines of one text need no quoting, as the elements of an array would. */
export async function keepBases(tx: Tx, scope: Scope, agentId: string, bases: ReadonlyMap<string, Basis>): Promise<void> {
  if (bases.size === 0) return
  const list = [...bases.values()]
  await sql`insert into told_readings (organization_id, agent_id, address, sequence, reading)
    select ${scope.organizationId}, ${agentId}, address, sequence, reading
    from unnest(${[...bases.keys()]}::text[], ${list.map(({ sequence }) => sequence)}::bigint[],
      string_to_array(${list.map(({ reading }) => JSON.stringify(reading)).join('\n')}, E'\n')) as t (address, sequence, reading)
    on conflict (organization_id, agent_id, address) do update
    set sequence = excluded.sequence, reading = excluded.reading, whole_at = now()`.execute(tx)
}
