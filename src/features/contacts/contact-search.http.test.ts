import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { asOwner, type Cast, contactForm, makeCast } from '../../../test/support/make.ts'
import { startTestServer, type TestServer } from '../../../test/support/server.ts'
import { inScope } from '../../platform/db/database.ts'
import { makeScope } from '../../platform/make-scope.ts'

const CONTACTS = 20_000
let server: TestServer
let cast: Cast
let here: { organizationId: string }
beforeAll(async () => {
  server = await startTestServer({ worker: false })
  cast = await makeCast(server)
  here = { organizationId: cast.child }
  await asOwner(
    server,
    `insert into contacts (organization_id, first_name, last_name, business_name, email, country_code, phone_number, address_line_1, city, country)
      select $1, 'First' || n, 'Last' || n % 997, 'Company ' || n % 97, 'p' || n || '@example.com', '1', '2025550123', n || ' Street', 'City ' || n % 31, 'US'
      from generate_series(1, $2::int) as n`,
    [cast.child, CONTACTS],
  )
  // Also takes what was just written into the index of words.
  await asOwner(server, 'vacuum analyze contacts')
})
afterAll(() => server.stop())

const list = (query: { search?: string; name?: string; businessName?: string; city?: string; sort?: 'name' | 'city'; cursor?: string }) =>
  cast.fleetAdministrator.contacts.list({ ...here, limit: 5, ...query })

describe('a search among many contacts [contacts/search]', () => {
  it.each([
    [{ search: 'FIRST12345' }, 1],
    [{ search: 'p777@example' }, 1],
    [{ name: 'first12345 last' }, 1],
    [{ name: 'company' }, 0],
    [{ businessName: 'company 96' }, 206],
    [{ businessName: 'company 96', city: 'city 30' }, 6],
    [{ city: 'first' }, 0],
    [{ search: '%' }, 0],
    [{ search: '_irst' }, 0],
    [{ search: '   ' }, CONTACTS],
  ])('for %j finds %i', async (query, total) => {
    expect((await list(query)).total).toBe(total)
  })

  it('reads no more than it needs: a rare text by the index of words, a page deep in the list by the index of its order', async () => {
    const scope = makeScope({ organizationId: cast.child, actor: { kind: 'person', id: '', name: 'test' } })
    const read = (query: string) =>
      inScope(server.services.db, scope, async (tx) => {
        const before = await sql<{ n: number }>`select (select sum(n_tup) from (
          select pg_stat_get_xact_tuples_fetched(oid) + pg_stat_get_xact_tuples_returned(oid) as n_tup from pg_class where relname = 'contacts') t)::int as n`.execute(
          tx,
        )
        await sql.raw(query).execute(tx)
        const after = await sql<{ n: number }>`select (select sum(n_tup) from (
          select pg_stat_get_xact_tuples_fetched(oid) + pg_stat_get_xact_tuples_returned(oid) as n_tup from pg_class where relname = 'contacts') t)::int as n`.execute(
          tx,
        )
        return after.rows[0]!.n - before.rows[0]!.n
      })
    const id = `'${cast.child}'::uuid`
    expect(await read(`select * from find_contacts(${id}, 'first12345', null, null, null, 'name', false, null, null, 51)`)).toBeLessThan(
      200,
    )
    const key = `'last900 first1000', '00000000-0000-7000-8000-000000000000'::uuid`
    for (const sort of ['name', 'city', 'email', 'businessName', 'country'])
      expect([sort, await read(`select * from find_contacts(${id}, null, null, null, null, '${sort}', false, ${key}, 51)`)]).toEqual([
        sort,
        expect.toSatisfy((n: number) => n < 200),
      ])
  })

  it('finds nothing of an organization that the scope does not reach [platform/search-keeps-to-the-scope]', async () => {
    await cast.stranger.contacts.create({ organizationId: cast.neighbour, contact: contactForm({ lastName: 'Hidden' }) })
    const scope = makeScope({ organizationId: cast.child, actor: { kind: 'person', id: '', name: 'test' } })
    const found = await inScope(server.services.db, scope, async (tx) => [
      ...(await sql`select * from find_contacts(${cast.neighbour}, 'hidden', null, null, null, 'name', false, null, null, 51)`.execute(tx))
        .rows,
      ...(await sql<{ n: number }>`select count_contacts(${cast.neighbour}, 'hidden', null, null, null) as n`.execute(tx)).rows,
    ])
    expect(found).toEqual([{ n: 0 }])
    expect(await sql`select count_contacts(${cast.child}, null, null, null, null) as n`.execute(server.services.db)).toMatchObject({
      rows: [{ n: 0 }],
    })
  })
})
