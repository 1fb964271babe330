import { type RawBuilder, sql } from 'kysely'
import { type Db, firstRow, rows, type Tx } from '../../platform/db/database.ts'
import { cursorCount, cutPage, readCursor } from '../../platform/page.ts'
import type { Scope } from '../../platform/scope.ts'
import type { AuditEntry, AuditFilter } from './audit.api.ts'
import type { ChainEntry } from './check-chain.ts'
import type { CheckpointContent } from './checkpoints.ts'

function matching(scope: Scope, { search, act, actorKind, actorId, from, to }: AuditFilter): RawBuilder<unknown> {
  const conditions = [sql`e.organization_id = ${scope.organizationId}`]
  if (search?.trim())
    conditions.push(
      sql`search_key(concat_ws(' ', e.texts ->> 'person', e.act, e.texts ->> 'subject', e.texts ->> 'reason')) like search_pattern(${search})`,
    )
  if (act?.trim()) conditions.push(sql`search_key(e.act) like search_pattern(${act})`)
  if (actorKind) conditions.push(sql`e.actor_kind = ${actorKind}`)
  if (actorId) conditions.push(sql`e.actor_id = ${actorId}`)
  if (from) conditions.push(sql`e.at >= ${from}::timestamptz`)
  if (to) conditions.push(sql`e.at < ${to}::timestamptz`)
  return sql.join(conditions, sql` and `)
}

const PREVIOUS = sql`left join audit_entries p on p.organization_id = e.organization_id and p.number = e.number - 1`

/** Entries of the trail, newest first, and whether each carries the hash that follows from the one before it, and none is missing at the end. */
export async function listAuditEntries(tx: Tx, scope: Scope, query: AuditFilter & { cursor?: string; limit: number }) {
  const [before] = readCursor(query.cursor, [cursorCount]) ?? [null]
  const found = await rows(
    tx,
    sql<AuditEntry & { intact: boolean }>`
      select e.number, e.at, e.actor_kind as "actorKind", e.actor_id as "actorId", e.key_id as "keyId", e.request_id as "requestId", e.address, e.act,
        e.texts ->> 'person' as person, e.texts ->> 'subject' as subject, e.texts ->> 'reason' as reason,
        (e.texts ->> 'before')::jsonb as before, (e.texts ->> 'after')::jsonb as after,
        array(select key from jsonb_object_keys(e.digests) as key where not e.texts ? key order by key) as erased, e.hash,
        e.hash = audit_hash(coalesce(p.hash, ''), e) and (p.number is not null or e.number = 1) and audit_bound(e) as intact
      from audit_entries e ${PREVIOUS}
      where ${matching(scope, query)} and (${before}::bigint is null or e.number < ${before})
      order by e.number desc limit ${query.limit + 1}`,
  )
  const page = cutPage(found, query.limit, (row) => [row.number])
  const intact = page.items.every((row) => row.intact) && (await isWholeAtItsEnd(tx, scope))
  return { ...page, items: page.items.map(({ intact: _, ...entry }) => entry), intact }
}

async function isWholeAtItsEnd(tx: Tx, scope: Scope): Promise<boolean> {
  const end = await firstRow(
    tx,
    sql<{ whole: boolean }>`select not exists (
      select from audit_heads h where h.organization_id = ${scope.organizationId} and h.number > 0
        and not exists (select from audit_entries e where e.organization_id = h.organization_id and e.number = h.number and e.hash = h.hash)
      ) and not exists (select from audit_entries e where e.organization_id = ${scope.organizationId}
        and e.number > coalesce((select number from audit_heads h where h.organization_id = e.organization_id), 0)) as whole`,
  )
  return end?.whole ?? false
}

/** An entry as its hash is made, with the hash of the one before. */
export type ProvenEntry = ChainEntry & { previous: string }

/** Entries behind a number, in order, with all that their hashes are made of. */
export function listProvenEntries(tx: Tx, scope: Scope, filter: AuditFilter, after: number, limit: number): Promise<ProvenEntry[]> {
  return readEntries(tx, sql`${matching(scope, filter)} and e.number > ${after}`, limit)
}

function readEntries(tx: Tx | Db, where: RawBuilder<unknown>, limit: number): Promise<ProvenEntry[]> {
  return rows(
    tx,
    sql<ProvenEntry>`select e.organization_id as "organizationId", e.number::int as number,
        to_char(e.at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as at, e.actor_kind as "actorKind", e.actor_id as "actorId", e.key_id as "keyId",
        e.request_id as "requestId", e.address, e.act, e.digests, e.texts, e.salts, coalesce(p.hash, '') as previous, e.hash
      from audit_entries e ${PREVIOUS} where ${where} order by e.number limit ${limit}`,
  )
}

const PORTION = 1000

/** All entries of a chain, in order, read as the owner of the database. */
export async function* readChain(db: Db, organizationId: string): AsyncGenerator<ProvenEntry> {
  for (let after = -1; ; ) {
    const portion = await readEntries(db, sql`e.organization_id = ${organizationId} and e.number > ${after}`, PORTION)
    yield* portion
    if (portion.length < PORTION) return
    after = portion.at(-1)!.number
  }
}

export interface Chain {
  organizationId: string
  name: string
  /** the end that is kept of it; null where there is none */
  head: { number: number; hash: string } | null
}

/** The chains behind an organization, in the order of their ids, read as the owner of the database; also those of which only an end or entries are left. */
export function listChains(db: Db, after: string, limit: number): Promise<Chain[]> {
  return rows(
    db,
    sql<Chain>`select o.id as "organizationId", o.name,
        case when h.number is not null then jsonb_build_object('number', h.number, 'hash', h.hash) end as head
      from organizations o left join audit_heads h on h.organization_id = o.id where o.id > ${after}::uuid order by o.id limit ${limit}`,
  )
}

/** The ends of the chains of all organizations that changed since what an earlier checkpoint had seen; without one, of all chains. */
export async function readHeads(db: Db, since: string | undefined): Promise<CheckpointContent> {
  const read = await firstRow(db, sql<CheckpointContent>`select whole, through, heads from audit_heads_since(${since ?? null})`)
  return read!
}
