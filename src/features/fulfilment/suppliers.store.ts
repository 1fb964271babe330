import { sql } from 'kysely'
import { firstRow, type Tx } from '../../platform/db/database.ts'
import type { SupplierForm } from './fulfilment.api.ts'

const COLUMNS = sql`name, channel, settings, manufacturers, countries, priority, offers_express, active`
const valuesOf = (form: SupplierForm) =>
  sql`${form.name}, ${form.channel}, ${JSON.stringify(form.settings)}::jsonb, ${form.manufacturers}::text[], ${form.countries}::text[], ${form.priority},
    ${form.offersExpress}, ${form.active}`

export async function insertSupplier(tx: Tx, form: SupplierForm): Promise<string> {
  const row = await firstRow(tx, sql<{ id: string }>`insert into suppliers (${COLUMNS}) values (${valuesOf(form)}) returning id`)
  return row!.id
}

/** Changes a supplier, unless its version is another by now; false then. */
export async function updateSupplier(tx: Tx, id: string, version: number, form: SupplierForm): Promise<boolean> {
  const row = await firstRow(
    tx,
    sql`update suppliers set (${COLUMNS}) = row(${valuesOf(form)}), version = version + 1 where id = ${id} and version = ${version} returning id`,
  )
  return row !== undefined
}

export async function setSecret(tx: Tx, id: string, sealed: Buffer | null): Promise<void> {
  await sql`update suppliers set secret_sealed = ${sealed} where id = ${id}`.execute(tx)
}

/** Gives a supplier a token; the former one ends. False where there is no such supplier. */
export async function setToken(tx: Tx, id: string, hash: string): Promise<boolean> {
  return (await firstRow(tx, sql`update suppliers set token_hash = ${hash} where id = ${id} returning id`)) !== undefined
}
