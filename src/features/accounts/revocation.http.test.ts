import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Cast, makeCast, PASSWORD } from '../../../test/support/make.ts'
import { type Client, startTestServer, type TestServer } from '../../../test/support/server.ts'
import { signIn, trySignIn } from '../../../test/support/sign-in.ts'

let server: TestServer
let cast: Cast
beforeAll(async () => {
  server = await startTestServer({ worker: false })
  cast = await makeCast(server)
})
afterAll(() => server.stop())

const NEW = 'another password here'

/** Somebody of the partner with two sessions and an API key. */
async function settle(name: string) {
  const email = `${name}@example.com`
  const { person, invitation } = await cast.organizationAdministrator.accounts.people.invite({
    organizationId: cast.partner,
    name,
    email,
    roles: ['user-administrator'],
  })
  await server.as().accounts.invitations.accept({ token: invitation.token, password: PASSWORD })
  const { client: here } = await signIn(server.url, email, PASSWORD)
  const { client: elsewhere } = await signIn(server.url, email, PASSWORD)
  const { key } = await here.accounts.session.createApiKey({ name: 'reports', expiresInDays: null })
  return { id: person.id, email, here, elsewhere, byKey: server.as(key) }
}

const isIn = (client: Client) =>
  client.accounts.session.get({}).then(
    () => true,
    (error: { code: string }) => (error.code === 'not-signed-in' ? false : Promise.reject(error)),
  )
const actsOf = async (search: string) => {
  const { items } = await cast.organizationAdministrator.audit.list({ organizationId: cast.partner, search })
  return items.map(({ act }) => act)
}

describe('a new password [accounts/a-new-password-ends-sessions]', () => {
  it('ends every other session, leaves the keys, and is in the audit trail', async () => {
    const { email, here, elsewhere, byKey } = await settle('changing')
    await here.accounts.session.changePassword({ currentPassword: PASSWORD, newPassword: NEW })
    expect([await isIn(here), await isIn(elsewhere), await isIn(byKey)]).toEqual([true, false, true])
    expect([(await trySignIn(server.url, email, PASSWORD)).status, (await trySignIn(server.url, email, NEW)).status]).toEqual([401, 200])
    expect(await actsOf(email)).toContain('Change password')
  })

  it('withdraws the keys on request', async () => {
    const { here, byKey } = await settle('careful')
    await here.accounts.session.changePassword({ currentPassword: PASSWORD, newPassword: NEW, withdrawApiKeys: true })
    expect([await isIn(here), await isIn(byKey)]).toEqual([true, false])
    expect(await here.accounts.session.listApiKeys({})).toEqual([])
  })

  it('by an invitation ends all sessions, and the keys on request', async () => {
    const { id, here, elsewhere, byKey } = await settle('forgetting')
    const again = () => cast.organizationAdministrator.accounts.people.reinvite({ organizationId: cast.partner, personId: id })
    await server.as().accounts.invitations.accept({ token: (await again()).token, password: NEW })
    expect([await isIn(here), await isIn(elsewhere), await isIn(byKey)]).toEqual([false, false, true])
    await server.as().accounts.invitations.accept({ token: (await again()).token, password: NEW, withdrawApiKeys: true })
    expect(await isIn(byKey)).toBe(false)
  })

  it('takes the current one, of which no more than five wrong ones are tried, and a session rather than a key', async () => {
    const { here, byKey } = await settle('stolen')
    const change = (currentPassword: string, newPassword = NEW, by = here) =>
      by.accounts.session.changePassword({ currentPassword, newPassword })
    await expect(change(PASSWORD, NEW, byKey)).rejects.toMatchObject({ code: 'not-allowed' })
    await expect(change(PASSWORD, 'password1234')).rejects.toMatchObject({ data: { faults: [{ field: 'newPassword' }] } })
    for (let tries = 0; tries < 5; tries++)
      await expect(change('wrong password')).rejects.toMatchObject({
        code: 'invalid-input',
        data: { faults: [{ field: 'currentPassword' }] },
      })
    await change(`wrong once more`).catch(() => {})
    await expect(change(PASSWORD)).rejects.toMatchObject({ code: 'too-many-sign-ins' })
  })
})

describe('a person [accounts/people-end-their-sessions]', () => {
  it('sees their sessions with device and address, and ends one or all others', async () => {
    const { email, here, elsewhere, byKey } = await settle('looking')
    const third = (await signIn(server.url, email, PASSWORD)).client
    const sessions = await here.accounts.session.listSessions({})
    expect(sessions).toHaveLength(3)
    expect(sessions.map(({ isCurrent }) => isCurrent).toSorted()).toEqual([false, false, true])
    expect(sessions[0]).toMatchObject({ address: expect.stringMatching(/^127\.77\./), userAgent: null })
    const other = (await elsewhere.accounts.session.listSessions({})).find(({ isCurrent }) => isCurrent)!
    await here.accounts.session.endSession({ id: other.id })
    expect([await isIn(here), await isIn(elsewhere), await isIn(third)]).toEqual([true, false, true])
    expect(await here.accounts.session.endOtherSessions({})).toEqual({ ended: 1 })
    expect([await isIn(here), await isIn(third), await isIn(byKey)]).toEqual([true, false, true])
    expect(await actsOf(email)).toEqual(expect.arrayContaining(['End session', 'End other sessions']))
  })

  it('ends no session of another person', async () => {
    const [mine, theirs] = [await settle('one-person'), await settle('another-person')]
    const [session] = await theirs.here.accounts.session.listSessions({})
    await expect(mine.here.accounts.session.endSession({ id: session!.id })).rejects.toMatchObject({ code: 'not-found' })
    expect(await isIn(theirs.here)).toBe(true)
  })

  it('who loses a role loses what it allows at once, in open sessions and with keys [accounts/roles]', async () => {
    const { id, here, byKey } = await settle('losing')
    const list = (client: Client) => client.accounts.people.list({ organizationId: cast.partner })
    for (const client of [here, byKey]) expect((await list(client)).items.length).toBeGreaterThan(0)
    await cast.organizationAdministrator.accounts.people.change({ organizationId: cast.partner, personId: id, roles: [] })
    for (const client of [here, byKey]) await expect(list(client)).rejects.toMatchObject({ code: 'not-found' })
  })
})
