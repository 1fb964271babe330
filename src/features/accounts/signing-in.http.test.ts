import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { asOwner, type Cast, makeCast, PASSWORD } from '../../../test/support/make.ts'
import { type Client, startTestServer, type TestServer } from '../../../test/support/server.ts'
import { postAuth, signIn, trySignIn } from '../../../test/support/sign-in.ts'
import type { Role } from './roles.ts'

let server: TestServer
let cast: Cast
beforeAll(async () => {
  server = await startTestServer({ worker: false })
  cast = await makeCast(server)
})
afterAll(() => server.stop())

const owner = (statement: string, values?: unknown[]) => asOwner(server, statement, values)

/** Invites somebody into an organization, and accepts for them. */
async function settle(by: Client, organizationId: string, name: string, roles: Role[] = []) {
  const email = `${name}@example.com`
  const { person, invitation } = await by.accounts.people.invite({ organizationId, name, email, roles })
  await server.as().accounts.invitations.accept({ token: invitation.token, password: PASSWORD })
  return { ...person, email, client: (await signIn(server.url, email, PASSWORD)).client }
}

describe('signing in', () => {
  it('gives a session that works on the API, until signing out ends it [accounts/sessions-expire]', async () => {
    const { client: me, cookie } = await signIn(server.url, 'Provider@Example.com', PASSWORD)
    const session = await me.accounts.session.get({})
    expect(session).toMatchObject({
      person: { name: 'Provider Administrator', email: 'provider@example.com' },
      organization: { id: cast.provider, kind: 'provider' },
      portals: ['account-management'],
      provider: { name: 'Lexmark' },
    })
    expect((Date.parse(session.expiresAt!) - Date.now()) / 3_600_000).toBeCloseTo(12, 1)
    expect((await postAuth(server.url, '/sign-out', {}, { headers: { cookie } })).status).toBe(200)
    await expect(me.accounts.session.get({})).rejects.toMatchObject({ code: 'not-signed-in', status: 401 })
  })

  it('ends with its time [accounts/sessions-expire]', async () => {
    const { client: me } = await signIn(server.url, 'provider@example.com', PASSWORD)
    await owner(`update auth.session set "expiresAt" = now() - interval '1 second'`)
    await expect(me.accounts.session.get({})).rejects.toMatchObject({ code: 'not-signed-in' })
  })

  it('is in the audit trail: that it failed, that it succeeded, and signing out', async () => {
    const { email } = await settle(cast.providerAdministrator, cast.provider, 'audited')
    await trySignIn(server.url, email, 'not the password at all')
    const { cookie } = await signIn(server.url, email, PASSWORD)
    await postAuth(server.url, '/sign-out', {}, { headers: { cookie } })
    const { items } = await cast.providerAdministrator.audit.list({ organizationId: cast.provider, limit: 10 })
    const acts = items.filter(({ subject }) => subject === email).map(({ act }) => act)
    expect(acts.slice(0, 3)).toEqual(['Sign out', 'Sign in', 'Fail to sign in'])
  })

  it('shows no difference between a wrong password and a person who does not exist', async () => {
    const wrong = await trySignIn(server.url, 'provider@example.com', 'not the password at all')
    const nobody = await trySignIn(server.url, 'nobody@example.com', PASSWORD)
    expect(wrong).toMatchObject({ status: 401, cookie: '' })
    expect(nobody).toEqual(wrong)
  })

  it('is refused to a page of another site, and nobody signs up', async () => {
    expect((await trySignIn(server.url, 'provider@example.com', PASSWORD, { origin: 'https://elsewhere.example' })).status).toBe(403)
    const up = await postAuth(server.url, '/sign-up/email', { email: 'new@example.com', password: PASSWORD, name: 'New' })
    expect(up.status).toBeGreaterThanOrEqual(400)
    expect(await owner(`select 1 from auth."user" where email = 'new@example.com'`)).toEqual([])
  })

  it('is limited for each address, whatever the caller says of his own [accounts/sign-in-is-limited]', async () => {
    const from = '127.99.0.1'
    const tries = []
    for (let i = 0; i < 21; i++)
      tries.push(
        (
          await trySignIn(server.url, `x${i}`, 'y', {
            from,
            headers: { 'x-forwarded-for': `10.0.0.${i}`, 'x-mps-client-address': `10.0.1.${i}` },
          })
        ).status,
      )
    expect(tries.slice(0, 20)).not.toContain(429)
    expect(tries[20]).toBe(429)
    expect((await trySignIn(server.url, 'provider@example.com', PASSWORD)).status).toBe(200)
  })
})

describe('sample people', () => {
  it('are refused outside the sample, with password and with API key [accounts/sample-people-stay-in-the-sample]', async () => {
    const sample = await settle(cast.providerAdministrator, cast.provider, 'sample-person')
    const { key } = await sample.client.accounts.session.createApiKey({ name: 'before', expiresInDays: null })
    await owner('update people set is_sample = true where id = $1', [sample.id])
    expect(await trySignIn(server.url, sample.email, PASSWORD)).toMatchObject({ status: 403, body: { code: 'sample-people-refused' } })
    await expect(server.as(key).accounts.session.get({})).rejects.toMatchObject({ code: 'not-signed-in' })
    await owner('update settings set is_sample = true')
    expect((await trySignIn(server.url, sample.email, PASSWORD)).status).toBe(200)
    await owner('update settings set is_sample = false')
  })

  it('are shown to visitors only where the sample is', async () => {
    expect(await server.as().accounts.setup.get({})).toEqual({ needed: false, providerName: 'Lexmark', sample: null })
  })
})

describe('an invitation', () => {
  const invite = (name: string) =>
    cast.organizationAdministrator.accounts.people.invite({ organizationId: cast.partner, name, email: `${name}@example.com`, roles: [] })
  const { get, accept } = {
    get: (token: string) => server.as().accounts.invitations.get({ token }),
    accept: (token: string) => server.as().accounts.invitations.accept({ token, password: PASSWORD }),
  }

  it('names whom it is for, is accepted once, and then the person can sign in [accounts/invitation-once]', async () => {
    const { person, invitation } = await invite('invited-once')
    expect(person).toMatchObject({ status: 'invited', roles: [], groups: [] })
    const shown = { name: 'invited-once', email: 'invited-once@example.com', organization: 'The partner', invitedBy: 'partner' }
    expect(await get(invitation.token)).toEqual(shown)
    const accepted = await Promise.allSettled([accept(invitation.token), accept(invitation.token), accept(invitation.token)])
    expect(accepted.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected', 'rejected'])
    await expect(get(invitation.token)).rejects.toMatchObject({ code: 'invitation-invalid', status: 404 })
    expect((await trySignIn(server.url, 'invited-once@example.com', PASSWORD)).status).toBe(200)
    expect(await owner(`select count(*)::int as n from auth.account where "userId" = $1`, [person.id])).toEqual([{ n: 1 }])
  })

  it('is void after a newer one, and when it has expired [accounts/invitation-once]', async () => {
    const { person, invitation } = await invite('invited-twice')
    const again = () => cast.organizationAdministrator.accounts.people.reinvite({ organizationId: cast.partner, personId: person.id })
    const second = await again()
    await expect(accept(invitation.token)).rejects.toMatchObject({ code: 'invitation-invalid' })
    await owner(`update invitations set expires_at = now() - interval '1 second' where person_id = $1`, [person.id])
    await expect(accept(second.token)).rejects.toMatchObject({ code: 'invitation-invalid' })
    await accept((await again()).token)
  })

  it('resets a forgotten password, which ends the sessions there are', async () => {
    const { id, email, client } = await settle(cast.organizationAdministrator, cast.partner, 'forgetful')
    const { token } = await cast.organizationAdministrator.accounts.people.reinvite({ organizationId: cast.partner, personId: id })
    await server.as().accounts.invitations.accept({ token, password: 'another password here' })
    await expect(client.accounts.session.get({})).rejects.toMatchObject({ code: 'not-signed-in' })
    expect((await trySignIn(server.url, email, PASSWORD)).status).toBe(401)
    expect((await trySignIn(server.url, email, 'another password here')).status).toBe(200)
  })
})
