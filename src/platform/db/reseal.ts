import { CompiledQuery, sql } from 'kysely'
import { type Sealer, sealedPlace } from '../secrets.ts'
import { type Db, firstRow, rows } from './database.ts'
import { PUT_SCOPE_KEY, ScopeSeal } from './scope-seal.ts'

interface SealedColumn {
  table: string
  column: string
  key: string[]
}

/** Every column that holds sealed values: those of bytes whose names end in `_sealed`, with the primary key that names their rows. */
function listSealedColumns(db: Db): Promise<SealedColumn[]> {
  return rows(
    db,
    sql<SealedColumn>`select c.relname as table, a.attname as column,
        array(select k.attname::text from pg_index i cross join unnest(i.indkey) with ordinality as n (attnum, place)
          join pg_attribute k on k.attrelid = i.indrelid and k.attnum = n.attnum
          where i.indrelid = c.oid and i.indisprimary order by n.place) as key
      from pg_attribute a join pg_class c on c.oid = a.attrelid and c.relkind in ('r', 'p') and c.relnamespace = 'public'::regnamespace
      where a.attname like '%\\_sealed' and a.atttypid = 'bytea'::regtype and not a.attisdropped order by 1, 2`,
  )
}

const PORTION = 100

/**
 * Encrypts again, with the current secret, every value that was sealed with a former one, a portion a transaction; gives how many there were. Works as the owner of the
 * database. @rule platform/secrets-are-rotated  The secret of an installation can be rotated; interrupted at any moment, every sealed value still opens.
 * Whoever dies in between leaves values of both, which a server that knows both secrets opens.
 */
export async function resealAll(db: Db, sealer: Sealer): Promise<number> {
  let count = 0
  for (const sealed of await listSealedColumns(db))
    for (let n = 0; ; ) {
      n = await resealPortion(db, sealer, sealed)
      count += n
      if (n < PORTION) break
    }
  return count
}

function resealPortion(db: Db, sealer: Sealer, { table, column, key }: SealedColumn): Promise<number> {
  const [tableName, columnName] = [sql.table(table), sql.ref(column)]
  const row = sql`array[${sql.join(key.map((name) => sql`${sql.ref(name)}::text`))}]`
  return db.transaction().execute(async (tx) => {
    const found = await rows(
      tx,
      sql<{ value: Buffer; row: string[] }>`select ${columnName} as value, ${row} as row from ${tableName}
        where substring(${columnName} from 1 for ${sealer.mark.length}) <> ${sealer.mark} limit ${PORTION} for update`,
    )
    for (const { value, row: names } of found) {
      const place = sealedPlace(table, column, names)
      await sql`update ${tableName} set ${columnName} = ${sealer.seal(sealer.open(value, place), place)} where ${row} = ${names}::text[]`.execute(
        tx,
      )
    }
    return found.length
  })
}

/** Gives the database the key of the scopes that belongs to the present secret. Works as the owner of the database. */
export async function renewScopeKey(db: Db, secret: string): Promise<void> {
  await db.executeQuery(CompiledQuery.raw(PUT_SCOPE_KEY, new ScopeSeal(secret).pads()))
}

/** How many sessions other than this one a server has on the database. */
export async function countServerSessions(db: Db): Promise<number> {
  const row = await firstRow(
    db,
    sql<{ n: number }>`select count(*)::int as n from pg_stat_activity
      where datname = current_database() and application_name = 'mps-express' and pid <> pg_backend_pid()`,
  )
  return row!.n
}
