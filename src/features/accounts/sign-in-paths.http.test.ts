import { once } from 'node:events'
import http from 'node:http'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { asOwner, makeCast, PASSWORD } from '../../../test/support/make.ts'
import { startTestServer, type TestServer } from '../../../test/support/server.ts'
import { postAuth, signIn, trySignIn } from '../../../test/support/sign-in.ts'

let server: TestServer
beforeAll(async () => {
  server = await startTestServer({ worker: false })
  await makeCast(server)
})
afterAll(() => server.stop())

const MEGABYTE = 1024 * 1024

/** Sends octets to a path for as long as the server reads them; gives the answer and how many octets were sent before it came. */
async function flood(path: string, octets: number, headers: http.OutgoingHttpHeaders) {
  const at = new URL(path, server.url.replace('localhost', '127.0.0.1'))
  const request = http.request(at, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin: at.origin, ...headers },
  })
  // The server ends the connection while the body is still being sent.
  request.on('error', () => {})
  const answered = once(request, 'response') as Promise<[http.IncomingMessage]>
  let response: http.IncomingMessage | undefined
  answered.then(([first]) => {
    response = first
  })
  let sent = 0
  for (const part = Buffer.alloc(64 * 1024, 32); sent < octets && !response && !request.destroyed; sent += part.length)
    await new Promise((done) => request.write(part, done))
  if (sent >= octets) request.end()
  const [{ statusCode }] = await answered
  request.destroy()
  return { statusCode, sent }
}

describe('the sign-in part of the server', () => {
  it('answers the paths that the console uses and no other of the sign-in library [accounts/sign-in-paths]', async () => {
    const { cookie, client } = await signIn(server.url, 'provider@example.com', PASSWORD)
    const others = ['update-user', 'change-password', 'change-email', 'delete-user', 'request-password-reset', 'list-sessions', 'ok']
    for (const path of others) {
      const answer = await postAuth(server.url, `/${path}`, { name: 'A colleague' }, { headers: { cookie } })
      expect([path, answer.status, answer.body.code]).toEqual([path, 404, 'not-found'])
    }
    for (const path of ['get-session', 'sign-in/email', 'error', 'list-sessions'])
      expect([path, (await fetch(`${server.url}/auth/${path}`, { headers: { cookie } })).status]).toEqual([path, 404])
    expect((await client.accounts.session.get({})).person.name).toBe('Provider Administrator')
    expect(await asOwner(server, `select 1 from auth."user" where name = 'A colleague'`)).toEqual([])
    expect((await postAuth(server.url, '/sign-out', {}, { headers: { cookie } })).status).toBe(200)
  })

  it('refuses a body of more than 16 KB before it is read whole [accounts/sign-in-bodies-are-small]', async () => {
    const big = await postAuth(server.url, '/sign-in/email', { email: 'provider@example.com', password: 'x'.repeat(17_000) })
    expect(big).toMatchObject({ status: 413, body: { code: 'too-large' } })
    expect((await trySignIn(server.url, 'provider@example.com', PASSWORD)).status).toBe(200)
  })

  it.each([
    ['of a stated length', { 'content-length': 150 * MEGABYTE }],
    ['of no stated length', { 'transfer-encoding': 'chunked' }],
  ])('reads no more than a few MB of a body of 150 MB, %s [accounts/sign-in-bodies-are-small]', async (_, headers) => {
    for (const path of ['/auth/sign-in/email', '/auth/sign-out']) {
      const { statusCode, sent } = await flood(path, 150 * MEGABYTE, headers)
      expect([path, statusCode]).toEqual([path, 413])
      expect(sent).toBeLessThan(8 * MEGABYTE)
    }
  })
})
