import { once } from 'node:events'
import { request } from 'node:http'
import { text } from 'node:stream/consumers'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { ProtocolServer } from '../../../test/support/protocol-server.ts'
import { connect } from '../delivery/server-client.ts'
import { Sent } from './sent.ts'
import { type StatusPage, serveStatusPage } from './status-page.ts'

const ended = new AbortController()
let server: ProtocolServer
let page: StatusPage
const sent = new Sent()
beforeAll(async () => {
  server = new ProtocolServer({
    revision: 1,
    include: [],
    exclude: [],
    profiles: [],
    packetsPerSecond: 1,
    heartbeatSeconds: 1,
    readSeconds: 1,
    discoverSeconds: 1,
  })
  server.credentials.set('the-credential', 'host')
  await server.start()
  const facts = () => ({
    name: 'Office <b>',
    version: '1.2.3',
    server: server.url,
    waiting: 7,
    diskTrouble: 'disk <full>',
    plainHttp: true,
  })
  page = await serveStatusPage(0, facts, sent)
})
afterAll(async () => {
  ended.abort()
  await page.stop()
  await server.stop()
})

async function get(path: string, { method = 'GET', host = new URL(page.url).host } = {}) {
  const asked = request(new URL(path, page.url), { method, headers: { host }, agent: false }).end()
  const [response] = await once(asked, 'response')
  return { status: response.statusCode as number, headers: response.headers, body: await text(response) }
}

it('shows what the agent sees and what it sent, whole and escaped, and no credential [agents/status-page-is-local]', async () => {
  const client = sent.watch(
    connect(server.url, { credential: () => 'the-credential', instance: 'test', takes: () => false, signal: ended.signal }),
  )
  const at = new Date().toISOString()
  const items = [
    { sequence: 1, kind: 'reading', address: '10.0.0.1', at, reading: { manufacturer: 'Acme', model: '<script>', serialNumber: 'A1' } },
    { sequence: 2, kind: 'no-reading', address: '10.0.0.2', at, reason: 'no-answer' },
  ]
  await client.report({ items })
  await client.heartbeat({ version: '1.2.3', clock: at, waiting: 0 })
  const { body } = await get('/')
  for (const part of [
    'Office &lt;b&gt;',
    'cannot write to it (disk &lt;full&gt;)',
    'class="alarm" role="alert">This agent uses plain HTTP',
    '10.0.0.1',
    'Acme, &lt;script&gt;, A1',
    'not read: no-answer',
    'delivery 1',
    '<main>',
  ])
    expect(body).toContain(part)
  expect(body).not.toContain('<script>')
  expect(JSON.parse((await get('/uploads/1.json')).body)).toEqual({ items })
  const status = JSON.parse((await get('/status.json')).body)
  expect(status).toMatchObject({
    version: '1.2.3',
    waiting: 7,
    uploads: [{ id: 1, items: 2, answer: expect.stringContaining('"deliveredThrough":2') }],
  })
  expect(Date.parse(status.lastHeard)).toBeGreaterThan(Date.now() - 60_000)
  await server.stop()
  await expect(client.report({ items })).rejects.toThrow()
  const whole = (await get('/status.json')).body
  expect(JSON.parse(whole).lastError.message).not.toBe('')
  expect(whole + body).not.toContain('the-credential')
})

it('answers on loopback alone, to a loopback name alone, and changes nothing [agents/status-page-is-local]', async () => {
  expect(new URL(page.url).hostname).toBe('127.0.0.1')
  const { port } = new URL(page.url)
  for (const host of ['evil.example', `evil.example:${port}`, '127.0.0.1', `127.0.0.1.evil.example:${port}`])
    expect((await get('/', { host })).status).toBe(403)
  expect((await get('/', { host: `LOCALHOST:${port}` })).status).toBe(200)
  for (const method of ['POST', 'PUT', 'DELETE', 'OPTIONS']) expect((await get('/', { method })).status).toBe(405)
  for (const path of ['/uploads/99.json', '/uploads/../secret', '/%', '/x']) expect((await get(path)).status).toBe(404)
  const { headers, body } = await get('/', { method: 'HEAD' })
  expect(body).toBe('')
  expect(headers['content-security-policy']).toContain("default-src 'none'")
})

it('remembers only so much', async () => {
  const many = new Sent()
  const takes = { report: async () => ({ deliveredThrough: 1, setAside: [] }) } as never
  const client = many.watch(takes)
  for (let i = 0; i < 300; i++) await client.report({ items: [{ sequence: 1, kind: 'x', text: 'y'.repeat(100_000) }] })
  expect(many.uploads.length).toBeLessThan(100)
  expect(many.uploads[0]!.id).toBe(300)
})
