import type { Db } from '../../platform/db/database.ts'
import { type ClaimedAgent, claimByCredential } from './agents.store.ts'

/**
 * The agent that sends a request, by its credential, and whether the installation that sends it is the one that has the credential. One that is not heard for three
 * heartbeats has left it to the next.
 * @rule agents/one-installation  Two installations never report with one credential: the second is refused.
 */
export function claimAgent(db: Db, credentialHash: string, instance: string): Promise<ClaimedAgent | undefined> {
  return claimByCredential(db, credentialHash, instance)
}
