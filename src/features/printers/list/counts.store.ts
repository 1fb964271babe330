import { sql } from 'kysely'
import { type Db, rows } from '../../../platform/db/database.ts'

/** The organizations in which something has changed since their printers were counted. */
export async function listOrganizationsToCount(db: Db): Promise<string[]> {
  return (await rows(db, sql<{ id: string }>`select organizations_to_count() as id`)).map(({ id }) => id)
}

/** Counts the printers of an organization again, by what the facets report of them. */
export async function countPrintersOf(db: Db, organizationId: string): Promise<void> {
  await sql`select count_printers(${organizationId})`.execute(db)
}
