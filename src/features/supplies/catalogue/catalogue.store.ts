import { sql } from 'kysely'
import { firstRow, rows, type Tx } from '../../../platform/db/database.ts'
import type { CartridgeForm } from './cartridge-form.ts'

const COLUMNS = sql`manufacturer, part, name, kind, color, yield_pages, yield_basis, yield_class, family, price_cents, currency, weight_grams, orderable`

const valuesOf = (list: CartridgeForm[]) => {
  const of = <K extends keyof CartridgeForm>(key: K) => list.map((one) => one[key])
  return sql`unnest(${of('manufacturer')}::text[], ${of('part')}::text[], ${of('name')}::text[], ${of('kind')}::text[], ${of('color')}::text[], ${of('yieldPages')}::int[],
    ${of('yieldBasis')}::text[], ${of('yieldClass')}::text[], ${of('family')}::text[], ${of('priceCents')}::bigint[], ${of('currency')}::text[],
    ${of('weightGrams')}::int[], ${of('orderable')}::boolean[])`
}

/** Adds cartridges with the models they fit; gives their ids in the same order. Fails on a part that is there. */
export async function insertCartridges(tx: Tx, list: CartridgeForm[]): Promise<string[]> {
  const made = await rows(
    tx,
    sql<{ id: string }>`insert into cartridges (${COLUMNS}) select t.* from ${valuesOf(list)} as t (${COLUMNS}) returning id`,
  )
  const ids = made.map((row) => row.id)
  await replaceModels(tx, ids, list)
  return ids
}

/** Writes a cartridge again, unless its version is another by now; false then. */
export async function updateCartridge(tx: Tx, id: string, version: number, form: CartridgeForm): Promise<boolean> {
  const row = await firstRow(
    tx,
    sql`update cartridges c set (${COLUMNS}) = (select t.* from ${valuesOf([form])} as t (${COLUMNS})), version = version + 1
      where c.id = ${id} and c.version = ${version} returning c.id`,
  )
  if (!row) return false
  await replaceModels(tx, [id], [form])
  return true
}

async function replaceModels(tx: Tx, ids: string[], list: CartridgeForm[]): Promise<void> {
  await sql`delete from cartridge_models where cartridge_id = any (${ids}::uuid[])`.execute(tx)
  const fits = list.flatMap(({ models }, i) => models.map((model) => ({ ...model, id: ids[i]! })))
  await sql`insert into cartridge_models (cartridge_id, manufacturer, model)
    select * from unnest(${fits.map((one) => one.id)}::uuid[], ${fits.map((one) => one.manufacturer)}::text[], ${fits.map((one) => one.model)}::text[])
    on conflict do nothing`.execute(tx)
}

export async function deleteCartridge(tx: Tx, id: string): Promise<void> {
  await sql`delete from cartridges where id = ${id}`.execute(tx)
}

export interface ReportedPart {
  manufacturer: string
  model: string
  part: string
  kind: string
  color: string | null
  name: string | null
}

/** Notes parts that printers report. */
export async function noteParts(tx: Tx, parts: ReportedPart[]): Promise<void> {
  if (parts.length === 0) return
  const of = <K extends keyof ReportedPart>(key: K) => parts.map((one) => one[key])
  await sql`insert into reported_parts (manufacturer, model, part, kind, color, name)
    select distinct on (name_key(manufacturer || ' ' || model), part_key(part)) * from unnest(${of('manufacturer')}::text[], ${of('model')}::text[], ${of('part')}::text[],
      ${of('kind')}::text[], ${of('color')}::text[], ${of('name')}::text[]) as t (manufacturer, model, part, kind, color, name)
    where part_key(part) <> '' order by name_key(manufacturer || ' ' || model), part_key(part)
    on conflict do nothing`.execute(tx)
}
