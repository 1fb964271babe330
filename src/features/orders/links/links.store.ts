import { sql } from 'kysely'
import { type Db, firstRow, type Tx } from '../../../platform/db/database.ts'
import type { Scope } from '../../../platform/scope.ts'

/** Keeps the hash of a new link; the former link of the printer ends. Says whether there is such a printer. */
export async function putLink(tx: Tx, scope: Scope, printerId: string, hash: string): Promise<boolean> {
  const kept = await firstRow(
    tx,
    sql`insert into supply_links (organization_id, printer_id, token_hash, created_by)
      select organization_id, id, ${hash}, ${scope.actor.name} from printers
      where organization_id = ${scope.organizationId} and id = ${printerId} and registration <> 'unenrolled'
      on conflict (organization_id, printer_id) do update
      set token_hash = excluded.token_hash, created_by = excluded.created_by, created_at = now() returning id`,
  )
  return kept !== undefined
}

/** Deletes the link of a printer; says whether there was one. */
export async function deleteLink(tx: Tx, scope: Scope, printerId: string): Promise<boolean> {
  const { organizationId } = scope
  const gone = await firstRow(
    tx,
    sql`delete from supply_links where organization_id = ${organizationId} and printer_id = ${printerId} returning id`,
  )
  return gone !== undefined
}

/** Counts a visit; gives the seconds to wait where there were too many within a minute. */
export async function countVisit(db: Db, of: string, most: number): Promise<number> {
  return (await firstRow(db, sql<{ wait: number }>`select count_tries(${of}, ${most}) as wait`))!.wait
}
