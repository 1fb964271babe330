import { sql } from 'kysely'
import { rows, type Tx } from '../../../platform/db/database.ts'
import type { Scope } from '../../../platform/scope.ts'
import { matching, neededBy, PRINTER_TABLES, type PrinterFilter, tablesFor } from './printer-filter.queries.ts'
import { COLUMNS, type ListQuery, type Row, readPage, withCommunication, withoutKey } from './printer-list.queries.ts'
import { lookUp, type Search } from './printer-search.queries.ts'
import { neededToSort, placeOf, SORT_COLUMNS, type Stretch } from './printer-sorts.queries.ts'

type ChildRow = Row & { organizationId: string; organization: string; sortKey: string | null }

/** The children whose printers are looked at: all of the scope, or those of the filter. The partner itself has none. */
export function chosenChildren(scope: Scope, { organization }: PrinterFilter): string[] {
  const children = scope.childIds.filter((id) => id !== scope.organizationId)
  if (!organization || organization.length === 0) return children
  const wanted = new Set(organization.map((id) => id.toLowerCase()))
  return children.filter((id) => wanted.has(id))
}

/**
 * A page of the printers of all children of a partner: the first rows of each child, which an index gives in order, merged.
 * @rule printers/all-organizations  A partner sees the printers of all its children, and no others, in one view-only list.
 */
export async function listAllPrinters(tx: Tx, scope: Scope, query: ListQuery) {
  const place = placeOf(query, query.cursor)
  const children = chosenChildren(scope, query)
  const search = await lookUp(tx, children, query.search)
  const found = await readPage(query, place, (stretch, limit) => rows(tx, pageOf(children, query, search, stretch, limit)))
  return { ...found, items: found.items.map(withoutKey).map(withCommunication) }
}

function pageOf(children: string[], query: ListQuery, search: Search, stretch: Stretch, limit: number) {
  const { column } = SORT_COLUMNS[query.sort]
  const tables = tablesFor(new Set([...neededBy(search, query), ...neededToSort(query.sort)]))
  return sql<ChildRow>`with page as materialized (
      select first.*, row_number() over (order by first.key ${stretch.direction}, first.id ${stretch.direction}) as place
      from organizations o cross join lateral (
        select p.organization_id, p.id, ${column} as key from ${tables}
        where p.organization_id = o.id and ${matching(search, { ...query, organization: undefined })} and ${stretch.where} order by ${stretch.orderBy} limit ${sql.lit(limit)}
      ) first
      where o.id = any (${children}::uuid[])
      order by first.key ${stretch.direction}, first.id ${stretch.direction} limit ${sql.lit(limit)})
    select ${COLUMNS}, p.organization_id as "organizationId", o.name as organization, page.key::text as "sortKey"
    from page join ${PRINTER_TABLES} on true join organizations o on o.id = page.organization_id
    where p.organization_id = page.organization_id and p.id = page.id order by page.place`
}
