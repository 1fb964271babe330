import { type RawBuilder, sql } from 'kysely'
import { firstRow, rows, type Tx } from '../../../platform/db/database.ts'
import type { Scope } from '../../../platform/scope.ts'
import { MANAGEMENT_LABELS } from '../management.ts'
import { COMMUNICATIONS, REGISTRATIONS } from '../printers.ts'
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
import { lookUp, type Search } from './printer-search.queries.ts'

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
  facets: readonly SingleFacet[]
  filter: PrinterFilter
}

/** How many printers of the organization match, and the values of each facet with counts. */
export function countFacets(tx: Tx, { organizationId }: Scope, filter: PrinterFilter): Promise<Facets> {
  const facets = SINGLE_FACETS.filter((facet) => facet !== 'organization')
  return count(tx, { organizationIds: [organizationId], facets, filter })
}

/** The same over the children of a partner, with the organization as one facet more. */
export function countAllFacets(tx: Tx, scope: Scope, filter: PrinterFilter): Promise<Facets> {
  return count(tx, { organizationIds: chosenChildren(scope, {}), facets: SINGLE_FACETS, filter })
}

/**
 * The printers are grouped once by all facets, and the few groups by each. Where nothing but facets is chosen, groups that were counted before are taken
 * in place of the printers, as long as nothing has changed since.
 * @rule printers/facets  Each facet counts with the filters of the other facets, so that a selection can be widened.
 */
async function count(tx: Tx, counting: Counting): Promise<Facets> {
  const { facets, filter, organizationIds } = counting
  const search = await lookUp(tx, organizationIds, filter.search)
  const known = search.kind === 'none' && !filter.tags?.length && !filter.contact?.length
  const { changed, silence } = known ? await findChanged(tx, organizationIds) : { changed: organizationIds, silence: undefined }
  const stale = new Set(changed)
  const counted = organizationIds.filter((id) => !stale.has(id))
  const groups = [
    ...(silence && counted.length > 0 ? [groupsCounted(facets, counted, silence)] : []),
    ...(changed.length > 0 ? [groupsOf(facets, search, filter, changed)] : []),
  ]
  const each = facets.map((facet) => sql`(${countsOf(facet, counting)})`)
  // The groups fit: sorting the printers on disk would take several times as long.
  await sql`select set_config('work_mem', '64MB', true), set_config('enable_sort', 'off', true)`.execute(tx)
  const found = await rows(
    tx,
    sql<Counted>`with groups as materialized (${sql.join(groups, sql` union all `)})
      select 'total' as facet, null as value, null as label, coalesce(sum(n), 0)::int as printers from groups where ${others(facets, filter)}
      union all ${sql.join(each, sql` union all `)} union all (${tagsOf(search, filter, counted, changed)})`,
  )
  return toFacets(facets, found)
}

/** Agents that were not heard since, and printers that were not read since, do not communicate. */
interface Silence {
  heardSince: string
  readSince: string
  /** the block of time in which `readSince` lies, as `printer_readings` keeps it */
  readBlock: string
}

/** In which of the organizations something has changed since their printers were counted. */
async function findChanged(tx: Tx, organizationIds: string[]): Promise<{ changed: string[]; silence: Silence }> {
  const found = await firstRow(
    tx,
    sql<{ changed: string[] } & Silence>`select
      array(select distinct c.organization_id from count_changes c where c.organization_id = any (${organizationIds}::uuid[]))::text[] as changed,
      now() - make_interval(secs => agent_silent_seconds) as "heardSince", now() - make_interval(secs => printer_unread_seconds) as "readSince",
      block_of(now() - make_interval(secs => printer_unread_seconds)) as "readBlock"
      from settings`,
  )
  return { changed: found!.changed, silence: found! }
}

function groupsOf(facets: readonly SingleFacet[], search: Search, filter: PrinterFilter, organizationIds: string[]) {
  const columns = facets.map((facet) => sql`${FACET_VALUES[facet]} as ${sql.ref(facet)}`)
  const where = [among(organizationIds), ...baseConditions(search, filter), taggedAs(filter) ?? sql`true`]
  return sql`select ${sql.join(columns)}, count(*)::int as n from ${PRINTER_TABLES}
    where ${sql.join(where, sql` and `)} group by ${sql.join(facets.map((facet) => FACET_VALUES[facet]))}`
}

/** The groups as they were counted: printers of agents that are heard communicate, but for those that are unread or left alone, which are few. */
function groupsCounted(facets: readonly SingleFacet[], organizationIds: string[], silence: Silence) {
  const heard = sql`(a.deactivated_at is null and a.last_contact_at >= ${silence.heardSince}::timestamptz)`
  const named = (values: Partial<Record<SingleFacet, RawBuilder<unknown>>>) =>
    sql.join(facets.map((facet) => sql`${values[facet] ?? FACET_VALUES[facet]} as ${sql.ref(facet)}`))
  const counted = named({
    management: sql`p.management`,
    communication: sql`case when ${heard} then 'communicating' else 'noncommunicating' end`,
  })
  const odd = named({ management: sql`p.management`, communication: sql`c.communication` })
  return sql`(with odd as materialized (
      select p.organization_id, p.registration, p.manufacturer, p.model, p.agent_id, count(*)::int as printers,
        coalesce((select m.state from program_memberships m where m.organization_id = p.organization_id and m.printer_id = p.id), 'none') as management
      from (${unreadOf(organizationIds, silence)}) r
      join printers p on p.organization_id = r.organization_id and p.id = r.printer_id and p.registration <> 'unenrolled'
      group by p.organization_id, p.registration, p.manufacturer, p.model, p.agent_id, management)
    select ${counted}, p.printers as n from printer_groups p
      left join agents a on a.organization_id = p.organization_id and a.id = p.agent_id where ${among(organizationIds)}
    union all select ${odd}, c.sign * p.printers from odd p
      join agents a on a.organization_id = p.organization_id and a.id = p.agent_id and ${heard} cross join (values ('communicating', -1), ('noncommunicating', 1)) as c (communication, sign))`
}

// What was not read since before the block in which the time ends is known from the index alone.
function unreadOf(organizationIds: string[], { readSince, readBlock }: Silence) {
  const of = sql`select r.organization_id, r.printer_id from printer_readings r where ${among(organizationIds, sql`r`)}`
  return sql`${of} and r.read_block < ${readBlock}::timestamptz
    union all ${of} and r.read_block = ${readBlock}::timestamptz and r.last_read_at < ${readSince}::timestamptz
    union all ${of} and r.silence_reason in ('excluded', 'another-printer') and r.last_read_at >= ${readSince}::timestamptz`
}

/** A printer may carry several tags: they are counted apart, and from the printers where a facet is chosen. */
function tagsOf(search: Search, filter: PrinterFilter, counted: string[], changed: string[]): RawBuilder<unknown> {
  const chosen = SINGLE_FACETS.some((facet) => facet !== 'organization' && filter[facet]?.length)
  const known = chosen ? [] : chosenOf(counted, filter)
  const asked = chosenOf(chosen ? [...counted, ...changed] : changed, filter)
  const from = [
    ...(known.length > 0
      ? [sql`select tag_key, tag, printers as n from printer_tag_counts where ${among(known, sql`printer_tag_counts`)}`]
      : []),
    ...(asked.length > 0 || known.length === 0
      ? [
          sql`select t.tag_key, t.tag, 1 as n from ${tablesFor(new Set(neededBy(search, filter)))}
      join printer_tags t on t.organization_id = p.organization_id and t.printer_id = p.id
      where ${among(asked)} and ${matching(search, { ...filter, tags: undefined, organization: undefined })}`,
        ]
      : []),
  ]
  return sql`select 'tags' as facet, min(g.tag) as value, null as label, sum(g.n)::int as printers from (${sql.join(from, sql` union all `)}) g
    group by g.tag_key order by sum(g.n) desc, g.tag_key limit ${sql.lit(MOST_VALUES)}`
}

const chosenOf = (organizationIds: string[], { organization }: PrinterFilter) =>
  organization?.length ? organizationIds.filter((id) => organization.includes(id)) : organizationIds

const among = (organizationIds: string[], table: RawBuilder<unknown> = sql`p`) =>
  organizationIds.length === 1
    ? sql`${table}.organization_id = ${organizationIds[0]}`
    : sql`${table}.organization_id = any (${organizationIds}::uuid[])`

/** The conditions of all facets but one, on the groups. */
function others(facets: readonly SingleFacet[], filter: PrinterFilter, but?: SingleFacet): RawBuilder<unknown> {
  const chosen = facets.filter((facet) => facet !== but).map((facet) => chosenIn(facet, filter, sql`groups.${sql.ref(facet)}`))
  return sql.join([sql`true`, ...chosen.filter((one) => one !== undefined)], sql` and `)
}

function countsOf(facet: SingleFacet, { facets, organizationIds, filter }: Counting) {
  const value = sql`groups.${sql.ref(facet)}`
  const names: Partial<Record<SingleFacet, RawBuilder<unknown>>> = {
    agent: sql`agents l on l.organization_id = any (${organizationIds}::uuid[]) and l.id = c.value`,
    organization: sql`organizations l on l.id = c.value`,
  }
  const named = names[facet]
  return sql`select ${facet}::text as facet, c.value::text, ${named ? sql`l.name` : sql`null::text`} as label, c.n from (
    select ${value} as value, sum(n)::int as n from groups where ${value} is not null and ${others(facets, filter, facet)}
    group by ${value} having sum(n) > 0 order by sum(n) desc, ${value} limit ${sql.lit(MOST_VALUES)}) c ${named ? sql`left join ${named}` : sql``}`
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
