import type { Db } from '../../../platform/db/database.ts'
import { countPrintersOf, listOrganizationsToCount } from './counts.store.ts'

/**
 * Counts the printers again of each organization in which something has changed; each is a transaction of its own.
 * @rule printers/counted-facets  Facets show the counts of the moment: stored counts are used only until something changes.
 */
export async function countPrinters(db: Db, signal?: AbortSignal): Promise<void> {
  for (const organizationId of await listOrganizationsToCount(db)) {
    if (signal?.aborted) return
    await countPrintersOf(db, organizationId)
  }
}
