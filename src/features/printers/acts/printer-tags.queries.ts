import { type RawBuilder, sql } from 'kysely'
import { rows, type Tx } from '../../../platform/db/database.ts'
import { cursorText, cutPage, readCursor } from '../../../platform/page.ts'
import type { Scope } from '../../../platform/scope.ts'
import type { PrinterTag } from './printer-acts.api.ts'

/** Tags of the printers of the list, in the order of their letters, each with how many have it. */
export async function listTags(tx: Tx, scope: Scope, query: { search?: string; cursor?: string; limit: number }) {
  const [after] = readCursor(query.cursor, [cursorText]) ?? [null]
  const found = await rows(
    tx,
    sql<PrinterTag & { key: string }>`select t.tag_key as key, min(t.tag) as tag, count(*)::int as printers
      from printer_tags t join printers p on p.organization_id = t.organization_id and p.id = t.printer_id and p.registration <> 'unenrolled'
      where t.organization_id = ${scope.organizationId} and (${after}::text is null or t.tag_key > ${after})
        and (${query.search?.trim() || null}::text is null or t.tag_key like search_pattern(${query.search ?? ''}))
      group by t.tag_key order by t.tag_key limit ${query.limit + 1}`,
  )
  const page = cutPage(found, query.limit, (row) => [row.key])
  return { ...page, items: page.items.map(({ key: _, ...tag }) => tag) }
}

/** The tags of one printer, in the order of their letters. */
export async function listTagsOf(tx: Tx, scope: Scope, printerId: string): Promise<string[]> {
  const found = await rows(
    tx,
    sql<{
      tag: string
    }>`select tag from printer_tags where organization_id = ${scope.organizationId} and printer_id = ${printerId} order by tag_key`,
  )
  return found.map(({ tag }) => tag)
}

/** The printers of the list that have a tag: as a query, for freezing them. */
export const choosingTagged = (scope: Scope, tag: string): RawBuilder<unknown> =>
  sql`select p.id from printer_tags t join printers p on p.organization_id = t.organization_id and p.id = t.printer_id and p.registration <> 'unenrolled'
    where t.organization_id = ${scope.organizationId} and t.tag_key = name_key(${tag})`

/** These tags as they are written already, where a printer has them in another case; and each once. */
export async function spellTags(tx: Tx, scope: Scope, tags: readonly string[]): Promise<string[]> {
  const found = await rows(
    tx,
    sql<{ tag: string }>`select coalesce(
        (select t.tag from printer_tags t where t.organization_id = ${scope.organizationId} and t.tag_key = wanted.key order by t.printer_id limit 1),
        wanted.tag) as tag
      from (select distinct on (name_key(w.tag)) name_key(w.tag) as key, w.tag, w.n
        from unnest(${tags}::text[]) with ordinality as w (tag, n) order by name_key(w.tag), w.n) wanted
      order by wanted.n`,
  )
  return found.map((row) => row.tag)
}
