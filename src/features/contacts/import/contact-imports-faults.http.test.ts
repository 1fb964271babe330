import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import net from 'node:net'
import path from 'node:path'
import { createInterface } from 'node:readline'
import fc from 'fast-check'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  contactFile,
  contactRow,
  contactRows,
  importEnded,
  importFile,
  rowsOfImport,
  startImport,
} from '../../../../test/support/contact-files.ts'
import { asOwner, type Cast, makeCast } from '../../../../test/support/make.ts'
import { startTestServer, type TestServer } from '../../../../test/support/server.ts'
import { TEST_SECRET } from '../../../../test/support/test-postgres.ts'
import { type RunningServer, serve } from '../../../server/serve.ts'

/** The API answers here; the work is done by servers that the tests start, hold up, and kill. */
let server: TestServer
let cast: Cast
const stops: (() => unknown)[] = []
beforeAll(async () => {
  server = await startTestServer({ worker: false })
  cast = await makeCast(server)
})
afterAll(async () => {
  for (const stop of stops.reverse()) await stop()
  await server.stop()
})

const fleet = () => cast.fleetAdministrator
const newChild = async (name: string) => (await cast.partnerAdministrator.organizations.create({ organizationId: cast.partner, name })).id
const get = (organizationId: string, importId: string) => fleet().contacts.imports.get({ organizationId, importId })
const contacts = async (organizationId: string) => (await fleet().contacts.list({ organizationId, limit: 1 })).total

/** A server with a worker, in this process. */
async function startWorker(databaseUrl = server.database.serverUrl): Promise<RunningServer> {
  const worker = await serve({ databaseUrl, secret: TEST_SECRET, port: 0 })
  let stopped: Promise<void> | undefined
  const stop = () => {
    stopped ??= worker.stop()
    return stopped
  }
  stops.push(stop)
  return { ...worker, stop }
}

/** The same as a process of its own. */
async function startProcess(): Promise<ChildProcess> {
  const file = path.resolve(import.meta.dirname, '../../../../test/support/server-process.ts')
  const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', file], {
    env: { ...process.env, DATABASE_URL: server.database.serverUrl },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  stops.push(() => child.kill('SIGKILL'))
  await once(createInterface(child.stdout!), 'line')
  return child
}

/** Holds up whoever adds this contact, until let go: somebody else is adding an equal one, and then does not. */
async function hold(organizationId: string, row: string[]): Promise<() => Promise<void>> {
  const holder = new pg.Client({ connectionString: server.database.url })
  await holder.connect()
  await holder.query('begin')
  await holder.query(
    `insert into contacts (organization_id, first_name, last_name, business_name, email, country_code, phone_number, address_line_1, city, postal_code, country)
      values ($1, $2, $3, $4, 'x', '1', '1', $5, $6, $7, 'US')`,
    [organizationId, row[0], row[1], row[2], row[6], row[8], row[10]],
  )
  return async () => {
    await holder.query('rollback')
    await holder.end()
  }
}

/** Waits until so many sessions wait for a lock. */
const waiting = (sessions: number) =>
  expect
    .poll(
      async () =>
        (await asOwner(server, `select 1 from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`)).length,
      { timeout: 20_000 },
    )
    .toBe(sessions)

describe('an import of 300', () => {
  it('whose server is killed after row 137 leaves whole contacts only, and goes on at the next row; importing again adds exactly the rest [contacts/imports-are-resumed]', async () => {
    const organizationId = await newChild('Killed')
    const rows = contactRows(300).map((row, i) => row.with(12, `KILL${i}`))
    const letGo = await hold(organizationId, rows[136]!)
    const { id } = await startImport(fleet(), organizationId, contactFile(rows))
    const child = await startProcess()
    // The 137th row of the file is the 136th contact; the next one is being added.
    await expect.poll(async () => (await get(organizationId, id)).position, { timeout: 20_000 }).toBe(137)
    await waiting(1)
    child.kill('SIGKILL')
    await once(child, 'exit')
    await letGo()
    await waiting(0)
    expect(await get(organizationId, id)).toMatchObject({ status: 'running', position: 137, imported: 136, waiting: 164 })
    const pending = 'select count(*)::int as n from contact_pending_serials where organization_id = $1'
    expect([await contacts(organizationId), await asOwner(server, pending, [organizationId])]).toEqual([136, [{ n: 136 }]])
    // The same file once more, while the first import stands still.
    const again = await startImport(fleet(), organizationId, contactFile(rows))
    const worker = await startWorker()
    const ends = await Promise.all([id, again.id].map((importId) => importEnded(fleet(), organizationId, importId)))
    await worker.stop()
    expect(ends.map((end) => [end.status, end.imported + end.existing])).toEqual([
      ['completed', 300],
      ['completed', 300],
    ])
    expect(ends[0]!.imported + ends[1]!.imported).toBe(300)
    expect([await contacts(organizationId), await asOwner(server, pending, [organizationId])]).toEqual([300, [{ n: 300 }]])
  }, 90_000)

  it('waits while the database is away, asks for it again and again, and goes on when it is back [contacts/imports-wait-for-the-database]', async () => {
    const organizationId = await newChild('Away')
    const proxy = await startProxy()
    const worker = await startWorker(proxy.url)
    const rows = contactRows(300)
    const letGo = await hold(organizationId, rows[99]!)
    const { id } = await startImport(fleet(), organizationId, contactFile(rows))
    await expect.poll(async () => (await get(organizationId, id)).position, { timeout: 20_000 }).toBe(100)
    proxy.cut()
    await letGo()
    await expect.poll(proxy.refused, { timeout: 20_000 }).toBeGreaterThan(5)
    expect(await get(organizationId, id)).toMatchObject({ status: 'running', position: 100 })
    proxy.restore()
    expect(await importEnded(fleet(), organizationId, id)).toMatchObject({ status: 'completed', imported: 300, notImported: 0 })
    expect(await importFile(fleet(), organizationId, contactFile(contactRows(3, 'Later')))).toMatchObject({ imported: 3 })
    await worker.stop()
  }, 90_000)
})

describe('with a worker', () => {
  let worker: RunningServer
  beforeAll(async () => {
    worker = await startWorker()
  })
  afterAll(() => worker.stop())

  it.each([
    ['the first row', 0],
    ['a middle row', 14],
    ['the last row', 29],
  ])(
    'canceled at %s, an import stops before the next; what was added stays, and the result says so [contacts/cancel-stops-before-the-next-row]',
    async (name, at) => {
      const organizationId = await newChild(`Canceled at ${name}`)
      const rows = contactRows(30)
      const letGo = await hold(organizationId, rows[at]!)
      const { id: importId } = await startImport(fleet(), organizationId, contactFile(rows))
      await waiting(1)
      const canceling = fleet().contacts.imports.cancel({ organizationId, importId })
      await waiting(2)
      await letGo()
      const end = await canceling
      const last = at === 29
      expect(end).toMatchObject({
        status: last ? 'completed' : 'canceled',
        imported: at + 1,
        notImported: 29 - at,
        waiting: 0,
        notImportedRanges: last ? [] : [{ fromRow: at + 3, toRow: 31, reason: 'Import canceled' }],
      })
      expect(await contacts(organizationId)).toBe(at + 1)
      expect(await fleet().contacts.imports.cancel({ organizationId, importId })).toEqual(end)
      expect(await importFile(fleet(), organizationId, contactFile(rows))).toMatchObject({ imported: 29 - at, existing: at + 1 })
    },
  )

  it('goes on after rows that fail for a reason of their own, which are System error by ranges of rows [contacts/imports-wait-for-the-database] [contacts/not-imported-by-ranges]', async () => {
    const organizationId = await newChild('Failing')
    await asOwner(
      server,
      `create function fail_for_test() returns trigger language plpgsql as $$ begin raise exception 'made to fail'; end $$;
       create trigger fail_for_test before insert on contacts for each row when (new.last_name = 'Poison') execute function fail_for_test()`,
    )
    const file = contactFile(
      ['Fine', 'Poison', 'Poison', 'Fine', 'Poison', 'Fine'].map((lastName, i) => contactRow({ firstName: `Nr ${i}`, lastName })),
    )
    const end = await importFile(fleet(), organizationId, file)
    expect(end).toMatchObject({
      status: 'completed',
      imported: 3,
      notImported: 3,
      notImportedRanges: [
        { fromRow: 3, toRow: 4, reason: 'System error' },
        { fromRow: 6, toRow: 6, reason: 'System error' },
      ],
    })
    await asOwner(server, 'drop trigger fail_for_test on contacts; drop function fail_for_test')
    expect(await importFile(fleet(), organizationId, file)).toMatchObject({ imported: 3, existing: 3 })
  })

  it('whatever the rows, imported + existing + rejected + not imported are all of them, and a second import adds none [contacts/every-row-has-one-outcome]', async () => {
    const organizationId = await newChild('Any table')
    const cell = fc.constantFrom('', 'Ada', 'ADA', 'x'.repeat(65), "'=1", '=1', 'é', 'e\u0301', '1', '+1', 'US', '62701')
    const sound = fc
      .tuple(fc.constantFrom('Ada', 'ada ', 'Bo', 'é', 'e\u0301'), fc.constantFrom('', 'PT1', 'PT2,PT3'))
      .map(([firstName, serialNumbers]) => contactRow({ firstName, serialNumbers }))
    const broken = fc.array(cell, { minLength: 1, maxLength: 14 }).map((cells) => ['x', ...cells])
    const table = fc.array(fc.oneof(sound, broken), { minLength: 1, maxLength: 12 })
    await fc.assert(
      fc.asyncProperty(table, async (rows) => {
        const file = contactFile(rows)
        const first = await importFile(fleet(), organizationId, file)
        const { imported, existing, rejected, notImported } = first
        expect([imported + existing + rejected + notImported, notImported, first.waiting]).toEqual([rows.length, 0, 0])
        const outcomes = await rowsOfImport(fleet(), organizationId, first.id)
        const count = (outcome: string) => outcomes.filter((row) => row.outcome === outcome).length
        expect([outcomes.length, count('imported'), count('existing'), count('rejected')]).toEqual([
          rows.length,
          imported,
          existing,
          rejected,
        ])
        const before = await contacts(organizationId)
        expect(await importFile(fleet(), organizationId, file)).toMatchObject({ imported: 0, existing: imported + existing, rejected })
        expect(await contacts(organizationId)).toBe(before)
      }),
      { numRuns: 8 },
    )
  })
})

/** Stands between a server and the database, and can be cut. */
async function startProxy() {
  const target = new URL(server.database.serverUrl)
  const socket = path.join(target.searchParams.get('host') ?? '', `.s.PGSQL.${target.port || 5432}`)
  const sockets = new Set<net.Socket>()
  let away = false
  let refused = 0
  const proxy = net.createServer((client) => {
    if (away) {
      refused++
      client.destroy()
      return
    }
    const upstream = target.searchParams.has('host') ? net.connect(socket) : net.connect(Number(target.port || 5432), target.hostname)
    for (const [from, to] of [
      [client, upstream],
      [upstream, client],
    ] as const) {
      sockets.add(from)
      from
        .on('error', () => {})
        .on('close', () => {
          sockets.delete(from)
          to.destroy()
        })
      from.pipe(to)
    }
  })
  proxy.listen(0, '127.0.0.1')
  await once(proxy, 'listening')
  const { port } = proxy.address() as net.AddressInfo
  const url = new URL(server.database.serverUrl)
  url.searchParams.delete('host')
  url.host = `127.0.0.1:${port}`
  const cut = () => {
    away = true
    for (const each of sockets) each.destroy()
  }
  stops.unshift(() => {
    proxy.close()
    cut()
  })
  const restore = () => {
    away = false
  }
  return { url: url.toString(), cut, restore, refused: () => refused }
}
