import { type RawBuilder, sql } from 'kysely'
import { firstRow, rows, type Tx } from '../../platform/db/database.ts'
import { cursorId, cutPage, readCursor } from '../../platform/page.ts'
import type { Scope } from '../../platform/scope.ts'
import {
  assessEligibility,
  type EligibilityFacts,
  type EligibilityStatus,
  INELIGIBILITIES,
  type IneligibleStatus,
  isDownLevel,
} from './eligibility.ts'
import type { PrinterEligibility } from './program.api.ts'

/**
 * The assessment over many printers. The rule itself is the table in eligibility.ts: pages and refusals bring each printer's facts to it. Counting a
 * selection and adding what is eligible happen in SQL, by the predicates below: one for each row of the table (a missing one does not compile), and a
 * test assesses every combination of facts by both.
 */

type Chosen = { ids: string[] } | { selectionId: string }

/** What the predicates and facts read of the chosen printers; the aliases are used by the predicates. */
function facts(scope: Scope, chosen: Chosen): RawBuilder<unknown> {
  const printers =
    'ids' in chosen
      ? sql`(select * from printers where organization_id = ${scope.organizationId} and id = any (${chosen.ids}::uuid[]) and registration <> 'unenrolled') p`
      : sql`selected_printers(${scope.organizationId}, ${chosen.selectionId}) as s (id)
        join printers p on p.organization_id = ${scope.organizationId} and p.id = s.id and p.registration <> 'unenrolled'`
  return sql`${printers}
    cross join offering o
    left join printer_readings r on r.organization_id = p.organization_id and r.printer_id = p.id
    left join agents a on a.organization_id = p.organization_id and a.id = p.agent_id
    left join program_memberships m on m.organization_id = p.organization_id and m.printer_id = p.id
    left join printer_contacts pc on pc.organization_id = p.organization_id and pc.printer_id = p.id
    left join supported_models sm on sm.model_key = p.model_key`
}

/** A few printers are looked up by their ids, many are joined: with that hint, the planner estimates both well. */
async function chosenBy(tx: Tx, scope: Scope, selectionId: string): Promise<Chosen> {
  const batches = await rows(
    tx,
    sql<{ ids: string[] }>`select printer_ids as ids from selection_batches
      where organization_id = ${scope.organizationId} and selection_id = ${selectionId} order by batch limit 2`,
  )
  return batches.length > 1 ? { selectionId } : { ids: batches[0]?.ids ?? [] }
}

const PREDICATES: Record<IneligibleStatus, (downLevelAgents: string[]) => RawBuilder<boolean>> = {
  'already-managed': () => sql`m.state = 'managed'`,
  'pending-management': () => sql`m.state = 'pending'`,
  'failed-registration': () => sql`p.registration <> 'enrolled'`,
  'model-not-supported': () => sql`sm.model_key is null`,
  'page-count-exceeds': () => sql`r.lifetime_page_count > coalesce(sm.lifetime_page_count_limit, o.lifetime_page_count_limit)`,
  'page-count-missing': () => sql`r.lifetime_page_count is null`,
  'no-contact': () => sql`pc.contact_id is null`,
  'down-level-agent': (agents) => sql`(p.agent_id is null or p.agent_id = any (${agents}::uuid[]))`,
}

/** Semantic version order is not SQL's: the few agents are assessed here, the printers by them. */
async function listDownLevelAgents(tx: Tx, scope: Scope): Promise<string[]> {
  const agents = await rows(
    tx,
    sql<{ id: string; version: string | null; required: string }>`select a.id, a.version, o.required_agent_version as required
      from agents a cross join offering o where a.organization_id = ${scope.organizationId}`,
  )
  return agents.filter((agent) => isDownLevel(agent.version, agent.required)).map((agent) => agent.id)
}

async function statusOf(tx: Tx, scope: Scope): Promise<RawBuilder<EligibilityStatus>> {
  const agents = await listDownLevelAgents(tx, scope)
  const cases = INELIGIBILITIES.map(({ status }) => sql`when ${PREDICATES[status](agents)} then ${status}::text`)
  return sql`case ${sql.join(cases, sql` `)} else 'eligible' end`
}

/** The assessment of these printers as a query, for a statement that does something with it: id, serial_number, status. */
export async function assessment(tx: Tx, scope: Scope, printerIds: string[]): Promise<RawBuilder<unknown>> {
  const status = await statusOf(tx, scope)
  return sql`select p.id, p.serial_number, ${status} as status from ${facts(scope, { ids: printerIds })}`
}

export interface EligibilityCount {
  status: EligibilityStatus
  printers: number
  models: number
}

/** How many printers and models of a selection stand in each line; lines without printers are absent. */
export async function countEligibility(tx: Tx, scope: Scope, selectionId: string): Promise<EligibilityCount[]> {
  const status = await statusOf(tx, scope)
  const chosen = facts(scope, await chosenBy(tx, scope, selectionId))
  // Grouped twice: counting distinct models needs a sort of all printers, counting groups does not.
  return rows(
    tx,
    sql<EligibilityCount>`select status, sum(n)::int as printers, count(*)::int as models from (
        select ${status} as status, p.model_key, count(*) as n from ${chosen} group by 1, 2
      ) g group by status`,
  )
}

interface FactsRow extends EligibilityFacts {
  id: string
  serialNumber: string | null
  ipAddress: string | null
}

const FACTS = sql`p.id, p.serial_number as "serialNumber", coalesce(host(p.ip_address), p.address) as "ipAddress", m.state as management,
  p.registration, p.registration_failure as "registrationFailure", p.manufacturer, p.model, sm.model_key is not null as "modelSupported",
  r.lifetime_page_count as "lifetimePageCount", r.lifetime_page_count_read_at as "lifetimePageCountReadAt",
  coalesce(sm.lifetime_page_count_limit, o.lifetime_page_count_limit) as "lifetimePageCountLimit", pc.contact_id as "contactId",
  a.name as "agentName", a.version as "agentVersion", o.required_agent_version as "requiredAgentVersion"`

const assessed = (row: FactsRow): PrinterEligibility => ({
  id: row.id,
  serialNumber: row.serialNumber,
  manufacturer: row.manufacturer,
  model: row.model,
  ipAddress: row.ipAddress,
  ...assessEligibility(row),
})

/** Assesses these printers. */
export async function assessPrinters(tx: Tx, scope: Scope, printerIds: string[]): Promise<PrinterEligibility[]> {
  if (printerIds.length === 0) return []
  const found = await rows(tx, sql<FactsRow>`select ${FACTS} from ${facts(scope, { ids: printerIds })}`)
  return found.map(assessed)
}

/** A page of the printers behind one line of the report, or of all, each with every reason. */
export async function listEligibility(
  tx: Tx,
  scope: Scope,
  query: { selectionId: string; status?: EligibilityStatus; cursor?: string; limit: number },
) {
  const status = await statusOf(tx, scope)
  const [after] = readCursor(query.cursor, [cursorId]) ?? [null]
  const chosen = facts(scope, await chosenBy(tx, scope, query.selectionId))
  const found = await rows(
    tx,
    sql<FactsRow>`select ${FACTS} from ${chosen}
      where (${query.status ?? null}::text is null or ${status} = ${query.status ?? null}) and (${after}::uuid is null or p.id > ${after})
      order by p.id limit ${query.limit + 1}`,
  )
  return cutPage(found.map(assessed), query.limit, (row) => [row.id])
}

/** What *Before you begin* shows: where this organization stands. */
export async function readBeforeYouBegin(tx: Tx, scope: Scope, selectionId: string) {
  const row = await firstRow(
    tx,
    sql<{ printersEnrolled: number; entitled: boolean; contacts: number; selectedWithoutContact: number }>`select
      (select count(*)::int from printers where organization_id = ${scope.organizationId} and registration = 'enrolled') as "printersEnrolled",
      exists (select from entitlements where organization_id = ${scope.organizationId}) as entitled,
      (select count(*)::int from contacts where organization_id = ${scope.organizationId}) as contacts,
      (select count(*)::int from selected_printers(${scope.organizationId}, ${selectionId}) as s (id)
        join printers p on p.organization_id = ${scope.organizationId} and p.id = s.id and p.registration = 'enrolled'
        where not exists (select from printer_contacts pc where pc.organization_id = ${scope.organizationId} and pc.printer_id = s.id)) as "selectedWithoutContact"`,
  )
  return row!
}
