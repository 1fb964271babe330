import { CompiledQuery, Kysely, type KyselyConfig, PostgresDialect, type RawBuilder, type sql, type Transaction } from 'kysely'
import pg from 'pg'
import type { Scope } from '../scope.ts'
import { type ScopeSeal, SET_SCOPE } from './scope-seal.ts'

/** The role that holds the server's rights; row-level security binds it. The server signs in as a member of it. */
export const APP_ROLE = 'mps_app'

/** The database; its tables are reached through `sql` alone (decision 0003), so it carries no row types. One without a seal has no scopes. */
export type Db = Kysely<unknown> & { readonly seal?: ScopeSeal }
/** A database that signs its scopes. */
export class SealedDb extends Kysely<unknown> {
  readonly seal: ScopeSeal

  constructor(config: KyselyConfig, seal: ScopeSeal) {
    super(config)
    this.seal = seal
  }
}
/** A transaction in which the settings of a scope hold. */
export type Tx = Transaction<unknown>
/** A piece of SQL, as queries hand it on. */
export type Sql = RawBuilder<unknown>

const { builtins } = pg.types

// RFC 3339 as the API writes it, without a Date in between: the session's time zone is UTC, so PostgreSQL's text ends in +00.
const instant = (text: string) => `${text.slice(0, 10)}T${text.slice(11, -3)}Z`

const types = new pg.TypeOverrides()
types.setTypeParser(builtins.TIMESTAMPTZ, instant)
types.setTypeParser(builtins.INT8, Number)
types.setTypeParser(builtins.NUMERIC, Number)

/** Connections with UTC, and planned for short requests: no parallel plans, no JIT, indexes where they serve. */
export function createPool(url: string, options: { max?: number } = {}): pg.Pool {
  const settings = {
    TimeZone: 'UTC',
    jit: 'off',
    max_parallel_workers_per_gather: '0',
    // What is worked with is in memory, and disks no longer turn.
    random_page_cost: '1.1',
    search_path: 'public',
  }
  const pool = new pg.Pool({
    connectionString: url,
    max: options.max ?? 10,
    application_name: 'mps-express',
    types: types,
    options: Object.entries(settings)
      .map(([name, value]) => `-c ${name}=${value}`)
      .join(' '),
  })
  // A connection that breaks while it is used fails its query, which is reported there; without a listener, its error would end the process.
  pool.on('connect', (client) => client.on('error', () => {}))
  return pool
}

/** The database over a pool; its scopes are signed with this seal. The owner of the database needs none: no policy binds it. */
export function createDb(pool: pg.Pool, seal?: ScopeSeal): Db {
  const config = { dialect: new PostgresDialect({ pool }) }
  return seal ? new SealedDb(config, seal) : new Kysely<unknown>(config)
}

const lastly = new WeakMap<Tx, (() => Promise<void>)[]>()

/**
 * Runs something as the last statements of a transaction of `inScope`: what locks a row that others wait for is held for the commit alone.
 * What fails there undoes the whole transaction.
 */
export function beforeCommit(tx: Tx, run: () => Promise<void>): void {
  const list = lastly.get(tx)
  if (!list) throw new Error('beforeCommit takes a transaction of inScope')
  list.push(run)
}

/** Runs in one transaction in which row-level security lets through what the scope reaches, and nothing else. */
export function inScope<T>(db: Db, scope: Scope, run: (tx: Tx) => Promise<T>): Promise<T> {
  const { seal } = db
  if (!seal) throw new Error('inScope takes a database that signs its scopes')
  return db.transaction().execute(async (tx) => {
    await tx.executeQuery(CompiledQuery.raw(SET_SCOPE, seal.settingsOf(scope)))
    const last: (() => Promise<void>)[] = []
    lastly.set(tx, last)
    const result = await run(tx)
    for (const each of last) await each()
    return result
  })
}

/** Runs a statement and gives its rows. */
export async function rows<Row>(tx: Tx | Db, query: ReturnType<typeof sql<Row>>): Promise<Row[]> {
  return (await query.execute(tx)).rows
}

/** Runs a statement and gives its first row, if it has one. */
export async function firstRow<Row>(tx: Tx | Db, query: ReturnType<typeof sql<Row>>): Promise<Row | undefined> {
  return (await query.execute(tx)).rows[0]
}

/** The name of the constraint that a statement ran into, where that is what went wrong. */
export function violatedConstraint(error: unknown): string | undefined {
  return error instanceof pg.DatabaseError && error.code?.startsWith('23') ? error.constraint : undefined
}

/**
 * What went wrong with a statement, where trying differently may help: `data` the values it was given, `conflict` another transaction;
 * undefined for anything else.
 */
export function faultOf(error: unknown): 'data' | 'conflict' | undefined {
  const code = error instanceof pg.DatabaseError ? (error.code ?? '') : ''
  if (code.startsWith('40')) return 'conflict'
  return /^(22|23|54)/.test(code) ? 'data' : undefined
}

/**
 * Whether a statement was given a value that no column of its type can hold, such as a number beyond its range (PostgreSQL's class 22).
 * @rule platform/values-out-of-range-are-refused  A value that the database cannot store is refused as invalid input, even if no earlier check found it.
 */
export const isOutOfRange = (error: unknown): boolean => error instanceof pg.DatabaseError && (error.code ?? '').startsWith('22')

// Administrator's shutdown, crash, start-up; no connection; too many of them.
const AWAY = /^(57P0[1-5]|08\w{3}|53300)$/
const BROKEN = /^(ECONN|EPIPE|ETIMEDOUT|EHOSTUNREACH|ENETUNREACH|ENOENT|EAI_)/

/** Whether something failed because the database does not answer for now: waiting helps. */
export function isAway(error: unknown): boolean {
  if (error instanceof pg.DatabaseError) return AWAY.test(error.code ?? '')
  const { code = '', message = '' } = error as { code?: string; message?: string }
  return (
    BROKEN.test(code) ||
    /^(Connection terminated|timeout exceeded when trying to connect|Client has encountered a connection error)/.test(message)
  )
}
