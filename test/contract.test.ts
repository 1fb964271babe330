import { type AnyContractProcedure, isContractProcedure } from '@orpc/contract'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { may, PERMISSIONS, type Permission, type Role } from '../src/features/accounts/roles.ts'
import { contract } from '../src/features/api.ts'
import type { OperationMeta } from '../src/features/contract.ts'
import { type Cast, contactForm, makeAgent, makeCast, reading } from './support/make.ts'
import { startTestServer, type TestServer } from './support/server.ts'

interface Operation {
  name: string
  method: string
  path: string
  access: OperationMeta['access'] | undefined
}

function operationsOf(part: unknown, name = ''): Operation[] {
  if (isContractProcedure(part)) {
    const { route, meta } = (part as AnyContractProcedure)['~orpc']
    return [
      { name: name.slice(1), method: route.method ?? 'POST', path: route.path ?? '', access: (meta as Partial<OperationMeta>).access },
    ]
  }
  return Object.entries(part as Record<string, unknown>).flatMap(([key, inner]) => operationsOf(inner, `${name}.${key}`))
}

const operations = operationsOf(contract)
const inOrganization = operations.filter(({ access }) => access !== undefined && access in PERMISSIONS)

let server: TestServer
let cast: Cast
beforeAll(async () => {
  server = await startTestServer({ worker: false })
  cast = await makeCast(server)
})
afterAll(() => server.stop())

const NOBODY = '00000000-0000-7000-8000-000000000000'

function call(operation: Operation, organizationId: string, key?: string) {
  const path = operation.path
    .replace('{organizationId}', organizationId)
    .replace(/\{taskId\}/, '1')
    .replace(/\{\w+\}/g, NOBODY)
  return fetch(`${server.url}/api/v1${path}`, {
    method: operation.method,
    headers: { 'content-type': 'application/json', ...(key ? { authorization: `Bearer ${key}` } : {}) },
    body: operation.method === 'GET' || operation.method === 'DELETE' ? undefined : '{}',
  })
}

describe('every operation', () => {
  it('is described: method, path, a summary, and who may call it', () => {
    for (const { name, path, access } of operations) {
      expect(path, name).toMatch(/^\//)
      if (!name.startsWith('agentProtocol')) expect(access, name).toBeDefined()
    }
    expect(operations.length).toBeGreaterThan(50)
  })

  it('refuses a stranger: 401 without a session or key', async () => {
    for (const operation of operations.filter(({ access }) => access !== 'anyone' && access !== undefined)) {
      const response = await call(operation, cast.child)
      expect([operation.name, response.status]).toEqual([operation.name, 401])
    }
  })

  it('does not tell a foreigner that the organization exists: 404 [accounts/foreign-organizations-do-not-exist]', async () => {
    for (const operation of inOrganization) {
      const answers = await Promise.all(
        [cast.child, NOBODY].map(async (id) => (await call(operation, id, cast.keys['neighbour-fleet'])).json()),
      )
      expect(answers[0], operation.name).toMatchObject({ code: 'not-found', status: 404 })
      expect(answers[0], operation.name).toEqual(answers[1])
    }
  })

  it('is refused, 403, to whoever has a role here but none that allows it [accounts/roles]', async () => {
    const people: [string, string, 'provider' | 'partner' | 'child', Role][] = [
      ['operator', cast.provider, 'provider', 'customer-operations-specialist'],
      ['provider', cast.provider, 'provider', 'organization-administrator'],
      ['partner-users', cast.partner, 'partner', 'user-administrator'],
      ['partner-viewer', cast.child, 'child', 'fleet-management-viewer'],
      ['partner-owner', cast.child, 'child', 'partner-administrator'],
    ]
    for (const [who, organizationId, kind, role] of people)
      for (const operation of inOrganization) {
        if (may([role], operation.access as Permission, kind)) continue
        const response = await call(operation, organizationId, cast.keys[who])
        expect([who, operation.name, response.status]).toEqual([who, operation.name, 403])
      }
  })
})

describe('a list', () => {
  it('shows nothing of a neighbour', async () => {
    const neighbour = { organizationId: cast.neighbour }
    const agent = await makeAgent(server, cast.stranger, cast.neighbour, { name: 'NEIGHBOUR-agent' })
    await agent.tell({ '10.1.1.1': reading({ serialNumber: 'NEIGHBOUR1', hostName: 'NEIGHBOUR-host' }) })
    await cast.stranger.contacts.create({ ...neighbour, contact: contactForm({ lastName: 'NEIGHBOUR' }) })
    expect((await cast.stranger.printers.list(neighbour)).items).toHaveLength(1)
    for (const operation of inOrganization.filter(({ method }) => method === 'GET'))
      for (const key of [cast.keys['partner-fleet'], cast.keys['partner-owner'], cast.keys.partner]) {
        if (operation.path.endsWith('task-events')) continue
        for (const organizationId of [cast.child, cast.partner]) {
          const text = await (await call(operation, organizationId, key)).text()
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

  it('is told with its place: not JSON', async () => {
    const response = await post('/contacts', '{"contact": {')
    expect(response.status).toBe(400)
    expect(await response.json()).toMatchObject({ code: 'invalid-input', data: { faults: [{ field: 'body' }] } })
  })

  it('is told with its place: a wrong shape, every fault at once', async () => {
    const response = await post(
      '/contacts',
      JSON.stringify({ contact: contactForm({ firstName: '', countryCode: '+1', postalCode: '1' }) }),
    )
    expect(response.status).toBe(400)
    const { data } = (await response.json()) as { data: { faults: { field: string; message: string }[] } }
    expect(data.faults.map((fault) => fault.field).sort()).toEqual(['contact.countryCode', 'contact.firstName', 'contact.postalCode'])
  })

  it('is told: a body that is too large', async () => {
    const response = await post('/contacts', JSON.stringify({ contact: contactForm({ city: 'x'.repeat(9_000_000) }) }))
    expect(response.status).toBe(413)
    expect(await response.json()).toMatchObject({ code: 'too-large' })
  })

  it('is told: no such operation', async () => {
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
    expect(await response.json()).toMatchObject({ items: [{ serialNumber: 'NEIGHBOUR1' }], nextCursor: null })
  })
})
