import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { asOwner, type Cast, makeCast, PASSWORD } from '../../../test/support/make.ts'
import { clientOf, startTestServer, type TestServer } from '../../../test/support/server.ts'
import { signIn, trySignIn } from '../../../test/support/sign-in.ts'
import { hashToken } from '../../platform/secrets.ts'
import { serve } from '../../server/serve.ts'

let server: TestServer
let cast: Cast
beforeAll(async () => {
  server = await startTestServer({ worker: false })
  cast = await makeCast(server)
})
afterAll(() => server.stop())

const WRONG = 'not the password at all'
const owner = (statement: string, values?: unknown[]) => asOwner(server, statement, values)

/** Somebody of the partner with a password. */
async function settle(name: string) {
  const email = `${name}@example.com`
  const { invitation } = await cast.organizationAdministrator.accounts.people.invite({
    organizationId: cast.partner,
    name,
    email,
    roles: [],
  })
  await server.as().accounts.invitations.accept({ token: invitation.token, password: PASSWORD })
  return email
}

/** Lets the delay of an account pass. */
const waitOut = () => owner(`update auth.sign_in_failures set next_try_at = now() - interval '1 second'`)

/** Guesses a password from a different address each time, until the account is delayed. */
async function guessUntilDelayed(email: string) {
  for (let tries = 0; tries < 20; tries++) if ((await trySignIn(server.url, email, WRONG)).status === 429) return tries
  throw new Error('never delayed')
}

describe('guessing the password of an account [accounts/guessing-is-delayed]', () => {
  it('is delayed after five tries from wherever, longer each time, up to a minute', async () => {
    const email = await settle('guessed')
    await owner('delete from auth.sign_in_failures')
    expect(await guessUntilDelayed(email)).toBe(6)
    const delays: number[] = []
    for (let tries = 0; tries < 8; tries++) {
      await waitOut()
      expect((await trySignIn(server.url, email, WRONG)).status).toBe(401)
      const [after] = await owner('select extract(epoch from next_try_at - last_at)::int as seconds from auth.sign_in_failures')
      delays.push(after!.seconds as number)
    }
    expect(delays).toEqual([10, 20, 40, 60, 60, 60, 60, 60])
  })

  it('is not helped by trying at the same moment', async () => {
    const email = await settle('at-once')
    const answers = await Promise.all(Array.from({ length: 30 }, () => trySignIn(server.url, email, WRONG)))
    expect(answers.filter(({ status }) => status === 401)).toHaveLength(6)
    expect(answers.filter(({ status }) => status === 429)).toHaveLength(24)
  })

  it('shows no difference between an account that exists and one that does not', async () => {
    const existing = await settle('existing')
    expect([await guessUntilDelayed(existing), await guessUntilDelayed('nobody-at-all@example.com')]).toEqual([6, 6])
    await owner(`update auth.sign_in_failures set next_try_at = now() + interval '1 hour'`)
    const [mine, nobodys] = [
      await trySignIn(server.url, existing, PASSWORD),
      await trySignIn(server.url, 'Nobody-at-all@example.com', PASSWORD),
    ]
    for (const answer of [mine, nobodys])
      expect(answer).toEqual({
        status: 429,
        cookie: '',
        retryAfter: expect.closeTo(3600, -2),
        body: {
          status: 429,
          code: 'too-many-sign-ins',
          message: expect.stringMatching(/^Too many attempts to sign in. Wait \d+ seconds, then/),
        },
      })
  })

  it('does not lock the owner out: on their own network or device they sign in at once, and read what happened', async () => {
    const email = await settle('owner')
    const first = await trySignIn(server.url, email, PASSWORD, { from: '127.60.1.10' })
    const device = first.cookie.split('; ').find((one) => one.startsWith('mps.device='))!
    const attacks = await guessUntilDelayed(email)
    expect((await trySignIn(server.url, email, PASSWORD, { from: '127.61.1.1' })).status).toBe(429)
    const home = await trySignIn(server.url, email, PASSWORD, { from: '127.60.1.11' })
    expect(home.status).toBe(200)
    const session = await clientOf(server.url, undefined, home.cookie).accounts.session.get({})
    expect(session.failedSignIns).toEqual({ count: attacks, lastAt: expect.stringMatching(/Z$/) })
    const travelling = await trySignIn(server.url, email, PASSWORD, { from: '127.62.1.1', headers: { cookie: device } })
    expect(travelling.status).toBe(200)
    expect((await clientOf(server.url, undefined, travelling.cookie).accounts.session.get({})).failedSignIns).toBeNull()
  })

  it('on the owner’s network is delayed by a count of its own', async () => {
    const email = await settle('neighbour-at-desk')
    await trySignIn(server.url, email, PASSWORD, { from: '127.63.1.10' })
    const statuses = []
    for (let tries = 0; tries < 8; tries++) statuses.push((await trySignIn(server.url, email, WRONG, { from: '127.63.1.20' })).status)
    expect(statuses).toEqual([401, 401, 401, 401, 401, 401, 429, 429])
    expect((await trySignIn(server.url, email, PASSWORD, { from: '127.64.1.1' })).status).toBe(200)
  })
})

describe('the limit of an address [accounts/sign-in-is-limited]', () => {
  it('is one for all servers of a database', async () => {
    const second = await serve({
      databaseUrl: server.database.serverUrl,
      secret: 'a secret for tests, 32 characters',
      port: 0,
      worker: false,
    })
    try {
      const from = '127.99.0.2'
      const statuses = []
      for (let tries = 0; tries < 11; tries++)
        for (const { url } of [server, second])
          statuses.push((await trySignIn(url, `limited-${tries}@example.com`, WRONG, { from })).status)
      expect(statuses.map((status) => status === 429)).toEqual([...Array(20).fill(false), true, true])
    } finally {
      await second.stop()
    }
  })

  it('counts the address that a trusted proxy names, and never what its client wrote before', async () => {
    const proxied = await serve({
      databaseUrl: server.database.serverUrl,
      secret: 'a secret for tests, 32 characters',
      port: 0,
      worker: false,
      trustedProxies: ['127.98.0.0/16'],
    })
    const counted = async (from: string, forwarded: string) => {
      await owner('delete from auth.sign_in_tries')
      await trySignIn(proxied.url, 'by-proxy@example.com', WRONG, { from, headers: { 'x-forwarded-for': forwarded } })
      return owner('select address from auth.sign_in_tries')
    }
    try {
      expect(await counted('127.98.0.1', '203.0.113.1, 198.51.100.1')).toEqual([{ address: hashToken('198.51.100.1') }])
      expect(await counted('127.98.0.1', '203.0.113.1, 198.51.100.1, 127.98.0.2')).toEqual([{ address: hashToken('198.51.100.1') }])
      expect(await counted('127.97.0.1', '203.0.113.1, 198.51.100.1')).toEqual([{ address: hashToken('127.97.0.1') }])
    } finally {
      await proxied.stop()
    }
  })
})

describe('a password [accounts/passwords-are-not-common]', () => {
  const accept = async (name: string, password: string) => {
    const request = { organizationId: cast.partner, name, email: `${name}@example.com`, roles: [] }
    const { invitation } = await cast.organizationAdministrator.accounts.people.invite(request)
    return server.as().accounts.invitations.accept({ token: invitation.token, password })
  }

  it.each(['password1234', 'Password1234', '1234567890123', 'qwertyuiop123', 'passwordpassword', 'QWERTYUIOPASDFGHJKL'])(
    'that everybody uses is refused: %s',
    async (password) => {
      await expect(accept(`common-${password.toLowerCase()}-${password.charCodeAt(0)}`, password)).rejects.toMatchObject({
        code: 'invalid-input',
        data: { faults: [{ field: 'password', message: expect.stringContaining('one of the million most used') }] },
      })
    },
  )

  it('needs no capitals, digits or symbols, only 12 characters', async () => {
    expect(await accept('plain-words', 'umbrella violin harbour')).toEqual({ email: 'plain-words@example.com' })
    await expect(accept('too-short', 'Xy7!kq$Rw2z')).rejects.toMatchObject({ data: { faults: [{ field: 'password' }] } })
    expect((await signIn(server.url, 'plain-words@example.com', 'umbrella violin harbour')).cookie).not.toBe('')
  })
})
