import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import { type Db, firstRow, type Tx } from '../../platform/db/database.ts'

/** Counts a try of an address; gives the seconds to wait where there were too many. */
export async function countTries(db: Db, address: string, most: number): Promise<number> {
  return (await firstRow(db, sql<{ wait: number }>`select count_tries(${address}, ${most}) as wait`))!.wait
}

/** Counts a try at an account; gives the seconds to wait where the last one was too recent. */
export async function beginSignIn(db: Db, account: string, place: string): Promise<number> {
  return (await firstRow(db, sql<{ wait: number }>`select begin_sign_in(${account}, ${place}) as wait`))!.wait
}

/** Ends the count of the place, and gives how many tries failed since the last sign-in, from anywhere. */
export async function endSignIn(tx: Tx, account: string, place: string): Promise<{ count: number; lastAt: string | null }> {
  const counted = await firstRow(
    tx,
    sql<{ count: number; lastAt: string | null }>`
      select coalesce(sum(failed), 0)::integer as count, max(at) filter (where failed > 0) as "lastAt"
      from (
        select unseen - case when place = ${place} then 1 else 0 end as failed,
          case when place = ${place} then failed_at else last_at end as at
        from auth.sign_in_failures
        where account = ${account}
      ) as f`,
  )
  await sql`delete from auth.sign_in_failures where account = ${account} and place = ${place}`.execute(tx)
  await sql`update auth.sign_in_failures set unseen = 0 where account = ${account}`.execute(tx)
  return counted!
}

/** Ends the count of a place alone. */
export async function forgetTries(db: Db, account: string, place: string): Promise<void> {
  await sql`delete from auth.sign_in_failures where account = ${account} and place = ${place}`.execute(db)
}

/** Remembers from where a person signed in. */
export async function rememberPlaces(tx: Tx, personId: string, places: readonly string[]): Promise<void> {
  await sql`
    insert into auth.sign_in_places (person_id, place, last_at)
    select ${personId}, unnest(${places}::text[]), now()
    on conflict (person_id, place) do update set last_at = now()`.execute(tx)
}

export interface NewSession {
  personId: string
  token: string
  seconds: number
  address: string
  userAgent: string | null
  failed: { count: number; lastAt: string | null }
}

export async function insertSession(tx: Tx, session: NewSession): Promise<void> {
  await sql`
    insert into auth.session (id, token, "userId", "expiresAt", "ipAddress", "userAgent", failures, last_failure_at)
    values (
      ${randomUUID()}, ${session.token}, ${session.personId}, now() + make_interval(secs => ${session.seconds}),
      ${session.address}, ${session.userAgent}, ${session.failed.count}, ${session.failed.lastAt}
    )`.execute(tx)
}

/** Removes counts, places and sessions whose time is over. */
export async function deleteOldSignIns(db: Db): Promise<void> {
  await sql`select forget_sign_ins()`.execute(db)
}

/** Ends the session of a token. */
export async function deleteSession(tx: Tx, token: string): Promise<void> {
  await sql`delete from auth.session where token = ${token}`.execute(tx)
}
