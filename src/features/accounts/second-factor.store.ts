import { sql } from 'kysely'
import { firstRow, type Tx } from '../../platform/db/database.ts'

interface Holder {
  organizationId: string
  personId: string
}

const of = ({ organizationId, personId }: Holder) => sql`organization_id = ${organizationId} and person_id = ${personId}`

/** The second factor of a person, confirmed or not; locked, because each code counts once. */
export function lockSecondFactor(tx: Tx, holder: Holder) {
  return firstRow(
    tx,
    sql<{ keySealed: Buffer; isConfirmed: boolean; lastStep: number; recoveryCodes: number }>`
      select key_sealed as "keySealed", confirmed_at is not null as "isConfirmed", last_step as "lastStep",
        (select count(*)::integer from recovery_codes where ${of(holder)}) as "recoveryCodes"
      from second_factors
      where ${of(holder)}
      for update`,
  )
}

/** Keeps a key that is not confirmed yet, in the place of an earlier one. */
export async function insertSecondFactor(tx: Tx, { organizationId, personId }: Holder, keySealed: Buffer): Promise<void> {
  await sql`
    insert into second_factors (organization_id, person_id, key_sealed)
    values (${organizationId}, ${personId}, ${keySealed})
    on conflict (organization_id, person_id) do update set key_sealed = excluded.key_sealed, last_step = 0`.execute(tx)
}

export async function acceptStep(tx: Tx, holder: Holder, step: number): Promise<void> {
  await sql`
    update second_factors set last_step = ${step}, confirmed_at = coalesce(confirmed_at, now()) where ${of(holder)}`.execute(tx)
}

export async function replaceRecoveryCodes(tx: Tx, holder: Holder, hashes: readonly string[]): Promise<void> {
  await sql`delete from recovery_codes where ${of(holder)}`.execute(tx)
  await sql`
    insert into recovery_codes (organization_id, person_id, code_hash)
    select ${holder.organizationId}, ${holder.personId}, unnest(${hashes}::text[])`.execute(tx)
}

/** Uses a recovery code up; false where it is none, or was used. */
export async function takeRecoveryCode(tx: Tx, holder: Holder, hash: string): Promise<boolean> {
  return (await firstRow(tx, sql`delete from recovery_codes where ${of(holder)} and code_hash = ${hash} returning code_hash`)) !== undefined
}

/** Takes the second factor away; false where there is none. */
export async function deleteSecondFactor(tx: Tx, holder: Holder): Promise<boolean> {
  return (await firstRow(tx, sql`delete from second_factors where ${of(holder)} returning person_id`)) !== undefined
}
