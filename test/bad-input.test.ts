import { once } from 'node:events'
import http from 'node:http'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { asOwner, type Cast, makeCast } from './support/make.ts'
import { operations, type Schema } from './support/operations.ts'
import { startTestServer, type TestServer } from './support/server.ts'

let server: TestServer
let cast: Cast
beforeAll(async () => {
  server = await startTestServer({ worker: false })
  cast = await makeCast(server)
})
afterAll(() => server.stop())

/** Sends a path as it stands, which `fetch` would correct first. */
async function get(path: string, key = cast.keys['partner-fleet']) {
  const request = http.get(server.url.replace('localhost', '127.0.0.1'), { path, headers: { authorization: `Bearer ${key}` } })
  const [response] = (await once(request, 'response')) as [http.IncomingMessage]
  const body = Buffer.concat(await response.toArray()).toString()
  return { status: response.statusCode, body }
}

const post = (path: string, body: string | Uint8Array<ArrayBuffer>, key: string, headers = {}) =>
  fetch(`${server.url}/api/v1/organizations/${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${cast.keys[key]}`, ...headers },
    body,
  })

describe('a path', () => {
  it.each([
    '/api/v1/organizations/%E0%A4%A/printers',
    '/api/v1/organizations/%00/printers',
    '/api/v1/organizations/x/printers',
    '/api/v1/organizations//printers',
    '/api/v1/%',
    '/api/',
    '/api/v2/organizations',
    '/api/v1/invitations/%E0%A4%A',
    '/api/v1/organizations/../../etc/passwd',
  ])('that is none of ours, %s, is refused, and the server goes on', async (path) => {
    const { status } = await get(path)
    expect(status).toBeGreaterThanOrEqual(400)
    expect(status).toBeLessThan(500)
    expect((await fetch(`${server.url}/healthz`)).status).toBe(200)
  })

  it('with a foreign or odd id in it is not found, however it is written', async () => {
    const ids = ['00000000-0000-7000-8000-000000000000', cast.neighbour, cast.neighbour.toUpperCase()]
    for (const id of ids) expect([id, (await get(`/api/v1/organizations/${id}/printers`)).status]).toEqual([id, 404])
    expect((await get(`/api/v1/organizations/${cast.child.toUpperCase()}/printers`)).status).toBe(200)
  })
})

describe('a text that cannot be kept', () => {
  it.each([
    ['contacts', 'partner-fleet', { contact: { city: 'a\u0000b' } }, 'contact.city'],
    ['people', 'partner-owner', { name: 'a\u0000b', email: 'a@example.com', roles: [] }, 'name'],
    ['agents', 'partner-fleet', { name: 'a\ud800b', include: [], exclude: [] }, 'name'],
    ['agents', 'partner-fleet', { name: 'x', include: [], exclude: ['a\u0000b'] }, 'exclude.0'],
    ['printer-selections', 'partner-fleet', { filter: { search: 'a\u0000' } }, 'filter.search'],
  ])('in %s is refused with its place [platform/unstorable-texts-are-refused]', async (path, key, body, field) => {
    const response = await post(`${cast.child}/${path}`, JSON.stringify(body), key)
    expect([response.status, await response.json()]).toEqual([
      400,
      expect.objectContaining({ code: 'invalid-input', data: { faults: [expect.objectContaining({ field })] } }),
    ])
  })

  it('in a query, a path or a header too [platform/unstorable-texts-are-refused]', async () => {
    for (const query of [
      'contacts?search=%00',
      'printers?search=%00',
      'children?search=a%00',
      'agents?cursor=%00',
      'audit-entries?search=%00',
    ])
      expect([query, (await get(`/api/v1/organizations/${cast.child}/${query}`, cast.keys['partner-owner'])).status]).toEqual([
        query,
        query.startsWith('children') || query.startsWith('audit') ? 400 : 403,
      ])
    expect((await get(`/api/v1/organizations/${cast.child}/contacts?search=%00`)).status).toBe(400)
    expect((await get('/api/v1/organizations?search=%00')).status).toBe(400)
    expect((await get('/api/v1/invitations/%00')).status).toBe(400)
  })

  it('looks like any other to people without access', async () => {
    const response = await post(`${cast.child}/contacts`, JSON.stringify({ contact: { city: 'a\u0000' } }), 'neighbour-fleet')
    expect(response.status).toBe(404)
  })
})

describe('a body', () => {
  it.each([
    ['no JSON', '{"name":', {}],
    ['a list', '[]', {}],
    ['a number', '5', {}],
    ['null', 'null', {}],
    ['not UTF-8', new Uint8Array([0x7b, 0x22, 0xff, 0xfe]), {}],
    ['deeper than any', `${'['.repeat(10_000)}${']'.repeat(10_000)}`, {}],
    ['a form', 'name=x', { 'content-type': 'application/x-www-form-urlencoded' }],
    ['text', 'name', { 'content-type': 'text/plain' }],
    ['nothing', '', {}],
  ])('that is %s is refused, and is no mistake of ours', async (_, body, headers) => {
    const response = await post(`${cast.partner}/children`, body, 'partner-owner', headers)
    const answer = (await response.json()) as { code: string }
    expect([response.status, answer.code]).toEqual([400, 'invalid-input'])
  })

  it('with more than is asked for is taken without it', async () => {
    const body = { name: 'With more', kind: 'provider', id: cast.provider, parentId: null, __proto__: { x: 1 }, active: false }
    const response = await post(`${cast.partner}/children`, JSON.stringify(body), 'partner-owner')
    expect([response.status, await response.json()]).toEqual([
      201,
      expect.objectContaining({ name: 'With more', kind: 'child', parentId: cast.partner }),
    ])
  })
})

describe('a value that the database cannot hold', () => {
  const cursor = (...values: unknown[]) => Buffer.from(JSON.stringify(values)).toString('base64url')
  const ID = '00000000-0000-7000-8000-000000000000'

  it.each([
    ['sort=ipAddress', cursor('ipAddress asc', 'after', '1.2.3.4/999', ID)],
    ['sort=ipAddress', cursor('ipAddress asc', 'after', 'fe80::1%eth0', ID)],
    ['sort=lowestSupplyPercent', cursor('lowestSupplyPercent asc', 'after', '1e-99', ID)],
    ['sort=lastReadAt', cursor('lastReadAt asc', 'after', '2026-02-31T00:00:00Z', ID)],
    ['sort=lastReadAt', cursor('lastReadAt asc', 'after', '2026-02-01T24:00:01Z', ID)],
  ])('in a cursor, by %s, is refused with its place', async (sort, value) => {
    const { status, body } = await get(`/api/v1/organizations/${cast.child}/printers?${sort}&cursor=${value}`)
    expect([status, JSON.parse(body)]).toEqual([
      400,
      expect.objectContaining({ data: { faults: [expect.objectContaining({ field: 'cursor' })] } }),
    ])
  })

  it.each(['0000-01-01T00:00:00Z', '0001-01-01T00:00:00+23:59', '1969-12-31T23:59:59Z', '2026-02-30T00:00:00Z'])(
    'as an instant, %s, is refused with its place',
    async (to) => {
      const { status, body } = await get(`/api/v1/organizations/${cast.child}/printers/${ID}/history?to=${encodeURIComponent(to)}`)
      expect([status, JSON.parse(body).data.faults]).toEqual([400, [expect.objectContaining({ field: 'to' })]])
    },
  )

  it('is none where an instant only has an unusual offset', async () => {
    const { status } = await get(
      `/api/v1/organizations/${cast.child}/printers/${ID}/history?to=${encodeURIComponent('2026-01-01T00:00:00+23:59')}`,
    )
    expect(status).toBe(404)
  })

  it('as a whole number is refused by the contract, in every operation', () => {
    for (const { name, input } of operations)
      for (const { place, schema } of integersIn(input))
        if (!WIDE.includes(place.at(-1)!))
          expect([name, place.join('.'), (schema.maximum ?? Infinity) < 2 ** 31]).toEqual([name, place.join('.'), true])
  })

  it('is refused as invalid input, even where the contract allows it [platform/values-out-of-range-are-refused]', async () => {
    await asOwner(
      server,
      `create function refuse_value() returns trigger language plpgsql as $$ begin raise exception 'integer out of range' using errcode = '22003'; end $$`,
    )
    await asOwner(server, 'create trigger refuse_value before insert on groups for each row execute function refuse_value()')
    const response = await post(
      `${cast.partner}/groups`,
      JSON.stringify({ name: 'x', kind: 'ordinary', roles: [], memberIds: [] }),
      'partner',
    )
    expect([response.status, await response.json()]).toEqual([400, expect.objectContaining({ code: 'invalid-input' })])
    await asOwner(server, 'drop function refuse_value cascade')
  })
})

// Kept as bigint, or in JSON.
const WIDE = ['lifetimePageCountLimit', 'sequence', 'waiting', 'basis', 'printersFound', 'items']

function integersIn(schema: Schema, place: string[] = []): { place: string[]; schema: Schema }[] {
  if (place.includes('items') && place.includes('reading')) return []
  if (schema.type === 'integer') return [{ place, schema }]
  const inner = [...(schema.anyOf ?? []), ...(schema.oneOf ?? []), ...(schema.allOf ?? [])].flatMap((choice) => integersIn(choice, place))
  const fields = Object.entries(schema.properties ?? {}).flatMap(([key, field]) => integersIn(field, [...place, key]))
  return [...inner, ...fields, ...(schema.items ? integersIn(schema.items, place) : [])]
}
