import { type LogEvent, PostgresDialect } from 'kysely'
import pg from 'pg'
import { createDb, createPool, type Db, inScope, SealedDb, type Tx } from '../src/platform/db/database.ts'
import { ScopeSeal, SET_SCOPE } from '../src/platform/db/scope-seal.ts'
import { serverUrlOf } from '../src/platform/db/server-login.ts'
import { makeScope } from '../src/platform/make-scope.ts'
import type { Scope } from '../src/platform/scope.ts'
import { SECRET } from './database.ts'
import type { Figure } from './measure.ts'
import { median, timed } from './measure.ts'

/** Signs the scopes of the benchmark. */
export const seal = new ScopeSeal(SECRET)

export interface PrinterBench {
  /** for the owner of the database */
  url: string
  /** for the user that the server signs in as */
  serverUrl: string
  db: Db
  /** of one connection that is under row-level security, as the server's are */
  app: pg.Pool
  /** of one that is not */
  owner: pg.Pool
  big: Organization
  small: Organization
  /** the partner that the big one and about a quarter of the others belong to */
  partner: Organization
  /** children of all partners */
  all: string[]
}

export interface Organization {
  id: string
  printers: number
  scope: Scope
}

const actor = { kind: 'person', id: 'bench', name: 'Benchmark' } as const

/** Opens generated data: which organizations are in it, and connections of each kind. */
export async function openBench(url: string): Promise<PrinterBench> {
  const owner = new pg.Pool({ connectionString: url, max: 2 })
  const serverUrl = serverUrlOf(url, SECRET)
  const app = createPool(serverUrl, { max: 1 })
  // The database may be stopped before the last connection has gone.
  for (const pool of [owner, app]) pool.on('error', () => {})
  const { rows } = await owner.query<{ id: string; parent: string; n: number }>(
    `select o.id, o.parent_id as parent, count(p.id)::int as n from organizations o left join printers p on p.organization_id = o.id and p.registration <> 'unenrolled'
      where o.kind = 'child' group by o.id order by n desc`,
  )
  const [first] = rows
  const scopeOf = (organizationId: string) => makeScope({ organizationId, actor })
  const child = ({ id, n }: (typeof rows)[number]) => ({ id, printers: n, scope: scopeOf(id) })
  const children = rows.filter(({ parent }) => parent === first!.parent).map(({ id }) => id)
  return {
    url,
    serverUrl,
    db: createDb(createPool(serverUrl, { max: 4 }), seal),
    app,
    owner,
    big: child(first!),
    small: child(rows[1]!),
    partner: {
      id: first!.parent,
      printers: 0,
      scope: makeScope({ organizationId: first!.parent, actor, reach: 'children', childIds: children }),
    },
    all: rows.map(({ id }) => id),
  }
}

export async function closeBench(bench: PrinterBench): Promise<void> {
  await bench.db.destroy()
  await Promise.all([bench.app.end(), bench.owner.end()])
}

export interface Statement {
  text: string
  values: unknown[]
}

/** The statements that a piece of work makes in a scope, apart from those that begin, set the scope and end. */
export async function statementsOf(url: string, scope: Scope, work: (tx: Tx) => Promise<unknown>): Promise<Statement[]> {
  const made: Statement[] = []
  const pool = createPool(url, { max: 1 })
  const log = ({ query }: LogEvent) => void made.push({ text: query.sql, values: [...query.parameters] })
  const db = new SealedDb({ dialect: new PostgresDialect({ pool }), log }, seal)
  await inScope(db, scope, work)
  await db.destroy()
  return made.filter(({ text }) => !/^(begin|commit)|set_config/.test(text))
}

/** The same statements through `pg` alone, in a transaction, under a scope where one is given; as raw rows. */
export async function replay(pool: pg.Pool, statements: Statement[], scope?: Scope): Promise<void> {
  const client = await pool.connect()
  try {
    await client.query('begin')
    if (scope) await client.query(SET_SCOPE, seal.settingsOf(scope))
    for (const statement of statements) await client.query(statement)
    await client.query('commit')
  } finally {
    client.release()
  }
}

/** Costs of both, in turns; a percentile of the rounds in place of the median where one is given. */
export async function turns(
  name: string,
  rounds: number,
  ours: () => Promise<unknown>,
  baseline: () => Promise<unknown>,
  percentile?: number,
): Promise<Figure> {
  const all = { ours: [] as number[], baseline: [] as number[] }
  for (let round = -3; round < rounds; round++) {
    const [a, b] = round % 2 === 0 ? [await timed(ours), await timed(baseline)] : [await timed(baseline), await timed(ours)].reverse()
    if (round < 0) continue
    all.ours.push(a!)
    all.baseline.push(b!)
  }
  const of = (values: number[]) =>
    percentile === undefined ? median(values) : values.toSorted((a, b) => a - b)[Math.floor(values.length * percentile)]!
  return { name, ours: of(all.ours), baseline: of(all.baseline), unit: 'ms' }
}
