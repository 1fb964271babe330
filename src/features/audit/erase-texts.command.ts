import type { Db } from '../../platform/db/database.ts'
import { systemActor } from '../../platform/scope.ts'
import { appendEntries, eraseFromEntries } from './audit.store.ts'

export type Erasure = { organizationId: string; reason: string } & ({ person: string } | { text: string })

/**
 * Erases personal data beside the entries of an organization, on request: the name of a person wherever they acted, or every text that contains another. What was
 * erased cannot be brought back; the erasure is an entry that says how much, not what. Works as the owner of the database.
 */
export function eraseTexts(db: Db, erasure: Erasure): Promise<{ entries: number; texts: number }> {
  return db.transaction().execute(async (tx) => {
    const erased = await eraseFromEntries(tx, erasure)
    const { organizationId, reason } = erasure
    const act = { act: 'Erase personal data', subject: `${erased.entries} entries`, reason, after: { ...erased } }
    await appendEntries(tx, [{ organizationId, actor: systemActor('erasure'), act }])
    return erased
  })
}
