import type { Db } from '../../../platform/db/database.ts'
import type { Sealer } from '../../../platform/secrets.ts'
import { findSigningKey, insertSigningKey } from './signing-key.store.ts'
import { makeSigningKey, SIGNING_KEY_PLACE, type SigningKey } from './signing-key.ts'

/**
 * The installation's signing key, made when it is first needed; its private half is kept sealed.
 * @rule agents/updates-are-signed  Agents accept only bundles that are signed with the key that they got at activation.
 */
export async function getSigningKey(db: Db, sealer: Sealer): Promise<SigningKey> {
  let kept = await findSigningKey(db)
  if (!kept) {
    const { publicKey, privateKey } = makeSigningKey()
    await insertSigningKey(db, { publicKey, sealed: sealer.seal(privateKey, SIGNING_KEY_PLACE) })
    kept = await findSigningKey(db)
  }
  return { publicKey: kept!.publicKey, privateKey: sealer.open(kept!.sealed, SIGNING_KEY_PLACE) }
}
