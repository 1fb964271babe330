import { sql } from 'kysely'
import { type Db, firstRow, rows, type Tx } from '../../platform/db/database.ts'
import type { Supplier } from './fulfilment.api.ts'
import type { Channel, Routing } from './suppliers.ts'

const COLUMNS = sql`s.id, s.name, s.channel, s.settings, s.manufacturers, s.countries, s.priority, s.offers_express as "offersExpress", s.active,
  s.secret_sealed is not null as "hasSecret", s.token_hash is not null as "hasToken", s.version`
const WAITING = sql`(select count(*)::int from dispatches d where d.supplier_id = s.id and d.state = 'waiting') as waiting,
  (select d.trouble from dispatches d where d.supplier_id = s.id and d.state = 'waiting' and d.trouble is not null
    order by d.created_at limit 1) as trouble`

/** Every supplier, in the order in which they are asked. */
export const listSuppliers = (tx: Tx): Promise<Supplier[]> =>
  rows(tx, sql<Supplier>`select ${COLUMNS}, ${WAITING} from suppliers s order by s.priority, s.name`)

export const findSupplier = (tx: Tx, id: string): Promise<Supplier | undefined> =>
  firstRow(tx, sql<Supplier>`select ${COLUMNS}, ${WAITING} from suppliers s where s.id = ${id}`)

/** The suppliers that get orders now, as routing sees them. */
export const listRoutings = (tx: Tx): Promise<Routing[]> =>
  rows(
    tx,
    sql<Routing>`select s.id, s.manufacturers, s.countries, s.priority, s.offers_express as "offersExpress" from suppliers s where s.active`,
  )

/** A supplier with what is needed to send to it; the secret is sealed. */
export interface SendingSupplier {
  id: string
  name: string
  channel: Channel
  settings: Record<string, string>
  secret: Buffer | null
}
export const findSending = (tx: Tx, id: string): Promise<SendingSupplier | undefined> =>
  firstRow(tx, sql<SendingSupplier>`select id, name, channel, settings, secret_sealed as secret from suppliers where id = ${id} and active`)

/** A supplier that sends a request. */
export interface KnownSupplier {
  id: string
  name: string
}

/** The supplier whose token this is; undefined for a token that nobody has. */
export const findSupplierByToken = (db: Db, hash: string): Promise<KnownSupplier | undefined> =>
  firstRow(db, sql<KnownSupplier>`select id, name from supplier_of_token(${hash})`)

/** The supplier that a cXML message names as its sender, with its sealed secret. */
export const findSupplierByIdentity = (db: Db, identity: string): Promise<(KnownSupplier & { secret: Buffer | null }) | undefined> =>
  firstRow(db, sql<KnownSupplier & { secret: Buffer | null }>`select id, name, secret from supplier_of_identity(${identity})`)
