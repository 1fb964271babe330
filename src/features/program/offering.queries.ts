import { sql } from 'kysely'
import { firstRow, rows, type Tx } from '../../platform/db/database.ts'
import { cursorText, cutPage, readCursor } from '../../platform/page.ts'
import type { Offering, SupportedModel } from './program.api.ts'

/** The offering: limits, required agent version, whether requests are accepted by themselves. */
export async function getOffering(tx: Tx): Promise<Offering> {
  const row = await firstRow(
    tx,
    sql<Offering>`select required_agent_version as "requiredAgentVersion", lifetime_page_count_limit as "lifetimePageCountLimit",
      automatic_acceptance as "automaticAcceptance" from offering`,
  )
  return row!
}

const model = sql`select model_key as id, manufacturer, model, lifetime_page_count_limit as "lifetimePageCountLimit" from supported_models`

/** A page of the catalogue, by maker and model. */
export async function listSupportedModels(tx: Tx, query: { search?: string; cursor?: string; limit: number }) {
  const [after] = readCursor(query.cursor, [cursorText]) ?? [null]
  const found = await rows(
    tx,
    sql<
      SupportedModel & { id: string }
    >`${model} where (${query.search ?? null}::text is null or model_key like search_pattern(${query.search ?? ''}))
      and (${after}::text is null or model_key > ${after}) order by model_key limit ${query.limit + 1}`,
  )
  return cutPage(found, query.limit, (row) => [row.id])
}

export const findSupportedModel = (tx: Tx, id: string) =>
  firstRow(tx, sql<SupportedModel & { id: string }>`${model} where model_key = ${id}`)

export async function countSupportedModels(tx: Tx): Promise<number> {
  return (await firstRow(tx, sql<{ n: number }>`select count(*)::int as n from supported_models`))!.n
}
