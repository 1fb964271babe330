import { sql } from 'kysely'
import { type Db, firstRow } from '../../../platform/db/database.ts'

interface SealedKey {
  publicKey: string
  sealed: Buffer
}

export function findSigningKey(db: Db): Promise<SealedKey | undefined> {
  return firstRow(db, sql<SealedKey>`select public_key as "publicKey", private_key_sealed as sealed from agent_signing_key`)
}

/** Keeps a key, unless another server of the installation has just kept its own. */
export async function insertSigningKey(db: Db, { publicKey, sealed }: SealedKey): Promise<void> {
  await sql`insert into agent_signing_key (public_key, private_key_sealed) values (${publicKey}, ${sealed}) on conflict do nothing`.execute(
    db,
  )
}
