import { createHash, randomInt, randomUUID } from 'node:crypto'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { may, type Permission } from '../src/features/accounts/roles.ts'
import { type Inhabited, idsIn, makeInhabited } from './support/inhabited.ts'
import { asOwner, contactForm, reading } from './support/make.ts'
import { actorsOf, isInOrganization, type Operation, operations, pathParameters, whoMay } from './support/operations.ts'
import { type Ids, legalRequests, type Request } from './support/requests.ts'
import { send } from './support/send.ts'
import { startTestServer, type TestServer } from './support/server.ts'

const inOrganization = operations.filter(isInOrganization)

let server: TestServer
let cast: Inhabited
beforeAll(async () => {
  server = await startTestServer()
  cast = await makeInhabited(server)
})
afterAll(() => server.stop())

const NOBODY = '00000000-0000-7000-8000-000000000000'

function call(operation: Operation, organizationId: string, key?: string) {
  const params = Object.fromEntries(pathParameters(operation).map((name) => [name, name === 'taskId' ? '1' : NOBODY]))
  return send(server.url, operation, { params: { ...params, organizationId }, query: {}, headers: {}, body: {} }, key)
}

describe('every operation', () => {
  it('is described: method, path, a summary, and who may call it', () => {
    for (const { name, method, path, summary, access } of operations) {
      expect([name, method]).toEqual([name, expect.stringMatching(/^(GET|POST|PUT|PATCH|DELETE)$/)])
      expect([name, path]).toEqual([name, expect.stringMatching(/^\/[a-z]/)])
      expect([name, summary]).toEqual([name, expect.stringMatching(/^\S.{6,}$/)])
      expect([name, access]).toEqual([name, expect.any(String)])
    }
    expect(operations.length).toBeGreaterThan(90)
    expect(new Set(operations.map(({ method, path }) => `${method} ${path}`)).size).toBe(operations.length)
  })

  it('refuses a stranger: 401 without a session or key, and with a key that was never given out', async () => {
    for (const operation of operations.filter(({ access }) => access !== 'anyone'))
      for (const key of [undefined, 'mps_nobody']) {
        const { status } = await call(operation, cast.child, key)
        expect([operation.name, key, status]).toEqual([operation.name, key, 401])
      }
  })

  it('takes no parameter in its path whose foreign values nobody tries', async () => {
    const tried = new Set([...Object.keys(await idsIn(server, cast.neighbour)), ...UNTRIED])
    for (const operation of operations)
      for (const name of pathParameters(operation)) expect([operation.name, name, tried.has(name)]).toEqual([operation.name, name, true])
  })
})

describe('access to', () => {
  it.each(inOrganization)(
    '$name: to whoever has no role in an organization it does not exist, 404 as for one that does not [accounts/foreign-organizations-do-not-exist]',
    async (operation) => {
      for (const who of Object.keys(cast.keys).filter((name) => name !== 'neighbour-fleet')) {
        const [foreign, none] = [await call(operation, cast.neighbour, cast.keys[who]), await call(operation, NOBODY, cast.keys[who])]
        expect([who, foreign.status, foreign.json]).toEqual([who, 404, none.json])
        expect(foreign.json).toMatchObject({ code: 'not-found', status: 404 })
      }
    },
  )

  it.each(inOrganization)(
    '$name is refused, 403, to each role that does not allow it, and not to those that do [accounts/roles]',
    async (operation) => {
      for (const { who, organizationId, kind, role } of actorsOf(cast)) {
        const { status, text } = await call(operation, organizationId, cast.keys[who])
        if (may([role], operation.access as Permission, kind))
          expect([who, kind, text]).toEqual([who, kind, expect.not.stringMatching(/takes one of the roles|not-signed-in/)])
        // In the partner itself a role of an access group counts only for looking at all children.
        else expect([who, kind, status]).toEqual([who, kind, who === 'partner-fleet' && kind === 'partner' ? 404 : 403])
      }
    },
  )
})

describe('the ids of a neighbour', () => {
  let foreign: Ids
  let before: Record<string, string>
  beforeAll(async () => {
    foreign = await idsIn(server, cast.neighbour)
    before = await everythingOf(cast.neighbour)
  })

  it('are there to try', () => {
    expect(Object.entries(foreign).filter(([, ids]) => ids.length === 0)).toEqual([])
  })

  it.each(inOrganization)('are to $name as ids that nobody has', async (operation) => {
    for (const { who, organizationId, kind } of whoMay(operation, cast))
      for (const request of kind === 'provider' ? [] : requestsWith(operation, foreign, organizationId)) {
        const theirs = await send(server.url, operation, request, cast.keys[who])
        const nobodys = await send(server.url, operation, withRandomIds(request, foreign), cast.keys[who])
        const shown = { who, request: JSON.stringify(request), status: theirs.status, text: withoutIds(theirs.text) }
        expect({ ...shown, status: nobodys.status, text: withoutIds(nobodys.text) }).toEqual(shown)
      }
  })

  it('changed nothing of what the neighbour has', async () => {
    expect(await everythingOf(cast.neighbour)).toEqual(before)
  })
})

// Not an id of something in an organization: a token, a digest, a name that anybody may use, a key of the caller's own.
const UNTRIED = ['token', 'sha256', 'modelKey', 'tag', 'id', 'serialNumber']

/** Some requests that the contract allows, in an organization, with ids of a neighbour in them. */
function requestsWith(operation: Operation, foreign: Ids, organizationId: string): Request[] {
  const known = new Set(Object.values(foreign).flat())
  const mentions = (request: Request) => [...JSON.stringify(request).matchAll(/"([^"]+)"/g)].some(([, value]) => known.has(value!))
  const { organizationId: _, ...ids } = foreign
  return fc
    .sample(legalRequests(operation, ids), { seed: 7, numRuns: 12 })
    .map((request) => ({ ...request, headers: {}, params: { ...request.params, organizationId } }))
    .filter(mentions)
    .slice(0, 3)
}

/** The same request with ids that nobody has in the place of those of the neighbour. */
function withRandomIds(request: Request, foreign: Ids): Request {
  let text = JSON.stringify(request)
  for (const id of Object.values(foreign).flat())
    text = text.replaceAll(`"${id}"`, `"${/^\d+$/.test(id) ? randomInt(1e9, 2e9) : randomUUID()}"`)
  return JSON.parse(text) as Request
}

const withoutIds = (text: string) =>
  text.replace(/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/gi, 'ID').replace(/"\d{4}-\d\d-\d\dT[^"]+"/g, '"TIME"')

// What the worker brings up to date by itself, at any moment.
const KEPT_BY_JOBS = [
  'count_changes',
  'printer_groups',
  'printer_tag_counts',
  'supply_reports',
  'supply_states',
  'supply_outlooks',
  'dispatches',
]

/** A digest of every row of an organization, by table. */
async function everythingOf(organizationId: string): Promise<Record<string, string>> {
  const tables = await asOwner(
    server,
    `select table_name as name from information_schema.columns where table_schema = 'public' and column_name = 'organization_id'
      and table_name in (select tablename from pg_tables) order by 1`,
  )
  const digests: Record<string, string> = {}
  for (const { name } of tables) {
    if (KEPT_BY_JOBS.includes(String(name))) continue
    const found = await asOwner(server, `select t::text as row from ${name} t where organization_id = $1 order by 1`, [organizationId])
    digests[String(name)] = createHash('sha256').update(JSON.stringify(found)).digest('hex')
  }
  return digests
}

describe('a list', () => {
  it('shows nothing of a neighbour', async () => {
    const neighbour = { organizationId: cast.neighbour }
    await cast.agents.neighbour.deliver({ '10.1.1.1': reading({ serialNumber: 'NEIGHBOUR1', hostName: 'NEIGHBOUR-host' }) })
    await cast.stranger.contacts.create({ ...neighbour, contact: contactForm({ lastName: 'NEIGHBOUR' }) })
    expect((await cast.stranger.printers.list(neighbour)).items.map(({ serialNumber }) => serialNumber)).toContain('NEIGHBOUR1')
    for (const operation of inOrganization.filter(({ method }) => method === 'GET'))
      for (const key of [cast.keys['partner-fleet'], cast.keys['partner-owner'], cast.keys.partner]) {
        for (const organizationId of [cast.child, cast.partner]) {
          const { text } = await call(operation, organizationId, key)
          expect(text.includes('NEIGHBOUR'), operation.name).toBe(false)
        }
      }
  })
})

describe('what is wrong with a request', () => {
  const post = (path: string, body: BodyInit, type = 'application/json') =>
    fetch(`${server.url}/api/v1/organizations/${cast.child}${path}`, {
      method: 'POST',
      headers: { 'content-type': type, authorization: `Bearer ${cast.keys['partner-fleet']}` },
      body,
    })

  it('is reported with its place: not JSON', async () => {
    const response = await post('/contacts', '{"contact": {')
    expect(response.status).toBe(400)
    expect(await response.json()).toMatchObject({ code: 'invalid-input', data: { faults: [{ field: 'body' }] } })
  })

  it('is reported with its place: a wrong shape, every fault at once', async () => {
    const response = await post(
      '/contacts',
      JSON.stringify({ contact: contactForm({ firstName: '', countryCode: '+1', postalCode: '1' }) }),
    )
    expect(response.status).toBe(400)
    const { data } = (await response.json()) as { data: { faults: { field: string; message: string }[] } }
    expect(data.faults.map((fault) => fault.field).sort()).toEqual(['contact.countryCode', 'contact.firstName', 'contact.postalCode'])
  })

  it('is reported: a body that is too large', async () => {
    const response = await post('/contacts', JSON.stringify({ contact: contactForm({ city: 'x'.repeat(9_000_000) }) }))
    expect(response.status).toBe(413)
    expect(await response.json()).toMatchObject({ code: 'too-large' })
  })

  it('is reported: no such operation', async () => {
    const response = await post('/nonsense', '{}')
    expect([response.status, ((await response.json()) as { code: string }).code]).toEqual([404, 'not-found'])
  })

  it('is refused when a page of another site sends it with our cookie', async () => {
    const response = await fetch(`${server.url}/api/v1/session/api-keys`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', cookie: 'mps.session_token=x', origin: 'https://elsewhere.example' },
      body: '{}',
    })
    expect(response.status).toBe(403)
  })
})

describe('the site', () => {
  it('answers /healthz, /openapi.json in version 3.1, and a reference to browse', async () => {
    expect(await (await fetch(`${server.url}/healthz`)).json()).toEqual({ status: 'ok' })
    const description = (await (await fetch(`${server.url}/openapi.json`)).json()) as { openapi: string; paths: object }
    expect(description.openapi).toMatch(/^3\.1/)
    expect(Object.keys(description.paths)).toContain('/organizations/{organizationId}/printers')
    expect(await (await fetch(`${server.url}/reference/`)).text()).toContain('swagger-ui')
    expect((await fetch(`${server.url}/reference/swagger-ui-bundle.js`)).status).toBe(200)
  })

  it('gives the printers of an organization to an API key', async () => {
    const response = await fetch(`${server.url}/api/v1/organizations/${cast.neighbour}/printers?limit=10`, {
      headers: { authorization: `Bearer ${cast.keys['neighbour-fleet']}` },
    })
    expect(response.status).toBe(200)
    expect(await response.json()).toMatchObject({
      items: expect.arrayContaining([expect.objectContaining({ serialNumber: 'NEIGHBOUR1' })]),
      nextCursor: null,
    })
  })
})
