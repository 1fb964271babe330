import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { asOwner, type Cast, makeCast, PASSWORD } from '../../../test/support/make.ts'
import { type Client, startTestServer, type TestServer } from '../../../test/support/server.ts'
import { signIn, trySignIn } from '../../../test/support/sign-in.ts'

let server: TestServer
let cast: Cast
beforeAll(async () => {
  server = await startTestServer({ worker: false })
  cast = await makeCast(server)
})
afterAll(() => server.stop())

const invite = (by: Client, organizationId: string, email: string, name = 'Somebody') =>
  by.accounts.people.invite({ organizationId, name, email, roles: [] })
const accept = (token: string) => server.as().accounts.invitations.accept({ token, password: PASSWORD })
const shown = (token: string) => server.as().accounts.invitations.get({ token })
const expire = (personId: string) =>
  asOwner(server, `update invitations set expires_at = now() - interval '1 second' where person_id = $1`, [personId])

const EXISTS = { code: 'account-exists', status: 409, message: 'Sign in with your account.', data: undefined }

describe('an e-mail address [accounts/addresses-are-not-shown]', () => {
  it('of another organization is invited like any other: same answer, same list, and nothing about who has it', async () => {
    const taken = await invite(cast.organizationAdministrator, cast.partner, 'PROVIDER@example.com')
    const free = await invite(cast.organizationAdministrator, cast.partner, 'nobody-yet@example.com')
    const shapeOf = ({ person, invitation }: typeof taken) => ({
      ...person,
      id: person.id.length,
      email: '',
      invitation: person.invitation?.by,
      token: invitation.token.length > 20,
    })
    expect(shapeOf(taken)).toEqual(shapeOf(free))
    const { items } = await cast.organizationAdministrator.accounts.people.list({ organizationId: cast.partner, search: 'Somebody' })
    expect(items.map(({ email, status }) => [email, status])).toEqual(
      expect.arrayContaining([
        ['provider@example.com', 'invited'],
        ['nobody-yet@example.com', 'invited'],
      ]),
    )
    for (const act of [shown, accept]) await expect(act(taken.invitation.token)).rejects.toMatchObject(EXISTS)
    expect((await trySignIn(server.url, 'provider@example.com', PASSWORD)).status).toBe(200)
  })

  it('is not reserved by an invitation: who accepts first has it, and the other link says to sign in', async () => {
    const mine = await invite(cast.organizationAdministrator, cast.partner, 'wanted@example.com')
    const theirs = await invite(cast.providerAdministrator, cast.provider, 'wanted@example.com')
    const accepted = await Promise.allSettled([accept(mine.invitation.token), accept(theirs.invitation.token)])
    expect(accepted.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected'])
    const [won, lost] = accepted[0]!.status === 'fulfilled' ? [mine, theirs] : [theirs, mine]
    await expect(shown(lost.invitation.token)).rejects.toMatchObject(EXISTS)
    const { client } = await signIn(server.url, 'wanted@example.com', PASSWORD)
    expect((await client.accounts.session.get({})).person.id).toBe(won.person.id)
  })

  it('of the same organization is refused while its invitation is open, and free again when that has expired', async () => {
    const first = await invite(cast.organizationAdministrator, cast.partner, 'late@example.com')
    await expect(invite(cast.organizationAdministrator, cast.partner, 'Late@example.com')).rejects.toMatchObject({
      code: 'email-in-use',
      data: { faults: [{ field: 'email' }] },
    })
    await expire(first.person.id)
    const second = await invite(cast.organizationAdministrator, cast.partner, 'late@example.com')
    await expect(shown(first.invitation.token)).rejects.toMatchObject({ code: 'invitation-invalid' })
    expect(await accept(second.invitation.token)).toEqual({ email: 'late@example.com' })
    const { items } = await cast.organizationAdministrator.accounts.people.list({ organizationId: cast.partner, search: 'late@' })
    expect(items).toHaveLength(1)
    await expect(invite(cast.organizationAdministrator, cast.partner, 'late@example.com')).rejects.toMatchObject({ code: 'email-in-use' })
  })
})

describe('a person [accounts/people-can-be-deleted]', () => {
  const settle = async (name: string) => {
    const { person, invitation } = await invite(cast.organizationAdministrator, cast.partner, `${name}@example.com`, name)
    await accept(invitation.token)
    return { ...person, client: (await signIn(server.url, person.email, PASSWORD)).client }
  }

  it('is deleted: signed out at once, keys refused, and the address is free for another organization', async () => {
    const gone = await settle('gone')
    const { key } = await gone.client.accounts.session.createApiKey({ name: 'k', expiresInDays: null })
    await cast.organizationAdministrator.accounts.people.remove({ organizationId: cast.partner, personId: gone.id })
    for (const client of [gone.client, server.as(key)])
      await expect(client.accounts.session.get({})).rejects.toMatchObject({ code: 'not-signed-in' })
    expect((await trySignIn(server.url, gone.email, PASSWORD)).status).toBe(401)
    const { items } = await cast.organizationAdministrator.accounts.people.list({ organizationId: cast.partner, search: gone.email })
    expect(items).toEqual([])
    const { invitation } = await invite(cast.providerAdministrator, cast.provider, gone.email)
    expect(await accept(invitation.token)).toEqual({ email: gone.email })
  })

  it('is not deleted by somebody below, nor as the last administrator, nor in another organization', async () => {
    const { items } = await cast.organizationAdministrator.accounts.people.list({
      organizationId: cast.partner,
      search: 'partner-owner@example.com',
    })
    const owner = { organizationId: cast.partner, personId: items[0]!.id }
    await expect(cast.userAdministrator.accounts.people.remove(owner)).rejects.toMatchObject({ code: 'role-not-held' })
    const foreign = { organizationId: cast.provider, personId: items[0]!.id }
    await expect(cast.providerAdministrator.accounts.people.remove(foreign)).rejects.toMatchObject({ code: 'not-found' })
    const { person } = await cast.providerAdministrator.accounts.session.get({})
    const last = { organizationId: cast.provider, personId: person.id }
    await expect(cast.providerAdministrator.accounts.people.remove(last)).rejects.toMatchObject({ code: 'last-administrator' })
  })

  it('of an organization that is deleted can be invited elsewhere', async () => {
    const child = await cast.partnerAdministrator.organizations.create({ organizationId: cast.partner, name: 'Short lived' })
    const { invitation } = await invite(cast.partnerAdministrator, child.id, 'moving@example.com')
    await accept(invitation.token)
    const { client } = await signIn(server.url, 'moving@example.com', PASSWORD)
    await cast.partnerAdministrator.organizations.remove({ organizationId: cast.partner, childId: child.id })
    await expect(client.accounts.session.get({})).rejects.toMatchObject({ code: 'not-signed-in' })
    const again = await invite(cast.organizationAdministrator, cast.partner, 'moving@example.com')
    expect(await accept(again.invitation.token)).toEqual({ email: 'moving@example.com' })
  })
})
