import { type RawBuilder, sql } from 'kysely'
import type { z } from 'zod'
import type { Scope } from '../../../platform/scope.ts'
import type { allPrintersFilter } from './printer-filter.api.ts'
import { carries, looksAtContacts, type Search } from './printer-search.queries.ts'

export type PrinterFilter = z.output<z.ZodObject<typeof allPrintersFilter>>

/** What the list reads from; the aliases are those of the conditions below. */
export const PRINTER_TABLES = sql`printers p cross join settings s
  left join printer_readings r on r.organization_id = p.organization_id and r.printer_id = p.id
  left join agents a on a.organization_id = p.organization_id and a.id = p.agent_id
  left join program_memberships m on m.organization_id = p.organization_id and m.printer_id = p.id
  left join printer_contacts pc on pc.organization_id = p.organization_id and pc.printer_id = p.id
  left join supply_outlooks u on u.organization_id = p.organization_id and u.printer_id = p.id`

/** Tables that a condition or an order may need beside the printers. A query that names fewer is planned sooner. */
export type Needed = 'readings' | 'memberships' | 'contacts' | 'outlooks'

/** The printers with no more tables than are needed. */
export function tablesFor(needed: ReadonlySet<Needed>): RawBuilder<unknown> {
  const readings = sql`cross join settings s left join printer_readings r on r.organization_id = p.organization_id and r.printer_id = p.id
    left join agents a on a.organization_id = p.organization_id and a.id = p.agent_id`
  const memberships = sql`left join program_memberships m on m.organization_id = p.organization_id and m.printer_id = p.id`
  const contacts = sql`left join printer_contacts pc on pc.organization_id = p.organization_id and pc.printer_id = p.id`
  const outlooks = sql`left join supply_outlooks u on u.organization_id = p.organization_id and u.printer_id = p.id`
  return sql`printers p ${needed.has('readings') ? readings : sql``} ${needed.has('memberships') ? memberships : sql``}
    ${needed.has('contacts') ? contacts : sql``} ${needed.has('outlooks') ? outlooks : sql``}`
}

/** What a search and a filter need. */
export function neededBy(search: Search, filter: PrinterFilter): Needed[] {
  return [
    ...(filter.communication?.length ? (['readings'] as const) : []),
    ...(filter.management?.length ? (['memberships'] as const) : []),
    ...(filter.contact?.length || looksAtContacts(search) ? (['contacts'] as const) : []),
  ]
}

/**
 * Why a printer counts as Noncommunicating; null when it communicates. One reading that failed is no silence: a gap heals by itself.
 * @rule printers/noncommunicating-has-a-reason  A printer is Noncommunicating when its agent is not heard from, or it is not read, for
 * the set time; the reason and the start are shown.
 */
export const SILENCE = sql`case
  when r.silence_reason in ('excluded', 'another-printer') then r.silence_reason
  when a.id is null or a.deactivated_at is not null or a.last_contact_at is null or a.last_contact_at < now() - make_interval(secs => s.agent_silent_seconds) then 'agent-silent'
  when r.last_read_at is null or r.last_read_at < now() - make_interval(secs => s.printer_unread_seconds) then case when a.disk_trouble is not null then 'agent-disk' else coalesce(r.silence_reason, 'no-answer') end
end`

/** Since when a printer counts as Noncommunicating; null when it communicates, and where nobody knows. */
export const SILENT_SINCE = sql`case
  when ${SILENCE} = 'agent-silent' then coalesce(a.deactivated_at, a.last_contact_at, r.last_read_at)
  when ${SILENCE} = 'agent-disk' then a.disk_trouble_since
  when ${SILENCE} is not null then coalesce(r.silent_since, r.last_read_at)
end`

/** The values that the facets count and filter: of those, a printer has one each. */
export const FACET_VALUES = {
  management: sql`coalesce(m.state, 'none')`,
  registration: sql`p.registration`,
  communication: sql`case when ${SILENCE} is null then 'communicating' else 'noncommunicating' end`,
  manufacturer: sql`p.manufacturer`,
  model: sql`p.model`,
  agent: sql`p.agent_id`,
  organization: sql`p.organization_id`,
} as const satisfies Record<string, RawBuilder<unknown>>
export type SingleFacet = keyof typeof FACET_VALUES
export const SINGLE_FACETS = Object.keys(FACET_VALUES) as SingleFacet[]

/** The condition of one facet; undefined where nothing is chosen. */
export function chosenIn(facet: SingleFacet, filter: PrinterFilter, value: RawBuilder<unknown> = FACET_VALUES[facet]) {
  const wanted = filter[facet]
  return wanted && wanted.length > 0 ? sql`${value}::text = any (${wanted}::text[])` : undefined
}

/** What no single facet filters: off the list is what was unenrolled; tags, contacts and the search hold whatever is counted. */
export function baseConditions(search: Search, filter: PrinterFilter): RawBuilder<unknown>[] {
  const conditions = [sql`p.registration <> 'unenrolled'`]
  if (filter.contact && filter.contact.length > 0)
    conditions.push(sql`coalesce(pc.contact_id::text, 'none') = any (${filter.contact}::text[])`)
  const sought = carries(search)
  if (sought) conditions.push(sought)
  return conditions
}

/** The condition that a printer carries one of the tags that are chosen; undefined where none is. */
export function taggedAs({ tags }: PrinterFilter) {
  if (!tags || tags.length === 0) return undefined
  return sql`exists (select from printer_tags t where t.organization_id = p.organization_id and t.printer_id = p.id
    and t.tag_key = any (array(select name_key(u) from unnest(${tags}::text[]) as u)))`
}

/**
 * The condition that a filter puts on the tables above, beside the organization.
 * @rule printers/filters  Values inside a facet are combined with OR, facets with AND. Unenrolled printers are not listed.
 */
export function matching(search: Search, filter: PrinterFilter): RawBuilder<unknown> {
  const chosen = [...SINGLE_FACETS.map((facet) => chosenIn(facet, filter)), taggedAs(filter)].filter((one) => one !== undefined)
  return sql.join([...baseConditions(search, filter), ...chosen], sql` and `)
}

export type Choice = { printerIds: string[] } | { filter: PrinterFilter }

/** The ids of what matches a filter, or of these printers as far as they are on the list: as a query, for freezing them. */
export function choosing(scope: Scope, choice: Choice, search: Search): RawBuilder<unknown> {
  if ('filter' in choice)
    return sql`select p.id from ${PRINTER_TABLES} where p.organization_id = ${scope.organizationId} and ${matching(search, choice.filter)}`
  return sql`select p.id from printers p
    where p.organization_id = ${scope.organizationId} and p.registration <> 'unenrolled' and p.id = any (${choice.printerIds}::uuid[])`
}
