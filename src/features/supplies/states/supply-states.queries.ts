import { sql } from 'kysely'
import { firstRow, rows, type Tx } from '../../../platform/db/database.ts'
import type { Scope } from '../../../platform/scope.ts'
import { type Fleet, fleetOf } from '../fleet.ts'
import { type FleetStatistics, noStatistics } from '../fleet-statistics.ts'
import type { FollowedPrinter } from './followed-supplies.ts'
import { type StoredPrinter, unpack } from './packed-states.ts'

/** What is stored of the supplies of printers of the scope's organization, by printer. */
export async function readFollowed(tx: Tx, scope: Scope, printerIds: string[]): Promise<Map<string, FollowedPrinter>> {
  const found = await rows(
    tx,
    sql<StoredPrinter & { id: string }>`select s.printer_id as id, s.facts, s.states from supply_states s
      where s.organization_id = ${scope.organizationId} and s.printer_id = any (${printerIds}::uuid[])`,
  )
  return new Map(found.map(({ id, ...stored }) => [id, unpack(stored)]))
}

/** Where each of these printers delivers to: country and state of its contact. */
export function readPlaces(tx: Tx, scope: Scope, printerIds: string[]) {
  return rows(
    tx,
    sql<{ id: string; country: string; state: string | null }>`select pc.printer_id as id, c.country, c.state
      from printer_contacts pc join contacts c on c.organization_id = pc.organization_id and c.id = pc.contact_id
      where pc.organization_id = ${scope.organizationId} and pc.printer_id = any (${printerIds}::uuid[])`,
  )
}

/** Of which of these cartridges another printer of the organization was seen with: by serial number. */
export async function findElsewhere(tx: Tx, scope: Scope, cartridges: { printerId: string; serial: string }[]): Promise<Set<string>> {
  if (cartridges.length === 0) return new Set()
  const found = await rows(
    tx,
    sql<{ serial: string; printerId: string }>`select t.serial, t.printer_id as "printerId"
      from unnest(${cartridges.map((one) => one.serial)}::text[], ${cartridges.map((one) => one.printerId)}::uuid[]) as t (serial, printer_id)
      where exists (select from supply_changes c where c.organization_id = ${scope.organizationId} and c.serial_number = t.serial and c.printer_id <> t.printer_id)`,
  )
  return new Set(found.map(({ serial, printerId }) => `${printerId} ${serial}`))
}

// By database and by when it was brought up to date: a few fleets, of which one is in use.
const fleets = new Map<string, Fleet>()
const KEPT_FLEETS = 4

/** What the fleet as a whole has taught, made ready; read again when it was brought up to date since. */
export async function readFleet(tx: Tx): Promise<Fleet> {
  const version = await firstRow(
    tx,
    sql<{ key: string }>`select current_database() || ' ' || updated_at::text as key from fleet_statistics`,
  )
  const known = fleets.get(version!.key)
  if (known) return known
  const row = await firstRow(tx, sql<{ statistics: string | null }>`select statistics from fleet_statistics`)
  const fleet = fleetOf(row?.statistics ? (JSON.parse(row.statistics) as FleetStatistics) : noStatistics())
  for (const key of fleets.keys()) if (fleets.size >= KEPT_FLEETS) fleets.delete(key)
  fleets.set(version!.key, fleet)
  return fleet
}

/** Those of these printers that are there. */
export async function keepKnown(tx: Tx, scope: Scope, printerIds: string[]): Promise<string[]> {
  const found = await rows(
    tx,
    sql<{
      id: string
    }>`select p.id from printers p where p.organization_id = ${scope.organizationId} and p.id = any (${printerIds}::uuid[])`,
  )
  return found.map(({ id }) => id)
}

/** The organizations of which something waits until it is followed; in the scope of the provider. */
export async function listWaiting(tx: Tx): Promise<string[]> {
  const found = await rows(tx, sql<{ id: string }>`select distinct organization_id as id from supply_reports`)
  return found.map(({ id }) => id)
}
