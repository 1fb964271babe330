import { type RawBuilder, sql } from 'kysely'
import { firstRow, type Tx } from '../../../platform/db/database.ts'
import type { Scope } from '../../../platform/scope.ts'

/**
 * How a search is answered. A rare text is looked up in the trigram index, which row-level security lets no query of ours use, by the function
 * look_up_printers; a frequent one is looked for along the list, which finds a page of it soon. Tags and contacts that carry it are few, and looked up before.
 */
export type Search = { kind: 'none' } | { kind: 'ids'; ids: string } | { kind: 'scan'; text: string; tags: string; contacts: string | null }

/** Up to so many printers are found by id; beyond, at least one in a hundred of 100,000 carries the text. */
const MOST = 1000

// Fewer letters or digits in a row make no trigram: the index would be read from end to end.
const HAS_TRIGRAM = /[\p{L}\p{N}]{3}/u

/** Looks a search up, in these organizations. */
export async function lookUp(tx: Tx, organizationIds: readonly string[], search: string | undefined): Promise<Search> {
  const text = search?.trim()
  if (!text) return { kind: 'none' }
  const most = HAS_TRIGRAM.test(text) ? MOST + 1 : 0
  const found = await firstRow(
    tx,
    sql<{
      n: number
      ids: string
      tags: string
      contacts: string | null
    }>`select cardinality(ids) as n, ids::text, tags::text, contacts::text
      from look_up_printers(${[...organizationIds]}::uuid[], ${text}, ${most})`,
  )
  const { n, ids, tags, contacts } = found!
  return n < most ? { kind: 'ids', ids } : { kind: 'scan', text, tags, contacts }
}

/** Looks a search up in the organization of the scope. */
export const lookUpHere = (tx: Tx, scope: Scope, search: string | undefined) => lookUp(tx, [scope.organizationId], search)

/** Whether a search looks at the contact of a printer along the list. */
export const looksAtContacts = (search: Search): boolean => search.kind === 'scan' && search.contacts !== '{}'

/**
 * The condition that a search puts on the tables of the list.
 * @rule printers/search  A search covers serial number, maker, model, address, host name, location, asset tag, tags and contact, and takes every character literally.
 */
export function carries(search: Search): RawBuilder<unknown> | undefined {
  if (search.kind === 'none') return undefined
  if (search.kind === 'ids') return sql`p.id = any (${search.ids}::uuid[])`
  const { tags, contacts } = search
  const pattern = sql`(select search_pattern(${search.text}))`
  const ways = [sql`p.search like ${pattern}`]
  // Looked at for one printer after the other: as an EXISTS it would be read whole before the first.
  if (tags !== '{}')
    ways.push(sql`(select true from printer_tags t where t.organization_id = p.organization_id and t.printer_id = p.id
      and t.tag_key = any (${tags}::text[]) limit 1)`)
  if (contacts === null)
    ways.push(
      sql`(select true from contacts c where c.organization_id = p.organization_id and c.id = pc.contact_id and c.search like ${pattern} limit 1)`,
    )
  else if (contacts !== '{}') ways.push(sql`pc.contact_id = any (${contacts}::uuid[])`)
  return sql`(${sql.join(ways, sql` or `)})`
}
