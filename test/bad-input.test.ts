import { once } from 'node:events'
import http from 'node:http'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Cast, makeCast } from './support/make.ts'
import { startTestServer, type TestServer } from './support/server.ts'

let server: TestServer
let cast: Cast
beforeAll(async () => {
  server = await startTestServer({ worker: false })
  cast = await makeCast(server)
})
afterAll(() => server.stop())

/** Sends a path as it stands, which `fetch` would mend first. */
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

  it('is not told apart from others to whoever may not ask', async () => {
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
    ['deeper than any', `${'['.repeat(50_000)}${']'.repeat(50_000)}`, {}],
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
