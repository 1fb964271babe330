import { once } from 'node:events'
import http from 'node:http'
import { gzipSync } from 'node:zlib'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { findOperation, knownOperations } from '../src/server/find-operation.ts'
import { describeApi } from '../src/server/openapi.ts'
import { asOwner, type Cast, makeAgent, makeCast } from './support/make.ts'
import { type Operation, operations, pathParameters, whoMay } from './support/operations.ts'
import { addressOf } from './support/send.ts'
import { startTestServer, type TestServer } from './support/server.ts'

let server: TestServer
let cast: Cast
let credential: string
let supplierToken: string
beforeAll(async () => {
  server = await startTestServer({ worker: false })
  cast = await makeCast(server)
  credential = (await makeAgent(server, cast.fleetAdministrator, cast.child)).credential
  const here = { organizationId: cast.provider }
  const form = { name: 'Acme Supplies', manufacturers: [], countries: [], priority: 100, offersExpress: false, active: true }
  const { id: supplierId } = await cast.operator.fulfilment.createSupplier({
    ...here,
    supplier: { ...form, channel: 'pull', settings: {} },
  })
  supplierToken = (await cast.operator.fulfilment.createSupplierToken({ ...here, supplierId })).token
})
afterAll(() => server.stop())

const withBody = operations.filter(({ method }) => method !== 'GET')
const mostBytesOf = ({ method, path }: Operation) =>
  knownOperations.find((known) => known.method === method && known.path === path)!.mostBytes

function addressIn(operation: Operation, organizationId: string) {
  const params = Object.fromEntries(pathParameters(operation).map((name) => [name, '1']))
  return addressOf(operation, { params: { ...params, organizationId }, query: {}, headers: {}, body: undefined })
}

/** Announces a body and sends no more than its beginning: gives what is answered to that alone. */
async function announce(operation: Operation, headers: Record<string, string>, beginning = '', organizationId = cast.child) {
  const request = http.request(server.url.replace('localhost', '127.0.0.1') + addressIn(operation, organizationId), {
    method: operation.method,
    headers: { 'content-type': 'application/json', ...headers },
  })
  request.on('error', () => {})
  request.flushHeaders()
  request.write(beginning)
  const [response] = (await once(request, 'response')) as [http.IncomingMessage]
  const text = Buffer.concat(await response.toArray()).toString()
  request.destroy()
  return { status: response.statusCode, body: JSON.parse(text) as { code: string; message: string } }
}

function bearerOf(operation: Operation): { authorization?: string; 'mps-agent-instance'?: string; organizationId: string } {
  const [actor] = whoMay(operation, cast)
  if (actor) return { authorization: `Bearer ${cast.keys[actor.who]}`, organizationId: actor.organizationId }
  if (operation.access === 'agent')
    return { authorization: `Bearer ${credential}`, 'mps-agent-instance': 'test', organizationId: cast.child }
  if (operation.access === 'supplier') return { authorization: `Bearer ${supplierToken}`, organizationId: cast.child }
  return operation.access === 'anyone'
    ? { organizationId: cast.child }
    : { authorization: `Bearer ${cast.keys['partner-fleet']}`, organizationId: cast.child }
}

describe('the body of a request', () => {
  it('has a limit in every operation that takes one, which the description of the API states [platform/bodies-are-bounded]', async () => {
    const { paths } = await describeApi()
    const stated = withBody.flatMap((operation) => {
      const { requestBody } = paths?.[operation.path]?.[operation.method.toLowerCase() as 'post'] ?? {}
      return requestBody ? [[operation.name, Object.entries(requestBody).find(([key]) => key === 'x-most-bytes')?.[1]]] : []
    })
    expect(stated.length).toBeGreaterThan(30)
    expect(stated).toEqual(stated.map(([name]) => [name, mostBytesOf(operations.find((operation) => operation.name === name)!)]))
    for (const { mostBytes, path } of knownOperations) expect([path, mostBytes <= 8 * 1024 * 1024]).toEqual([path, true])
  })

  it('is refused when it is announced larger than that, before any of it is sent [platform/bodies-are-bounded]', async () => {
    for (const operation of withBody) {
      const { organizationId, ...bearer } = bearerOf(operation)
      const { status, body } = await announce(
        operation,
        { ...bearer, 'content-length': String(mostBytesOf(operation) + 1) },
        '',
        organizationId,
      )
      expect([operation.name, status, body.code]).toEqual([operation.name, 413, 'too-large'])
    }
  })

  it('is refused as soon as it is larger, where its length is not announced [platform/bodies-are-bounded]', async () => {
    const operation = operations.find(({ name }) => name === 'contacts.create')!
    const { organizationId, ...bearer } = bearerOf(operation)
    const { status, body } = await announce(operation, bearer, `"${'x'.repeat(64 * 1024)}`, organizationId)
    expect([status, body.code]).toEqual([413, 'too-large'])
  })

  it('is refused when it unpacks to more [platform/packed-bodies-are-bounded]', async () => {
    const packed = gzipSync(JSON.stringify('x'.repeat(1_000_000)))
    const response = await fetch(`${server.url}/api/v1/organizations/${cast.child}/contacts`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'content-encoding': 'gzip', authorization: `Bearer ${cast.keys['partner-fleet']}` },
      body: packed,
    })
    expect(response.status).toBe(413)
  })

  it('of somebody who is not known is refused before any of it is sent [platform/strangers-are-refused-first]', async () => {
    for (const operation of withBody.filter(({ access }) => access !== 'anyone')) {
      const { status } = await announce(operation, { 'content-length': '1000' })
      expect([operation.name, status]).toEqual([operation.name, 401])
    }
  })

  it('with more than 32 levels is refused before it is parsed [platform/json-is-shallow]', async () => {
    const nested = (levels: number) => `${'{"a":'.repeat(levels)}1${'}'.repeat(levels)}`
    const post = async (body: string) => {
      const response = await fetch(`${server.url}/api/v1/organizations/${cast.child}/contacts`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', authorization: `Bearer ${cast.keys['partner-fleet']}` },
        body,
      })
      return ((await response.json()) as { message: string }).message
    }
    expect(await post(nested(33))).toContain('32 levels')
    expect(await post(nested(32))).toContain('contact: This is required.')
  })
})

describe('the requests of one person', () => {
  it('leave connections to others, however many there are and however long they take [platform/nobody-takes-all]', async () => {
    const owner = new pg.Client(server.database.url)
    await owner.connect()
    await owner.query('begin; lock table contacts')
    try {
      const mine = Array.from({ length: 30 }, () => cast.fleetAdministrator.contacts.list({ organizationId: cast.child }))
      await expect.poll(waitingForLock, { timeout: 20_000 }).toBe(4)
      expect((await cast.fleetViewer.tasks.list({ organizationId: cast.child })).items).toEqual([])
      expect(await waitingForLock()).toBe(4)
      await owner.query('rollback')
      expect((await Promise.all(mine)).map(({ total }) => total)).toEqual(mine.map(() => 0))
    } finally {
      await owner.end()
    }
  })
})

async function waitingForLock() {
  const [row] = await asOwner(
    server,
    `select count(*)::int as n from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`,
  )
  return row!.n
}

describe('an operation', () => {
  it('is found by its own address', () => {
    for (const operation of operations) {
      const path = operation.path.replace(/\{\w+\}/g, 'x')
      expect(findOperation(operation.method, path)).toMatchObject({ method: operation.method, path: operation.path })
    }
    expect(findOperation('GET', '/nothing')).toBeUndefined()
  })
})
