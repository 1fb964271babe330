import { type RawBuilder, sql } from 'kysely'
import type { z } from 'zod'
import type { Scope } from '../../platform/scope.ts'
import type { printerFilter } from './printers.api.ts'

export type PrinterFilter = z.output<z.ZodObject<typeof printerFilter>>

/** What the list reads from; the aliases are those of the conditions below. */
export const PRINTER_TABLES = sql`printers p cross join settings s
  left join printer_readings r on r.organization_id = p.organization_id and r.printer_id = p.id
  left join agents a on a.organization_id = p.organization_id and a.id = p.agent_id
  left join program_memberships m on m.organization_id = p.organization_id and m.printer_id = p.id
  left join printer_contacts pc on pc.organization_id = p.organization_id and pc.printer_id = p.id`

/**
 * Why a printer counts as Noncommunicating; null when it communicates. One reading that failed is no silence: a gap heals by itself.
 * @rule printers/noncommunicating-has-a-reason  An agent unheard or a printer unread for the set time is Noncommunicating, with the reason where known.
 */
export const SILENCE = sql`case
  when r.silence_reason in ('excluded', 'another-printer') then r.silence_reason
  when a.id is null or a.deactivated_at is not null or a.last_contact_at is null or a.last_contact_at < now() - make_interval(secs => s.agent_silent_seconds) then 'agent-silent'
  when r.last_read_at is null or r.last_read_at < now() - make_interval(secs => s.printer_unread_seconds) then coalesce(r.silence_reason, 'no-answer')
end`

/** The values that the facets count and filter. */
export const FACET_VALUES = {
  management: sql`coalesce(m.state, 'none')`,
  registration: sql`p.registration`,
  communication: sql`case when ${SILENCE} is null then 'communicating' else 'noncommunicating' end`,
  manufacturer: sql`p.manufacturer`,
  model: sql`p.model`,
  agent: sql`p.agent_id::text`,
} as const satisfies Record<string, RawBuilder<unknown>>

/**
 * The condition that a filter puts on the tables above.
 * @rule printers/filters  OR inside a facet, AND between them. What was unenrolled is off the list.
 */
export function matching(scope: Scope, filter: PrinterFilter, without?: keyof typeof FACET_VALUES): RawBuilder<unknown> {
  const conditions = [sql`p.organization_id = ${scope.organizationId}`, sql`p.registration <> 'unenrolled'`]
  for (const [facet, value] of Object.entries(FACET_VALUES) as [keyof typeof FACET_VALUES, RawBuilder<unknown>][]) {
    const wanted = filter[facet]
    if (facet !== without && wanted && wanted.length > 0) conditions.push(sql`${value} = any (${wanted}::text[])`)
  }
  if (filter.contact && filter.contact.length > 0)
    conditions.push(sql`coalesce(pc.contact_id::text, 'none') = any (${filter.contact}::text[])`)
  if (filter.search?.trim()) conditions.push(searching(scope, filter.search.trim()))
  return sql.join(conditions, sql` and `)
}

/** @rule printers/search  Over serial number, maker, model, address, host name, location, asset tag and contact; every character as it is. */
function searching(scope: Scope, text: string): RawBuilder<unknown> {
  return sql`(p.search like search_pattern(${text}) or pc.contact_id in (
    select c.id from contacts c where c.organization_id = ${scope.organizationId} and c.search like search_pattern(${text})))`
}

/** The ids of what matches a filter, or of these printers as far as they are on the list: as a query, for freezing them. */
export function choosing(scope: Scope, choice: { printerIds: string[] } | { filter: PrinterFilter }): RawBuilder<unknown> {
  if ('filter' in choice) return sql`select p.id from ${PRINTER_TABLES} where ${matching(scope, choice.filter)}`
  return sql`select p.id from printers p
    where p.organization_id = ${scope.organizationId} and p.registration <> 'unenrolled' and p.id = any (${choice.printerIds}::uuid[])`
}
