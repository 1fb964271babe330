import { sql } from 'kysely'
import { type Db, firstRow, rows } from '../../platform/db/database.ts'

/** An account by its e-mail address, with the hash of its password. */
export function findCredential(db: Db, email: string) {
  return firstRow(
    db,
    sql<{ id: string; name: string; email: string; passwordHash: string }>`
      select u.id, u.name, u.email, a.password as "passwordHash"
      from auth."user" u
      join auth.account a on a."userId" = u.id and a."providerId" = 'credential'
      where u.email = ${email} and a.password is not null`,
  )
}

/** Which of these places an account has signed in from before. */
export async function findKnownPlaces(db: Db, personId: string, places: readonly string[]): Promise<string[]> {
  const found = await rows(
    db,
    sql<{ place: string }>`select place from auth.sign_in_places where person_id = ${personId} and place = any(${places}::text[])`,
  )
  return found.map(({ place }) => place)
}

/** Why a person with the right password cannot sign in, and where they belong. */
export async function findSignInRefusal(db: Db, personId: string) {
  return firstRow(
    db,
    sql<{ refused: 'sample' | 'deactivated' | null; organizationId: string }>`
      select refused, organization_id as "organizationId" from sign_in_refusal(${personId})`,
  )
}
