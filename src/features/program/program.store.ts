import { type RawBuilder, sql } from 'kysely'
import { firstRow, rows, type Tx } from '../../platform/db/database.ts'
import type { Scope } from '../../platform/scope.ts'
import type { Removal } from '../printers/management.ts'
import type { EligibilityStatus } from './eligibility.ts'
import type { Offering, SupportedModel, Terms } from './program.api.ts'

/** Locks the printers of a portion, so that no two requests assess the same printer at once, and their agents against deactivation. */
export async function lockPrinters(tx: Tx, scope: Scope, printerIds: string[]): Promise<void> {
  const locked = await rows(
    tx,
    sql<{ agentId: string | null }>`select p.agent_id as "agentId" from printers p
      where p.organization_id = ${scope.organizationId} and p.id = any (${printerIds}::uuid[]) order by p.id for no key update`,
  )
  const agentIds = [...new Set(locked.flatMap((printer) => printer.agentId ?? []))]
  // Not more than this: agents deliver readings meanwhile.
  await sql`select from agents where organization_id = ${scope.organizationId} and id = any (${agentIds}::uuid[]) order by id for key share`.execute(
    tx,
  )
}

export interface NewMemberships {
  /** a query that assesses printers: id, serial_number, status */
  assessment: RawBuilder<unknown>
  requestedBy: string
  taskId: number
  termsVersion: number
  accepted: boolean
}

/** Assesses printers and takes in the eligible ones, in one statement; gives how each was assessed. */
export function insertMemberships(tx: Tx, scope: Scope, m: NewMemberships) {
  return rows(
    tx,
    sql<{ id: string; serialNumber: string | null; status: EligibilityStatus }>`
      with assessed as materialized (${m.assessment}), added as (
        insert into program_memberships (organization_id, printer_id, state, requested_by, task_id, terms_version, decided_at, decided_by)
        select ${scope.organizationId}, id, ${m.accepted ? 'managed' : 'pending'}, ${m.requestedBy}, ${m.taskId}, ${m.termsVersion},
          ${m.accepted ? sql`now()` : null}, ${m.accepted ? 'automatic acceptance' : null}
        from assessed where status = 'eligible'
      )
      select id, serial_number as "serialNumber", status from assessed`,
  )
}

export async function insertAcceptance(tx: Tx, scope: Scope, taskId: string, terms: { version: number; hash: string }): Promise<void> {
  await sql`insert into terms_acceptances (organization_id, task_id, person_id, terms_version, terms_hash)
    values (${scope.organizationId}, ${taskId}::bigint, ${scope.actor.id}, ${terms.version}, ${terms.hash})`.execute(tx)
}

/** The acceptance of one task for another that tries its printers again: who accepted and when. False when it was of other terms. */
export async function copyAcceptance(
  tx: Tx,
  scope: Scope,
  formerTaskId: string,
  taskId: string,
  terms: { version: number; hash: string },
): Promise<boolean> {
  const copied = await firstRow(
    tx,
    sql`insert into terms_acceptances (organization_id, task_id, person_id, at, terms_version, terms_hash)
      select organization_id, ${taskId}::bigint, person_id, at, terms_version, terms_hash from terms_acceptances
      where organization_id = ${scope.organizationId} and task_id = ${formerTaskId}::bigint and terms_version = ${terms.version} and terms_hash = ${terms.hash}
      returning task_id`,
  )
  return copied !== undefined
}

export interface PrinterRef {
  organizationId: string
  printerId: string
}

export interface Touched extends PrinterRef {
  serialNumber: string | null
}

const refs = (list: PrinterRef[]) =>
  sql`unnest(${list.map((r) => r.organizationId)}::uuid[], ${list.map((r) => r.printerId)}::uuid[]) as t (organization_id, printer_id)`

// In one order, so that two people who decide on the same printers do not wait for each other.
const lockMemberships = (tx: Tx, list: PrinterRef[]) =>
  sql`select from program_memberships m where (m.organization_id, m.printer_id) in (select t.organization_id, t.printer_id from ${refs(list)})
    order by m.organization_id, m.printer_id for update`.execute(tx)

/** Accepts pending requests; gives those that were pending. */
export async function acceptPending(tx: Tx, by: string, list: PrinterRef[]): Promise<Touched[]> {
  await lockMemberships(tx, list)
  return rows(
    tx,
    sql<Touched>`update program_memberships m set state = 'managed', decided_at = now(), decided_by = ${by}
      from ${refs(list)} join printers p using (organization_id)
      where p.id = t.printer_id and m.organization_id = t.organization_id and m.printer_id = t.printer_id and m.state = 'pending'
      returning m.organization_id as "organizationId", m.printer_id as "printerId", p.serial_number as "serialNumber"`,
  )
}

/** Takes printers out of the program; gives those that were in it (in that state), with the reason kept for their page. */
export async function deleteMemberships(
  tx: Tx,
  by: string,
  list: PrinterRef[],
  act: Removal | 'reject',
  reason: string,
): Promise<Touched[]> {
  await lockMemberships(tx, list)
  return rows(
    tx,
    sql<Touched>`with gone as (
        delete from program_memberships m using ${refs(list)}
        where m.organization_id = t.organization_id and m.printer_id = t.printer_id ${act === 'reject' ? sql`and m.state = 'pending'` : sql``}
        returning m.organization_id, m.printer_id
      ), noted as (
        insert into program_departures (organization_id, printer_id, act, by_person, reason)
        select organization_id, printer_id, ${act}, ${by}, ${reason} from gone where ${act} <> 'delete'
      )
      select g.organization_id as "organizationId", g.printer_id as "printerId", p.serial_number as "serialNumber"
      from gone g join printers p on p.organization_id = g.organization_id and p.id = g.printer_id`,
  )
}

export async function updateOffering(tx: Tx, change: Partial<Offering>): Promise<void> {
  await sql`update offering set required_agent_version = coalesce(${change.requiredAgentVersion ?? null}, required_agent_version),
    lifetime_page_count_limit = coalesce(${change.lifetimePageCountLimit ?? null}, lifetime_page_count_limit),
    automatic_acceptance = coalesce(${change.automaticAcceptance ?? null}, automatic_acceptance)`.execute(tx)
}

export async function upsertSupportedModel(tx: Tx, model: SupportedModel): Promise<string> {
  const row = await firstRow(
    tx,
    sql<{ id: string }>`insert into supported_models (manufacturer, model, lifetime_page_count_limit)
      values (${model.manufacturer}, ${model.model}, ${model.lifetimePageCountLimit})
      on conflict (model_key) do update set lifetime_page_count_limit = excluded.lifetime_page_count_limit returning model_key as id`,
  )
  return row!.id
}

export async function deleteModel(tx: Tx, id: string): Promise<void> {
  await sql`delete from supported_models where model_key = ${id}`.execute(tx)
}

export async function insertTerms(tx: Tx, terms: { title: string; text: string }): Promise<Terms> {
  const row = await firstRow(
    tx,
    sql<Terms>`insert into terms_versions (title, text) values (${terms.title}, ${terms.text}) returning version, title, text, hash, published_at as "publishedAt"`,
  )
  return row!
}

/**
 * Another printer takes the place of one in the program, with its contact. False when the first is not managed, or the other is in the program already.
 */
export async function moveMembership(tx: Tx, scope: Scope, fromId: string, toId: string): Promise<boolean> {
  await lockPrinters(tx, scope, [fromId, toId])
  const left = await firstRow(
    tx,
    sql<{
      row: unknown
    }>`delete from program_memberships m where m.organization_id = ${scope.organizationId} and m.printer_id = ${fromId} and m.state = 'managed'
      and not exists (select from program_memberships x where x.organization_id = m.organization_id and x.printer_id = ${toId})
      returning to_jsonb(m) as row`,
  )
  if (!left) return false
  await sql`insert into printer_contacts (organization_id, printer_id, contact_id)
    select organization_id, ${toId}, contact_id from printer_contacts where organization_id = ${scope.organizationId} and printer_id = ${fromId}
    on conflict (organization_id, printer_id) do update set contact_id = excluded.contact_id`.execute(tx)
  await sql`insert into program_memberships
    select (jsonb_populate_record(null::program_memberships, ${JSON.stringify(left.row)}::jsonb || jsonb_build_object('printer_id', ${toId}::text))).*`.execute(
    tx,
  )
  await sql`insert into program_departures (organization_id, printer_id, act, by_person, reason)
    select ${scope.organizationId}, ${fromId}, 'remove-from-program', ${scope.actor.name}, 'Replaced by the printer ' || coalesce(p.serial_number, p.id::text) || '.'
    from printers p where p.organization_id = ${scope.organizationId} and p.id = ${toId}`.execute(tx)
  return true
}
