import { sql } from 'kysely'
import { firstRow, rows, type Tx } from '../../../platform/db/database.ts'
import { cursorInstant, cursorText, cutPage, readCursor } from '../../../platform/page.ts'
import { type FittingCartridge, modelName } from './cartridges.ts'
import type { Cartridge, UnmatchedPart } from './catalogue.api.ts'

const COLUMNS = sql`c.id, c.manufacturer, c.part, c.name, c.kind, c.color, c.yield_pages as "yieldPages", c.yield_basis as "yieldBasis", c.yield_class as "yieldClass",
  c.family, c.price_cents as "priceCents", c.currency, c.weight_grams as "weightGrams", c.orderable, c.version,
  coalesce((select jsonb_agg(jsonb_build_object('manufacturer', m.manufacturer, 'model', m.model) order by m.model_key)
    from cartridge_models m where m.cartridge_id = c.id), '[]') as models`

/** A page of the catalogue, by maker and part. */
export async function listCartridges(tx: Tx, query: { search?: string; model?: string; cursor?: string; limit: number }) {
  const [after] = readCursor(query.cursor, [cursorText]) ?? [null]
  const { search, model } = query
  const found = await rows(
    tx,
    sql<Cartridge & { key: string }>`select ${COLUMNS}, c.part_key as key from cartridges c
      where (${after}::text is null or c.part_key > ${after})
        and (${search ?? null}::text is null or search_key(c.manufacturer || ' ' || c.part || ' ' || c.name) like search_pattern(${search ?? ''}))
        and (${model ?? null}::text is null or exists (select from cartridge_models m where m.cartridge_id = c.id and m.model_key = name_key(${model ?? ''})))
      order by c.part_key limit ${query.limit + 1}`,
  )
  const page = cutPage(found, query.limit, (row) => [row.key])
  return { ...page, items: page.items.map(({ key: _, ...cartridge }) => cartridge) }
}

export const findCartridge = (tx: Tx, id: string) => firstRow(tx, sql<Cartridge>`select ${COLUMNS} from cartridges c where c.id = ${id}`)

/** The cartridges of these makers and parts, by the key that two spellings of a part share. */
export async function findByParts(tx: Tx, parts: { manufacturer: string; part: string }[]): Promise<(Cartridge | null)[]> {
  const found = await rows(
    tx,
    sql<{ place: number; cartridge: Cartridge | null }>`
      select t.place::int as place, (select to_jsonb(x) from (select ${COLUMNS} from cartridges c where c.part_key = name_key(t.manufacturer) || ' ' || part_key(t.part)) x) as cartridge
      from unnest(${parts.map((one) => one.manufacturer)}::text[], ${parts.map((one) => one.part)}::text[]) with ordinality as t (manufacturer, part, place)`,
  )
  const byPlace = new Map(found.map(({ place, cartridge }) => [place, cartridge]))
  return parts.map((_, i) => byPlace.get(i + 1) ?? null)
}

/** The cartridges that fit these models, by maker and model as one key. */
export async function findFitting(
  tx: Tx,
  models: { manufacturer: string | null; model: string | null }[],
): Promise<Map<string, FittingCartridge[]>> {
  if (models.length === 0) return new Map()
  const found = await rows(
    tx,
    sql<FittingCartridge & { printerModel: string }>`
      select t.key as "printerModel", c.id, c.manufacturer, c.part, c.name, c.kind, c.color, c.yield_pages as "yieldPages", c.yield_class as "yieldClass", c.family,
        c.price_cents as "priceCents", c.currency, c.orderable
      from unnest(${models.map(modelName)}::text[]) as t (key) join cartridge_models m on m.model_key = name_key(t.key) join cartridges c on c.id = m.cartridge_id`,
  )
  return Map.groupBy(found, (row) => row.printerModel)
}

/** Which of these models somebody has: in the catalogue of supported models, or read from a printer that reported a part. */
export async function findKnownModels(tx: Tx, models: { manufacturer: string; model: string }[]): Promise<Set<string>> {
  const found = await rows(
    tx,
    sql<{ key: string }>`select t.key from unnest(${models.map(modelName)}::text[]) as t (key)
      where exists (select from supported_models s where s.model_key = name_key(t.key)) or exists (select from reported_parts r where r.model_key = name_key(t.key))`,
  )
  return new Set(found.map((row) => row.key))
}

/** Parts that printers report and no cartridge of the catalogue has, newest first. */
export async function listUnmatched(tx: Tx, query: { cursor?: string; limit: number }) {
  const [at, model, part] = readCursor(query.cursor, [cursorInstant, cursorText, cursorText]) ?? [null, null, null]
  const found = await rows(
    tx,
    sql<UnmatchedPart & { modelKey: string; partKey: string }>`
      select r.manufacturer, r.model, r.part, r.kind, r.color, r.name, r.first_seen_at as "firstSeenAt", r.model_key as "modelKey", r.part_key as "partKey"
      from reported_parts r
      where not exists (select from cartridges c where c.part_key = r.part_key)
        and (${at}::timestamptz is null or (r.first_seen_at, r.model_key, r.part_key) < (${at}::timestamptz, ${model}::text, ${part}::text))
      order by r.first_seen_at desc, r.model_key desc, r.part_key desc limit ${query.limit + 1}`,
  )
  const page = cutPage(found, query.limit, (row) => [row.firstSeenAt, row.modelKey, row.partKey])
  return { ...page, items: page.items.map(({ modelKey: _m, partKey: _p, ...part }) => part) }
}
