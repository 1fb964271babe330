import { sql } from 'kysely'
import { rows, type Tx } from '../../../platform/db/database.ts'
import type { Scope } from '../../../platform/scope.ts'
import { REGISTRATION_NAMES, whyNotLabel } from '../printers.ts'

export interface LabelChange {
  assetTag?: string | null
  location?: string | null
}

type Registration = (typeof REGISTRATION_NAMES)[number] | 'unenrolled'

export interface EditedPrinter {
  printerId: string
  serialNumber: string | null
  registration: Registration
  /** as they were before */
  assetTag: string | null
  location: string | null
}

const EDITABLE = REGISTRATION_NAMES.filter((registration) => whyNotLabel(registration) === undefined)

/** Writes asset tag and location of printers; gives what stood there before. Printers that do not exist are left out. */
export function updateLabels(tx: Tx, scope: Scope, printerIds: string[], { assetTag, location }: LabelChange): Promise<EditedPrinter[]> {
  const newTag = assetTag === undefined ? sql`p.asset_tag` : sql`${assetTag}::text`
  const newLocation = location === undefined ? sql`p.location_set` : sql`${location}::text`
  return rows(
    tx,
    sql<EditedPrinter>`
      with standing as materialized (
        select id, serial_number, registration, asset_tag, location_set from printers
        where organization_id = ${scope.organizationId} and id = any (${printerIds}::uuid[]) order by id for no key update
      ), edited as (
        update printers p set asset_tag = ${newTag}, location_set = ${newLocation}
        from standing s
        where p.organization_id = ${scope.organizationId} and p.id = s.id and s.registration = any (${EDITABLE}::text[])
          and (p.asset_tag, p.location_set) is distinct from (${newTag}, ${newLocation})
      )
      select id as "printerId", serial_number as "serialNumber", registration, asset_tag as "assetTag", location_set as location from standing`,
  )
}
