import { type RawBuilder, sql } from 'kysely'
import { firstRow, type Tx } from '../../platform/db/database.ts'
import type { Scope } from '../../platform/scope.ts'

/**
 * How a search is answered. A rare text is looked up in the trigram index, which row-level security lets no query of ours use, by the function
 * search_printers; a frequent one is looked for along the list, which finds a page of it soon.
 */
export type Search = { kind: 'none' } | { kind: 'ids'; ids: string } | { kind: 'scan'; text: string }

/** Up to so many printers are found by id; beyond, at least one in a hundred of 100,000 bears the text. */
const MOST = 1000

// Fewer letters or digits in a row make no trigram: the index would be read from end to end.
const HAS_TRIGRAM = /[\p{L}\p{N}]{3}/u

/** Looks a search up, in these organizations. */
export async function lookUp(tx: Tx, organizationIds: readonly string[], search: string | undefined): Promise<Search> {
  const text = search?.trim()
  if (!text) return { kind: 'none' }
  if (!HAS_TRIGRAM.test(text)) return { kind: 'scan', text }
  const found = await firstRow(
    tx,
    sql<{ n: number; ids: string }>`select cardinality(ids) as n, ids::text as ids
      from (select array(select search_printers(${[...organizationIds]}::uuid[], ${text}, ${MOST + 1})) as ids) f`,
  )
  return found!.n > MOST ? { kind: 'scan', text } : { kind: 'ids', ids: found!.ids }
}

/** Looks a search up in the organization of the scope. */
export const lookUpHere = (tx: Tx, scope: Scope, search: string | undefined) => lookUp(tx, [scope.organizationId], search)

/**
 * The condition that a search puts on the tables of the list.
 * @rule printers/search  Over serial number, maker, model, address, host name, location, asset tag, tags and contact; every character as it is.
 */
export function bears(search: Search): RawBuilder<unknown> | undefined {
  if (search.kind === 'none') return undefined
  if (search.kind === 'ids') return sql`p.id = any (${search.ids}::uuid[])`
  const pattern = sql`(select search_pattern(${search.text}))`
  return sql`(p.search like ${pattern}
    or exists (select from contacts c where c.organization_id = p.organization_id and c.id = pc.contact_id and c.search like ${pattern})
    or exists (select from printer_tags t where t.organization_id = p.organization_id and t.printer_id = p.id and t.tag_key like ${pattern}))`
}
