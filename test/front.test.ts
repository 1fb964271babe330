import { once } from 'node:events'
import http from 'node:http'
import net from 'node:net'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { buildConsoleIfStale } from '../scripts/build-console.ts'
import { type RunningServer, serve } from '../src/server/serve.ts'
import { type Cast, makeCast } from './support/make.ts'
import { startTestServer, type TestServer } from './support/server.ts'
import { TEST_SECRET } from './support/test-postgres.ts'

const IDLE_MILLISECONDS = 300
const PUBLIC = 'https://mps.example.com'

let server: TestServer
/** the same behind a proxy that ends TLS, and impatient */
let published: RunningServer
let cast: Cast
beforeAll(async () => {
  await buildConsoleIfStale(() => {})
  server = await startTestServer({ worker: false })
  cast = await makeCast(server)
  published = await serve({
    databaseUrl: server.database.serverUrl,
    secret: TEST_SECRET,
    port: 0,
    worker: false,
    publicUrl: PUBLIC,
    idleMilliseconds: IDLE_MILLISECONDS,
  })
})
afterAll(async () => {
  await published.stop()
  await server.stop()
})

const at = ({ url }: { url: string }, path: string) => url.replace('localhost', '127.0.0.1') + path

async function ask(running: { url: string }, path: string, headers: Record<string, string>, method = 'GET') {
  const request = http.request(at(running, path), { method, headers })
  request.end(method === 'POST' ? '{}' : undefined)
  const [response] = (await once(request, 'response')) as [http.IncomingMessage]
  const text = Buffer.concat(await response.toArray()).toString()
  return { status: response.statusCode, headers: response.headers, text }
}

const PATHS = [
  '/',
  '/fleet/x/printers',
  '/nothing.js',
  '/healthz',
  '/openapi.json',
  '/reference/',
  '/reference/swagger-ui-bundle.js',
  '/auth/nothing',
  '/api/v1/setup',
  '/api/v1/session',
  '/api/v1/nothing',
  '/api/v2',
  '/api/v1/%',
]

describe('every answer', () => {
  it.each(PATHS)('of %s says how browsers handle it [platform/answers-are-not-sniffed]', async (path) => {
    const { headers } = await ask(server, path, {})
    const policy = String(headers['content-security-policy'])
    expect(headers).toMatchObject({ 'x-content-type-options': 'nosniff', 'x-frame-options': 'DENY', 'referrer-policy': 'no-referrer' })
    for (const part of ["frame-ancestors 'none'", "base-uri 'none'", 'form-action', 'default-src']) expect(policy).toContain(part)
    expect(policy).not.toContain('unsafe')
  })

  it('makes browsers keep to TLS only where people reach the server by it [platform/tls-is-kept]', async () => {
    for (const path of PATHS) {
      expect([path, (await ask(server, path, {})).headers['strict-transport-security']]).toEqual([path, undefined])
      const { headers } = await ask(published, path, { host: 'mps.example.com' })
      expect([path, headers['strict-transport-security']]).toEqual([path, 'max-age=31536000'])
    }
  })

  it('shows no file that the build writes for the server', async () => {
    expect((await ask(server, '/index.html', {})).status).toBe(200)
    for (const path of [
      '/.vite/manifest.json',
      '/%2evite/manifest.json',
      '/%2Evite/manifest.json',
      '/x/../.vite/manifest.json',
      '//.vite/manifest.json',
    ])
      expect([path, (await ask(server, path, {})).status]).toEqual([path, 404])
  })
})

describe('a request that names another host', () => {
  it.each(['/', '/api/v1/setup', '/openapi.json', '/auth/sign-in/email'])(
    'is refused for %s, where the own one is known [platform/hosts-are-ours]',
    async (path) => {
      for (const host of ['evil.example', 'mps.example.com.evil.example', 'mps.example.com:8443', 'localhost', '127.0.0.1:1'])
        expect([host, (await ask(published, path, { host })).status]).toEqual([host, 421])
      expect((await ask(published, path, { host: 'evil.example', 'x-forwarded-host': 'mps.example.com' })).status).toBe(421)
    },
  )

  it('is answered where it names the public address, or that at which the server listens [platform/hosts-are-ours]', async () => {
    for (const host of ['mps.example.com', 'MPS.example.com', 'mps.example.com:443', new URL(at(published, '')).host])
      expect([host, (await ask(published, '/api/v1/setup', { host })).status]).toEqual([host, 200])
    expect((await ask(published, '/healthz', { host: '10.0.0.1' })).status).toBe(200)
  })
})

describe('a request that changes something', () => {
  const key = () => ({ authorization: `Bearer ${cast.keys['partner-fleet']}`, 'content-type': 'application/json' })

  it('is refused when a page of another site sends it, with a cookie, a key or neither [platform/pages-of-others-do-not-act]', async () => {
    for (const origin of ['https://elsewhere.example', 'null', 'http://mps.example.com', 'https://mps.example.com:8443', 'x'])
      for (const path of ['/api/v1/session/api-keys', '/auth/sign-in/email', '/auth/sign-out'])
        for (const more of [{ cookie: 'mps.session_token=x' }, key()]) {
          const { status } = await ask(published, path, { host: 'mps.example.com', origin, ...more }, 'POST')
          expect([origin, path, status]).toEqual([origin, path, 403])
        }
  })

  it('is answered when a page of ours sends it, or a program', async () => {
    const path = '/api/v1/session/api-keys'
    expect((await ask(published, path, { host: 'mps.example.com', origin: PUBLIC, ...key() }, 'POST')).status).toBe(400)
    expect((await ask(server, path, { origin: at(server, ''), ...key() }, 'POST')).status).toBe(400)
    expect((await ask(server, path, key(), 'POST')).status).toBe(400)
  })
})

describe('a connection on which nothing moves', () => {
  /** What came until the server closed the connection. */
  async function untilClosed(text: string) {
    const socket = net.connect(Number(new URL(published.url).port), '127.0.0.1')
    socket.on('error', () => {})
    socket.write(text)
    await once(socket, 'close')
  }

  it.each([
    ['before a request', ''],
    ['in the middle of the headers', 'GET /api/v1/setup HTTP/1.1\r\nHost: mps.exa'],
    [
      'in the middle of a body',
      'POST /api/v1/setup HTTP/1.1\r\nHost: mps.example.com\r\nContent-Type: application/json\r\nContent-Length: 100\r\n\r\n{"code":',
    ],
    [
      'in the middle of a body of sign-in',
      'POST /auth/sign-in/email HTTP/1.1\r\nHost: mps.example.com\r\nContent-Type: application/json\r\nContent-Length: 100\r\n\r\n{"code":',
    ],
  ])('%s is closed [platform/idle-connections-end]', async (_, text) => {
    await untilClosed(text)
  })

  it('while an answer is not read is closed [platform/idle-connections-end]', async () => {
    const socket = net.connect({ port: Number(new URL(published.url).port), host: '127.0.0.1', onread: undefined })
    socket.pause()
    const closed = once(socket, 'close')
    socket.on('error', () => {})
    socket.write('GET /openapi.json HTTP/1.1\r\nHost: mps.example.com\r\n\r\n'.repeat(100))
    await expect.poll(() => published.countConnections(), { timeout: 10_000 }).toBe(0)
    socket.destroy()
    await closed
  })
})
