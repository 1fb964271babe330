import { type RawBuilder, sql } from 'kysely'
import { rows, type Tx } from '../../platform/db/database.ts'
import type { Scope } from '../../platform/scope.ts'
import { MANAGEMENT_LABELS } from '../program/management.ts'
import { chosenChildren } from './all-printers.queries.ts'
import type { Facets } from './printer-filter.api.ts'
import {
  baseConditions,
  chosenIn,
  FACET_VALUES,
  matching,
  neededBy,
  PRINTER_TABLES,
  type PrinterFilter,
  SINGLE_FACETS,
  type SingleFacet,
  tablesFor,
  taggedAs,
} from './printer-filter.queries.ts'
import { lookUp } from './printer-search.queries.ts'
import { COMMUNICATIONS, REGISTRATIONS } from './printers.ts'

const MOST_VALUES = 200

const VALUE_LABELS: Record<string, Record<string, string>> = {
  management: { ...MANAGEMENT_LABELS, none: 'Not managed' },
  registration: REGISTRATIONS,
  communication: COMMUNICATIONS,
}

interface Counted {
  facet: string
  value: string | null
  label: string | null
  printers: number
}

/** Of which printers facets are counted: those of the organizations, and by what. */
interface Counting {
  organizationIds: string[]
  organizations: RawBuilder<unknown>
  facets: readonly SingleFacet[]
}

/** How many printers of the organization match, and the values of each facet with counts. */
export function countFacets(tx: Tx, { organizationId }: Scope, filter: PrinterFilter): Promise<Facets> {
  const facets = SINGLE_FACETS.filter((facet) => facet !== 'organization')
  return count(tx, { organizationIds: [organizationId], organizations: sql`p.organization_id = ${organizationId}`, facets }, filter)
}

/** The same over the children of a partner, with the organization as one facet more. */
export function countAllFacets(tx: Tx, scope: Scope, filter: PrinterFilter): Promise<Facets> {
  const organizationIds = chosenChildren(scope, {})
  const organizations = sql`p.organization_id = any (${organizationIds}::uuid[])`
  return count(tx, { organizationIds, organizations, facets: SINGLE_FACETS }, filter)
}

/**
 * The printers are grouped once by all facets, and the few groups by each.
 * @rule printers/facets  Each facet counts under the filters of the others, so that one can widen a choice.
 */
async function count(tx: Tx, counting: Counting, filter: PrinterFilter): Promise<Facets> {
  const { organizationIds, organizations, facets } = counting
  const search = await lookUp(tx, organizationIds, filter.search)
  const where = [organizations, ...baseConditions(search, filter), taggedAs(filter) ?? sql`true`]
  const each = facets.map((facet) => sql`(${countsOf(facet, counting, filter)})`)
  // A printer may bear several tags: they are counted apart.
  const tagged = tablesFor(new Set(neededBy(search, filter)))
  const tags = sql`select 'tags' as facet, min(g.tag) as value, null as label, count(*)::int as printers from ${tagged}
    join printer_tags g on g.organization_id = p.organization_id and g.printer_id = p.id
    where ${organizations} and ${matching(search, { ...filter, tags: undefined })}
    group by g.tag_key order by count(*) desc, g.tag_key limit ${sql.lit(MOST_VALUES)}`
  // The groups fit: sorting the printers on disk would take several times as long.
  await sql`select set_config('work_mem', '64MB', true), set_config('enable_sort', 'off', true)`.execute(tx)
  const counted = await rows(
    tx,
    sql<Counted>`with groups as materialized (${grouped(facets, where)})
      select 'total' as facet, null as value, null as label, coalesce(sum(n), 0)::int as printers from groups where ${others(facets, filter)}
      union all ${sql.join(each, sql` union all `)} union all (${tags})`,
  )
  return toFacets(facets, counted)
}

function grouped(facets: readonly SingleFacet[], where: RawBuilder<unknown>[]) {
  const columns = facets.map((facet) => sql`${FACET_VALUES[facet]} as ${sql.ref(facet)}`)
  return sql`select ${sql.join(columns)}, count(*) as n from ${PRINTER_TABLES}
    where ${sql.join(where, sql` and `)} group by ${sql.join(facets.map((facet) => FACET_VALUES[facet]))}`
}

/** The conditions of all facets but one, on the groups. */
function others(facets: readonly SingleFacet[], filter: PrinterFilter, but?: SingleFacet): RawBuilder<unknown> {
  const chosen = facets.filter((facet) => facet !== but).map((facet) => chosenIn(facet, filter, sql`groups.${sql.ref(facet)}`))
  return sql.join([sql`true`, ...chosen.filter((one) => one !== undefined)], sql` and `)
}

function countsOf(facet: SingleFacet, { facets, organizationIds }: Counting, filter: PrinterFilter) {
  const value = sql`groups.${sql.ref(facet)}`
  const names: Partial<Record<SingleFacet, RawBuilder<unknown>>> = {
    agent: sql`agents l on l.organization_id = any (${organizationIds}::uuid[]) and l.id = c.value`,
    organization: sql`organizations l on l.id = c.value`,
  }
  const named = names[facet]
  return sql`select ${facet}::text as facet, c.value::text, ${named ? sql`l.name` : sql`null::text`} as label, c.n from (
    select ${value} as value, sum(n)::int as n from groups where ${value} is not null and ${others(facets, filter, facet)}
    group by ${value} order by sum(n) desc, ${value} limit ${sql.lit(MOST_VALUES)}) c ${named ? sql`left join ${named}` : sql``}`
}

function toFacets(names: readonly SingleFacet[], counted: Counted[]): Facets {
  const facets: Facets['facets'] = Object.fromEntries([...names, 'tags'].map((facet) => [facet, []]))
  let total = 0
  for (const { facet, value, label, printers } of counted) {
    if (facet === 'total') total = printers
    else if (value !== null) facets[facet]?.push({ value, label: VALUE_LABELS[facet]?.[value] ?? label ?? value, printers })
  }
  return { total, facets }
}
