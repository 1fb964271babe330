import { sql } from 'kysely'
import { firstRow, type Tx } from '../../../platform/db/database.ts'

export interface Round {
  country: string
  state: string
  day: string
}

export interface RoundPosition {
  organizationId: string
  contactId: string
}

/** Whether the morning of a place is worked through. */
export async function isRoundDone(tx: Tx, { country, state, day }: Round): Promise<boolean> {
  const row = await firstRow(
    tx,
    sql`select from order_rounds where country = ${country} and state = ${state} and day = ${day} and ended_at is not null`,
  )
  return row !== undefined
}

/** Begins the morning of a place, or goes on with it: where it stands, under lock; undefined when it is done. A second worker waits its turn. */
export async function lockRound(tx: Tx, { country, state, day }: Round): Promise<{ after: RoundPosition | null } | undefined> {
  await sql`insert into order_rounds (country, state, day) values (${country}, ${state}, ${day}) on conflict do nothing`.execute(tx)
  const row = await firstRow(
    tx,
    sql<{
      organizationId: string | null
      contactId: string | null
    }>`select after_organization as "organizationId", after_contact as "contactId" from order_rounds
      where country = ${country} and state = ${state} and day = ${day} and ended_at is null for update`,
  )
  if (!row) return undefined
  const { organizationId, contactId } = row
  return { after: organizationId && contactId ? { organizationId, contactId } : null }
}

/** Notes how far the morning of a place is worked through; without a position it is done. */
export async function advanceRound(
  tx: Tx,
  { country, state, day }: Round,
  last: RoundPosition | null,
  counts: { printers: number; ordered: number; held: number },
): Promise<void> {
  await sql`update order_rounds set after_organization = coalesce(${last?.organizationId ?? null}::uuid, after_organization),
      after_contact = coalesce(${last?.contactId ?? null}::uuid, after_contact), printers = printers + ${counts.printers}, ordered = ordered + ${counts.ordered},
      held = held + ${counts.held}, ended_at = case when ${last === null} then now() end
    where country = ${country} and state = ${state} and day = ${day}`.execute(tx)
}

/** Forgets mornings of long ago. */
export async function forgetRounds(tx: Tx): Promise<void> {
  await sql`delete from order_rounds where day < current_date - 62`.execute(tx)
}
