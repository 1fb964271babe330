import { type RawBuilder, sql } from 'kysely'
import { rows, type Tx } from '../../platform/db/database.ts'
import type { Scope } from '../../platform/scope.ts'
import { MANAGEMENT_LABELS } from '../program/management.ts'
import type { Facets } from './printer-filter.api.ts'
import {
  baseConditions,
  chosenIn,
  FACET_VALUES,
  matching,
  PRINTER_TABLES,
  type PrinterFilter,
  SINGLE_FACETS,
  type SingleFacet,
  taggedAs,
} from './printer-filter.queries.ts'
import { lookUpHere, type Search } from './printer-search.queries.ts'
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

/**
 * How many printers match, and the values of each facet with counts: the printers are grouped once by all facets, and the few groups by each.
 * @rule printers/facets  Each facet counts under the filters of the others, so that one can widen a choice.
 */
export async function countFacets(tx: Tx, scope: Scope, filter: PrinterFilter): Promise<Facets> {
  const search = await lookUpHere(tx, scope, filter.search)
  const where = [sql`p.organization_id = ${scope.organizationId}`, ...baseConditions(search, filter)]
  const counted = await rows(
    tx,
    sql<Counted>`with groups as materialized (${grouped([...where, taggedAs(filter)])}), ${sql.join(SINGLE_FACETS.map((facet) => sql`${sql.ref(facet)} as (${counts(facet, filter)})`))}
      select 'total' as facet, null as value, null as label, coalesce(sum(n), 0)::int as printers from groups where ${others(filter)}
      union all ${sql.join(
        SINGLE_FACETS.map((facet) => sql`select * from ${sql.ref(facet)}`),
        sql` union all `,
      )}
      union all (${tagCounts(scope, search, filter)})`,
  )
  return toFacets(counted)
}

function grouped(conditions: (RawBuilder<unknown> | undefined)[]) {
  const columns = SINGLE_FACETS.map((facet) => sql`${FACET_VALUES[facet]} as ${sql.ref(facet)}`)
  const where = conditions.filter((condition) => condition !== undefined)
  return sql`select ${sql.join(columns)}, max(a.name) as agent_name, count(*) as n from ${PRINTER_TABLES}
    where ${sql.join(where, sql` and `)} group by ${sql.join(SINGLE_FACETS.map((facet) => FACET_VALUES[facet]))}`
}

/** The conditions of all facets but one, on the groups. */
function others(filter: PrinterFilter, but?: SingleFacet): RawBuilder<unknown> {
  const chosen = SINGLE_FACETS.filter((facet) => facet !== but).map((facet) => chosenIn(facet, filter, sql`groups.${sql.ref(facet)}`))
  return sql.join([sql`true`, ...chosen.filter((one) => one !== undefined)], sql` and `)
}

function counts(facet: SingleFacet, filter: PrinterFilter) {
  const value = sql`groups.${sql.ref(facet)}`
  const label = facet === 'agent' ? sql`max(agent_name)` : sql`null::text`
  return sql`select ${facet}::text as facet, ${value} as value, ${label} as label, sum(n)::int as printers from groups
    where ${value} is not null and ${others(filter, facet)} group by ${value} order by sum(n) desc, ${value} limit ${sql.lit(MOST_VALUES)}`
}

// A printer may bear several tags: they are counted apart.
function tagCounts(scope: Scope, search: Search, filter: PrinterFilter) {
  const conditions = matching(search, { ...filter, tags: undefined })
  return sql`select 'tags' as facet, min(g.tag) as value, null as label, count(*)::int as printers from ${PRINTER_TABLES}
    join printer_tags g on g.organization_id = p.organization_id and g.printer_id = p.id
    where p.organization_id = ${scope.organizationId} and ${conditions} group by g.tag_key order by count(*) desc, g.tag_key limit ${sql.lit(MOST_VALUES)}`
}

function toFacets(counted: Counted[]): Facets {
  const facets: Facets['facets'] = Object.fromEntries([...SINGLE_FACETS, 'tags'].map((facet) => [facet, []]))
  let total = 0
  for (const { facet, value, label, printers } of counted) {
    if (facet === 'total') total = printers
    else if (value !== null) facets[facet]?.push({ value, label: VALUE_LABELS[facet]?.[value] ?? label ?? value, printers })
  }
  return { total, facets }
}
