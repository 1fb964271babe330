import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { asOwner, type Cast, makeCast, PASSWORD } from '../../../test/support/make.ts'
import { startTestServer, type TestServer } from '../../../test/support/server.ts'

let server: TestServer
let cast: Cast
beforeAll(async () => {
  server = await startTestServer({ worker: false })
  cast = await makeCast(server)
})
afterAll(() => server.stop())

const base = () => server.url.replace('localhost', '127.0.0.1')

async function signIn(email: string, password = PASSWORD) {
  const response = await fetch(`${base()}/auth/sign-in/email`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin: base() },
    body: JSON.stringify({ email, password }),
  })
  return {
    status: response.status,
    cookie: response.headers
      .getSetCookie()
      .map((each) => each.split(';')[0])
      .join('; '),
  }
}
const session = (cookie: string) => fetch(`${base()}/api/v1/session`, { headers: { cookie } }).then((response) => response.status)

async function newPerson(name: string) {
  const organizationId = cast.partner
  const { person, invitation } = await cast.userAdministrator.accounts.people.invite({
    organizationId,
    name,
    email: `${name}@example.com`,
    roles: [],
  })
  await server.as().accounts.invitations.accept({ token: invitation.token, password: PASSWORD })
  return { organizationId, personId: person.id, email: person.email, token: invitation.token }
}

describe('a session', () => {
  it('begins with the right password and ends at sign-out, when it expires, and when the person is deactivated [accounts/sessions-expire]', async () => {
    expect((await signIn('provider@example.com', 'a wrong password')).status).toBe(401)
    const { cookie } = await signIn('provider@example.com')
    expect(await session(cookie)).toBe(200)
    await fetch(`${base()}/auth/sign-out`, {
      method: 'POST',
      headers: { cookie, origin: base(), 'content-type': 'application/json' },
      body: '{}',
    })
    expect(await session(cookie)).toBe(401)
    const expired = await signIn('provider@example.com')
    await asOwner(server, `update auth.session set "expiresAt" = now() - interval '1 second'`)
    expect(await session(expired.cookie)).toBe(401)
    const { organizationId, personId, email } = await newPerson('leaver')
    const leaving = await signIn(email)
    expect(await session(leaving.cookie)).toBe(200)
    await cast.userAdministrator.accounts.people.change({ organizationId, personId, deactivated: true })
    expect(await session(leaving.cookie)).toBe(401)
    expect((await signIn(email)).status).toBe(401)
  })

  it('is refused to sample people outside the sample [accounts/sample-people-stay-in-the-sample]', async () => {
    const { email, personId } = await newPerson('sample')
    await asOwner(server, 'update people set is_sample = true where id = $1', [personId])
    expect((await signIn(email)).status).toBe(403)
    await asOwner(server, 'update settings set is_sample = true')
    try {
      expect((await signIn(email)).status).toBe(200)
    } finally {
      await asOwner(server, 'update settings set is_sample = false')
    }
  })
})

describe('an invitation', () => {
  it('is accepted once, and void when a newer one was made', async () => {
    const { organizationId, personId, token } = await newPerson('invited')
    await expect(server.as().accounts.invitations.accept({ token, password: PASSWORD })).rejects.toMatchObject({
      code: 'invitation-invalid',
    })
    const again = await cast.userAdministrator.accounts.people.reinvite({ organizationId, personId })
    const newest = await cast.userAdministrator.accounts.people.reinvite({ organizationId, personId })
    await expect(server.as().accounts.invitations.get({ token: again.token })).rejects.toMatchObject({ code: 'invitation-invalid' })
    expect(await server.as().accounts.invitations.get({ token: newest.token })).toMatchObject({ organization: 'The partner' })
  })
})

describe('roles', () => {
  it('are refused where they have no place, by the API and by the database [accounts/roles-have-their-place]', async () => {
    const { organizationId, personId } = await newPerson('rolled')
    for (const role of ['partner-administrator', 'fleet-management-viewer', 'mps-offer-manager'] as const) {
      await expect(cast.userAdministrator.accounts.people.change({ organizationId, personId, roles: [role] })).rejects.toMatchObject({
        code: 'role-not-here',
      })
      const insert = `insert into person_roles (organization_id, organization_kind, person_id, role) values ($1, 'partner', $2, $3)`
      await expect(asOwner(server, insert, [organizationId, personId, role])).rejects.toMatchObject({ code: '23514' })
    }
    const group = { organizationId, name: 'Ordinary', kind: 'ordinary', roles: ['partner-administrator'], memberIds: [] } as const
    await expect(cast.userAdministrator.accounts.groups.create({ ...group, roles: [...group.roles], memberIds: [] })).rejects.toMatchObject(
      { code: 'role-not-here' },
    )
  })

  it('of an access group hold in all children, also in those made later [accounts/access-groups-reach-all-children]', async () => {
    const later = await cast.partnerAdministrator.organizations.create({ organizationId: cast.partner, name: 'Made later' })
    expect((await cast.fleetViewer.organizations.get({ organizationId: later.id })).roles).toEqual(['fleet-management-viewer'])
    await expect(cast.fleetViewer.organizations.get({ organizationId: cast.partner })).rejects.toMatchObject({ code: 'not-found' })
    await expect(cast.fleetViewer.organizations.get({ organizationId: cast.neighbour })).rejects.toMatchObject({ code: 'not-found' })
  })
})

describe('an API key', () => {
  it('works until it is withdrawn or expires [accounts/api-keys-end]', async () => {
    const mine = cast.fleetViewer.accounts.session
    const withdrawn = await mine.createApiKey({ name: 'one', expiresInDays: null })
    const expired = await mine.createApiKey({ name: 'two', expiresInDays: 1 })
    const ask = (key: string) => server.as(key).accounts.session.get({})
    expect((await ask(withdrawn.key)).person.name).toBe('partner-viewer')
    expect((await ask(expired.key)).person.name).toBe('partner-viewer')
    expect(JSON.stringify(await mine.listApiKeys({}))).not.toContain(withdrawn.key)
    await mine.deleteApiKey({ id: withdrawn.id })
    await asOwner(server, `update api_keys set expires_at = now() - interval '1 second' where id = $1`, [expired.id])
    for (const { key } of [withdrawn, expired]) await expect(ask(key)).rejects.toMatchObject({ code: 'not-signed-in' })
  })
})
