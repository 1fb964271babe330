import { sql } from 'kysely'
import { firstRow, rows, type Tx } from '../../platform/db/database.ts'
import { cursorId, cursorInstant, cutPage, readCursor } from '../../platform/page.ts'
import type { Scope } from '../../platform/scope.ts'
import type { Management } from '../printers/management.ts'
import { REMOVALS } from '../printers/management.ts'
import { assessPrinters } from './eligibility.queries.ts'
import { assessEligibility, type EligibilityFacts } from './eligibility.ts'
import type { HeldPrinter, Terms } from './program.api.ts'

/** The terms of service in force; undefined before the first are published. */
export function findTerms(tx: Tx): Promise<Terms | undefined> {
  return firstRow(
    tx,
    sql<Terms>`select version, title, text, hash, published_at as "publishedAt" from terms_versions order by version desc limit 1`,
  )
}

/** MPS Express, as the page of a printer reports it: state, by whom and when, and every reason. */
export async function readProgramState(tx: Tx, scope: Scope, printerId: string) {
  const membership = await firstRow(
    tx,
    sql<{
      management: Management
      requestedAt: string
      requestedBy: string
      decidedAt: string | null
      decidedBy: string | null
      taskId: string
    }>`
      select state as management, requested_at as "requestedAt", requested_by as "requestedBy", decided_at as "decidedAt", decided_by as "decidedBy", task_id::text as "taskId"
      from program_memberships where organization_id = ${scope.organizationId} and printer_id = ${printerId}`,
  )
  const departure = await firstRow(
    tx,
    sql<{
      at: string
      by: string
      reason: string
      act: keyof typeof REMOVALS | 'reject'
    }>`select at, by_person as by, reason, act from program_departures
      where organization_id = ${scope.organizationId} and printer_id = ${printerId} order by at desc limit 1`,
  )
  const [assessed] = await assessPrinters(tx, scope, [printerId])
  return {
    management: null,
    requestedAt: null,
    requestedBy: null,
    decidedAt: null,
    decidedBy: null,
    taskId: null,
    ...membership,
    rejection:
      membership || !departure ? null : { ...departure, act: departure.act === 'reject' ? 'Rejected' : REMOVALS[departure.act].label },
    reasons: assessed?.reasons ?? [],
  }
}

interface HeldRow extends Omit<HeldPrinter, 'reasonsNow'>, Omit<EligibilityFacts, 'management'> {
  management: Management
}

/** Held printers of all customers, the oldest request first: for the provider. */
export async function listHeldPrinters(tx: Tx, query: { management: Management; search?: string; cursor?: string; limit: number }) {
  const [at, organization, printer] = readCursor(query.cursor, [cursorInstant, cursorId, cursorId]) ?? [null, null, null]
  const where = sql`m.state = ${query.management} and (${query.search ?? null}::text is null
    or p.search like search_pattern(${query.search ?? ''}) or name_key(o.name) like search_pattern(${query.search ?? ''}))`
  const found = await rows(
    tx,
    sql<HeldRow>`select m.organization_id as "organizationId", o.name as organization, parent.name as partner, p.id as "printerId", p.serial_number as "serialNumber",
        p.manufacturer, p.model, coalesce(host(p.ip_address), p.address) as "ipAddress", m.state as management, m.requested_at as "requestedAt",
        m.requested_by as "requestedBy", m.terms_version as "termsVersion", m.decided_at as "decidedAt", m.decided_by as "decidedBy",
        c.first_name || ' ' || c.last_name || ', ' || c.city as contact, a.name as agent, a.name as "agentName", a.version as "agentVersion",
        r.lifetime_page_count as "lifetimePageCount", r.lifetime_page_count_read_at as "lifetimePageCountReadAt",
        coalesce(sm.lifetime_page_count_limit, f.lifetime_page_count_limit) as "lifetimePageCountLimit", p.registration, p.registration_failure as "registrationFailure",
        sm.model_key is not null as "modelSupported", pc.contact_id as "contactId", f.required_agent_version as "requiredAgentVersion"
      from program_memberships m cross join offering f
      join organizations o on o.id = m.organization_id join organizations parent on parent.id = o.parent_id
      join printers p on p.organization_id = m.organization_id and p.id = m.printer_id
      join printer_contacts pc on pc.organization_id = m.organization_id and pc.printer_id = m.printer_id
      join contacts c on c.organization_id = pc.organization_id and c.id = pc.contact_id
      left join printer_readings r on r.organization_id = m.organization_id and r.printer_id = m.printer_id
      left join agents a on a.organization_id = p.organization_id and a.id = p.agent_id
      left join supported_models sm on sm.model_key = p.model_key
      where ${where} and (${at}::timestamptz is null or (m.requested_at, m.organization_id, m.printer_id) > (${at}::timestamptz, ${organization}::uuid, ${printer}::uuid))
      order by m.requested_at, m.organization_id, m.printer_id limit ${query.limit + 1}`,
  )
  const total = await firstRow(
    tx,
    sql<{ n: number }>`select count(*)::int as n from program_memberships m join organizations o on o.id = m.organization_id
      join printers p on p.organization_id = m.organization_id and p.id = m.printer_id where ${where}`,
  )
  const page = cutPage(found, query.limit, (row) => [row.requestedAt, row.organizationId, row.printerId])
  return {
    ...page,
    items: page.items.map((row) => ({ ...row, reasonsNow: assessEligibility({ ...row, management: null }).reasons })),
    total: total!.n,
  }
}
