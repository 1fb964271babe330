import { sql } from 'kysely'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { countPrinters } from '../src/features/printers/list/count-printers.command.ts'
import { assertAppRole, createPool, inScope } from '../src/platform/db/database.ts'
import { makeScope } from '../src/platform/make-scope.ts'
import { serve } from '../src/server/serve.ts'
import { contactFile, contactRow, importFile } from './support/contact-files.ts'
import { asOwner, type Cast, contactForm, ended, makeAgent, makeCast, makeOffering, printersBySerial, reading } from './support/make.ts'
import { clientOf, startTestServer, type TestServer } from './support/server.ts'

let server: TestServer
let cast: Cast
/** every table with the column organization_id, of the catalogue */
let tables: string[]

beforeAll(async () => {
  server = await startTestServer()
  cast = await makeCast(server)
  await fillTables()
  const found = await asOwner(
    server,
    `select table_name from information_schema.columns where table_schema = 'public' and column_name = 'organization_id'
      and table_name in (select tablename from pg_tables) order by 1`,
  )
  tables = found.map((row) => String(row.table_name))
})
afterAll(() => server.stop())

// One row in every table, for an organization and its neighbour.
async function fillTables() {
  const terms = await makeOffering(server, cast)
  const neighbours = [
    [cast.fleetAdministrator, cast.child],
    [cast.stranger, cast.neighbour],
  ] as const
  await asOwner(server, 'insert into entitlements (organization_id, granted_by) values ($1, $3), ($2, $3)', [
    cast.child,
    cast.neighbour,
    'test',
  ])
  for (const [fleet, organizationId] of neighbours) {
    const here = { organizationId }
    const profile = { name: 'public', version: 'v2c', community: 'public', port: 161, timeoutMilliseconds: 500, retries: 1 } as const
    const { id: profileId } = await fleet.agents.createProfile({ ...here, profile })
    await fleet.agents.create({ ...here, name: 'with criteria', include: [{ entry: '10.0.0.1', profileId }], exclude: [] })
    const agent = await makeAgent(server, fleet, organizationId)
    await fleet.agents.discover({ ...here, agentId: agent.id })
    await fleet.agents.createActivationCode({ ...here, agentId: agent.id })
    await agent.tell({
      '10.0.0.1': reading({ serialNumber: organizationId }),
      '10.0.0.2': reading({ serialNumber: `2 ${organizationId}` }),
    })
    const ids = Object.values(await printersBySerial(fleet, organizationId))
    const { id: selectionId } = await fleet.printers.select({ ...here, printerIds: ids })
    const assignment = await fleet.contacts.assign({ params: here, headers: {}, body: { selectionId, contact: contactForm() } })
    await ended(fleet, organizationId, assignment.taskId)
    const body = { selectionId, termsAccepted: true, termsVersion: terms.version, termsHash: terms.hash }
    const { taskId } = await fleet.program.add({ params: here, headers: { 'idempotency-key': 'once and for all' }, body })
    await ended(fleet, organizationId, taskId)
    const printers = [{ organizationId, printerId: ids[0]! }]
    await cast.operator.program.decide({ organizationId: cast.provider, decision: 'reject', reason: 'test', printers })
    await fillPrinterTables(organizationId, ids[0]!)
    await importFile(fleet, organizationId, contactFile([contactRow({ lastName: 'Imported', serialNumbers: 'PENDING1' })]))
  }
  // Counting ends with no changes left; there are to be some.
  await countPrinters(server.services.db)
  await asOwner(server, 'insert into count_changes values ($1), ($2)', [cast.child, cast.neighbour])
}

// Tags, views, and what the readings roll up to.
async function fillPrinterTables(organizationId: string, printerId: string) {
  const [person] = await asOwner(server, 'select id from people limit 1')
  for (const statement of [
    `insert into printer_tags (organization_id, printer_id, tag) values ($1, $2, 'tag')`,
    `insert into printer_transfers (organization_id, printer_id, agent_id, requested_by)
      select organization_id, $2, id, 'test' from agents where organization_id = $1 limit 1`,
    `insert into reading_hours (organization_id, printer_id, at) values ($1, $2, date_trunc('hour', now()))`,
    `insert into reading_days (organization_id, printer_id, at) values ($1, $2, date_trunc('day', now()))`,
  ])
    await asOwner(server, statement, [organizationId, printerId])
  await asOwner(
    server,
    `insert into printer_views (organization_id, person_id, name, columns, sort, direction) values ($1, $2, $1::uuid::text, '{model}', 'model', 'asc')`,
    [organizationId, person!.id],
  )
  const [other] = await asOwner(server, 'select id from people where id not in (select person_id from default_printer_views) limit 1')
  await asOwner(server, `insert into default_printer_views (organization_id, person_id, view_id) values ($1, $2, 'managed')`, [
    organizationId,
    other!.id,
  ])
}

const scopeOf = (organizationId: string) => makeScope({ organizationId, actor: { kind: 'person', id: '', name: 'test' } })

describe('a table with the column organization_id', () => {
  it('is under row-level security, with rows of more than one organization to try it on [platform/no-foreign-rows]', async () => {
    expect(tables.length).toBeGreaterThan(20)
    const unprotected = await asOwner(
      server,
      `select relname from pg_class where relnamespace = 'public'::regnamespace and relname = any ($1) and not relrowsecurity`,
      [tables],
    )
    expect(unprotected).toEqual([])
    for (const table of tables) {
      const [row] = await asOwner(server, `select count(distinct organization_id)::int as n from ${table}`)
      expect([table, Number(row!.n) > 1]).toEqual([table, true])
    }
  })

  it('shows the rows of the scope and no others [platform/no-foreign-rows]', async () => {
    for (const table of tables)
      for (const organizationId of [cast.child, cast.partner]) {
        const seen = await inScope(server.services.db, scopeOf(organizationId), (tx) =>
          sql<{ id: string }>`select distinct organization_id as id from ${sql.table(table)}`.execute(tx),
        )
        const [own] = await asOwner(server, `select count(*)::int as n from ${table} where organization_id = $1`, [organizationId])
        expect([table, seen.rows]).toEqual([table, own!.n === 0 ? [] : [{ id: organizationId }]])
      }
  })

  it('shows nothing without a scope, also on a connection that had one [platform/no-foreign-rows]', async () => {
    const pool = createPool(server.database.url, { max: 1 })
    try {
      for (const table of [...tables, 'organizations']) {
        const client = await pool.connect()
        await client.query(`begin; select set_config('mps.organization', '${cast.child}', true); select 1 from ${table}; commit`)
        expect([table, (await client.query(`select * from ${table}`)).rows]).toEqual([table, []])
        client.release()
      }
    } finally {
      await pool.end()
    }
  })

  it('takes no row of another organization, by insert or by update [platform/no-foreign-rows]', async () => {
    const { db } = server.services
    const foreign = inScope(db, scopeOf(cast.child), (tx) =>
      sql`insert into groups (organization_id, organization_kind, kind, name) values (${cast.neighbour}, 'child', 'ordinary', 'x')`.execute(
        tx,
      ),
    )
    await expect(foreign).rejects.toMatchObject({ code: '42501' })
    const moved = inScope(db, scopeOf(cast.child), (tx) => sql`update snmp_profiles set organization_id = ${cast.neighbour}`.execute(tx))
    await expect(moved).rejects.toMatchObject({ code: '42501' })
  })

  it('can be seen across organizations only by the provider, and by a partner in its children [platform/no-foreign-rows]', async () => {
    const { db } = server.services
    const seenBy = async (reach: Parameters<typeof makeScope>[0]) =>
      (await inScope(db, makeScope(reach), (tx) => sql<{ id: string }>`select distinct organization_id as id from printers`.execute(tx)))
        .rows
    const actor = { kind: 'person', id: '', name: 'test' } as const
    expect(await seenBy({ organizationId: cast.provider, reach: 'provider', actor })).toHaveLength(2)
    expect(await seenBy({ organizationId: cast.partner, reach: 'children', childIds: [cast.child], actor })).toEqual([{ id: cast.child }])
    expect(await seenBy({ organizationId: cast.partner, actor })).toEqual([])
  })
})

describe('the server', () => {
  const options = { secret: 'a secret for tests, 32 characters', port: 0, worker: false }

  it('refuses to start when its connections would work as a superuser [platform/the-server-cannot-bypass]', async () => {
    const url = new URL(server.database.url)
    url.searchParams.set('options', '-c role=none')
    await expect(serve({ ...options, databaseUrl: url.toString() })).rejects.toThrow(/must work under the role mps_app/)
  })

  it.each([
    ['bypass row-level security', 'alter role mps_app bypassrls'],
    ['do anything', 'alter role mps_app superuser'],
    ['own a table', 'alter table contacts owner to mps_app'],
  ])('refuses to start when its role can %s [platform/the-server-cannot-bypass]', async (_, statement) => {
    // One connection, in a transaction that is undone: no other server is to notice.
    const pool = new pg.Pool({ connectionString: server.database.url, max: 1 })
    try {
      await pool.query('begin; set local role mps_app')
      await expect(assertAppRole(pool)).resolves.toBeUndefined()
      await pool.query(`reset role; ${statement}; set local role mps_app`)
      await expect(assertAppRole(pool)).rejects.toThrow(/row-level security binds/)
    } finally {
      await pool.query('rollback')
      await pool.end()
    }
  })

  it('outlives a connection that breaks while a request uses it', async () => {
    const owner = new pg.Client(server.database.url)
    await owner.connect()
    await owner.query('begin; lock table contacts')
    const running = await serve({ ...options, databaseUrl: server.database.url })
    const fleet = clientOf(running.url, cast.keys['partner-fleet'])
    const request = fleet.contacts.list({ organizationId: cast.child })
    const waiting = `select pid from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`
    let broken: unknown[] = []
    while (broken.length === 0) broken = (await owner.query(`select pg_terminate_backend(pid) from (${waiting}) w`)).rows
    await expect(request).rejects.toMatchObject({ status: 500 })
    await owner.query('rollback')
    await owner.end()
    expect((await fleet.contacts.list({ organizationId: cast.child })).total).toBe(2)
    await running.stop()
  })
})
