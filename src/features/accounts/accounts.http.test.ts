import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { asOwner, type Cast, makeCast, PASSWORD } from '../../../test/support/make.ts'
import { type Client, startTestServer, type TestServer } from '../../../test/support/server.ts'
import { signIn, trySignIn } from '../../../test/support/sign-in.ts'
import { ORGANIZATION_KINDS, ROLE_NAMES, type Role, whyNotGrant } from './roles.ts'

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

describe('a person', () => {
  it('who is deactivated is signed out at once, with their API keys; reactivated, they come back [accounts/sessions-expire]', async () => {
    const { id, email, client } = await settle(cast.organizationAdministrator, cast.partner, 'leaving', ['user-administrator'])
    const { key } = await client.accounts.session.createApiKey({ name: 'k', expiresInDays: null })
    const change = (deactivated: boolean) =>
      cast.organizationAdministrator.accounts.people.change({ organizationId: cast.partner, personId: id, deactivated })
    expect(await change(true)).toMatchObject({ status: 'deactivated' })
    for (const each of [client, server.as(key)]) {
      await expect(each.accounts.session.get({})).rejects.toMatchObject({ code: 'not-signed-in' })
      await expect(each.organizations.listReachable({})).rejects.toMatchObject({ code: 'not-signed-in' })
      await expect(each.accounts.people.list({ organizationId: cast.partner })).rejects.toMatchObject({ code: 'not-signed-in' })
    }
    expect((await trySignIn(server.url, email, PASSWORD)).status).toBe(401)
    await change(false)
    expect((await trySignIn(server.url, email, PASSWORD)).status).toBe(200)
    expect((await server.as(key).accounts.session.get({})).person.id).toBe(id)
  })

  it('whose session was made at the moment of deactivation can do nothing with it', async () => {
    const { id, client } = await settle(cast.organizationAdministrator, cast.partner, 'racing', ['user-administrator'])
    await owner('update people set deactivated_at = now() where id = $1', [id])
    await expect(client.organizations.dashboard({})).rejects.toMatchObject({ code: 'not-signed-in' })
    await expect(client.accounts.people.list({ organizationId: cast.partner })).rejects.toMatchObject({ code: 'not-found' })
  })

  it('gets no role that has no place in the organization, by API or by SQL [accounts/roles-have-their-place]', async () => {
    const organizations = { provider: cast.provider, partner: cast.partner, child: cast.child }
    const administrators = {
      provider: cast.providerAdministrator,
      partner: cast.organizationAdministrator,
      child: cast.partnerAdministrator,
    }
    for (const kind of ORGANIZATION_KINDS)
      for (const role of ROLE_NAMES) {
        const refused = whyNotGrant(role, kind, false)
        const [sql] = await owner('select role_fits($1, $2, null) as fits, role_fits($1, $2, $3) as by_access', [role, kind, 'access'])
        expect([role, kind, sql]).toEqual([
          role,
          kind,
          { fits: refused === undefined, by_access: whyNotGrant(role, kind, true) === undefined },
        ])
        if (refused === undefined) continue
        const form = { organizationId: organizations[kind], name: 'x', email: `${kind}.${role}@example.com`, roles: [role] }
        await expect(administrators[kind].accounts.people.invite(form)).rejects.toMatchObject({ code: 'role-not-here', message: refused })
      }
    const give = `insert into person_roles select organization_id, 'partner', id, 'partner-administrator' from people where organization_id = $1`
    await expect(owner(give, [cast.partner])).rejects.toMatchObject({ code: '23514' })
    const pretend = `insert into person_roles select organization_id, 'provider', id, 'mps-offer-manager' from people where organization_id = $1`
    await expect(owner(pretend, [cast.partner])).rejects.toMatchObject({ code: '23503' })
  })

  it('is found by part of name or address, page by page', async () => {
    const found = await cast.providerAdministrator.accounts.people.list({ organizationId: cast.provider, search: 'PROVIDER ADM' })
    expect(found.items.map((person) => person.email)).toEqual(['provider@example.com'])
    const names: string[] = []
    for (let cursor: string | undefined; ; ) {
      const page = await cast.providerAdministrator.accounts.people.list({
        organizationId: cast.provider,
        limit: 1,
        ...(cursor ? { cursor } : {}),
      })
      names.push(...page.items.map((person) => person.name))
      if (!page.nextCursor) break
      cursor = page.nextCursor
    }
    expect(names).toEqual(['offers', 'operator', 'Provider Administrator'])
  })
})

describe('the last administrator', () => {
  const provider = () => ({ organizationId: cast.provider })
  const idOf = async (email: string) =>
    (await cast.providerAdministrator.accounts.people.list({ ...provider(), search: email })).items[0]!.id

  it('stays, with the role and active; somebody who has not yet accepted is no other [accounts/one-administrator-stays]', async () => {
    const by = cast.providerAdministrator
    const personId = await idOf('provider@example.com')
    const { person } = await by.accounts.people.invite({
      ...provider(),
      name: 'not yet',
      email: 'not-yet@example.com',
      roles: ['organization-administrator'],
    })
    await expect(by.accounts.people.change({ ...provider(), personId, roles: [] })).rejects.toMatchObject({ code: 'last-administrator' })
    await expect(by.accounts.people.change({ ...provider(), personId, deactivated: true })).rejects.toMatchObject({
      code: 'last-administrator',
    })
    expect((await by.accounts.people.change({ ...provider(), personId, name: 'Provider Administrator' })).roles).toHaveLength(1)
    await by.accounts.people.change({ ...provider(), personId: person.id, deactivated: true })
  })

  it('may be one by a group, which then stays too [accounts/one-administrator-stays]', async () => {
    const by = cast.providerAdministrator
    const second = await settle(by, cast.provider, 'second')
    const form = {
      name: 'administrators',
      kind: 'ordinary' as const,
      roles: ['organization-administrator' as const],
      memberIds: [second.id],
    }
    const group = await by.accounts.groups.create({ ...provider(), ...form })
    const personId = await idOf('provider@example.com')
    expect((await by.accounts.people.change({ ...provider(), personId, roles: [] })).roles).toEqual([])
    const groups = second.client.accounts.groups
    await expect(groups.remove({ ...provider(), groupId: group.id })).rejects.toMatchObject({ code: 'last-administrator' })
    await expect(groups.change({ ...provider(), ...form, groupId: group.id, roles: [] })).rejects.toMatchObject({
      code: 'last-administrator',
    })
    await expect(groups.change({ ...provider(), ...form, groupId: group.id, memberIds: [] })).rejects.toMatchObject({
      code: 'last-administrator',
    })
    await second.client.accounts.people.change({ ...provider(), personId, roles: ['organization-administrator'] })
    await groups.remove({ ...provider(), groupId: group.id })
  })

  it('stays also when two take the role from each other at the same moment [accounts/one-administrator-stays]', async () => {
    const one = await settle(cast.organizationAdministrator, cast.partner, 'one-of-two', ['organization-administrator'])
    const two = await settle(cast.organizationAdministrator, cast.partner, 'two-of-two', ['organization-administrator'])
    const take = (from: string, by: Client) => by.accounts.people.change({ organizationId: cast.partner, personId: from, roles: [] })
    const taken = await Promise.allSettled([take(one.id, two.client), take(two.id, one.client)])
    expect(taken.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected'])
  })
})

describe('a Child Organization Access Group', () => {
  it('gives its roles in all children of the partner, also in one made later, and in no other [accounts/access-groups-reach-all-children]', async () => {
    const later = await cast.partnerAdministrator.organizations.create({ organizationId: cast.partner, name: 'Made later' })
    for (const organizationId of [cast.child, later.id]) {
      expect((await cast.fleetAdministrator.organizations.get({ organizationId })).roles).toEqual(['fleet-management-administrator'])
      expect((await cast.partnerAdministrator.organizations.get({ organizationId })).roles).toEqual(['partner-administrator'])
    }
    for (const organizationId of [cast.neighbour, cast.provider, cast.partner])
      await expect(cast.fleetAdministrator.organizations.get({ organizationId })).rejects.toMatchObject({ code: 'not-found' })
    const reachable = await cast.fleetAdministrator.organizations.listReachable({})
    expect(reachable.items.map((item) => item.name)).toEqual(['Child of the partner', 'Made later'])
  })

  it('of Partner Administrators acts on the partner itself too', async () => {
    expect((await cast.partnerAdministrator.organizations.get({ organizationId: cast.partner })).roles).toEqual(['partner-administrator'])
  })

  it('exists in partner organizations only, by API and by SQL [accounts/roles-have-their-place]', async () => {
    const form = { name: 'x', kind: 'access' as const, roles: [], memberIds: [] }
    for (const [by, organizationId] of [
      [cast.partnerAdministrator, cast.child],
      [cast.providerAdministrator, cast.provider],
    ] as const)
      await expect(by.accounts.groups.create({ organizationId, ...form })).rejects.toMatchObject({ code: 'role-not-here' })
    const make = `insert into groups (organization_id, organization_kind, kind, name) values ($1, 'child', 'access', 'x')`
    await expect(owner(make, [cast.child])).rejects.toMatchObject({ code: '23514' })
  })

  it('loses its roles with its members, and its members with their deletion', async () => {
    const { id, client } = await settle(cast.organizationAdministrator, cast.partner, 'member')
    const form = { name: 'Short lived', kind: 'access' as const, roles: ['fleet-management-viewer' as const], memberIds: [id] }
    const group = await cast.organizationAdministrator.accounts.groups.create({ organizationId: cast.partner, ...form })
    expect(group).toMatchObject({ kind: 'access', roles: ['fleet-management-viewer'], members: [{ id, name: 'member' }] })
    expect((await client.organizations.get({ organizationId: cast.child })).roles).toEqual(['fleet-management-viewer'])
    await cast.organizationAdministrator.accounts.groups.remove({ organizationId: cast.partner, groupId: group.id })
    await expect(client.organizations.get({ organizationId: cast.child })).rejects.toMatchObject({ code: 'not-found' })
  })

  it('has a name of its own, and members of its own organization only', async () => {
    const form = { organizationId: cast.partner, kind: 'ordinary' as const, roles: [], memberIds: [] }
    const by = cast.organizationAdministrator.accounts.groups
    await by.create({ ...form, name: 'Büro' })
    await expect(by.create({ ...form, name: ' bu\u0308RO ' })).rejects.toMatchObject({ code: 'name-in-use' })
    const [stranger] = await owner(`select id from auth."user" where email = 'neighbour-fleet@example.com'`)
    const foreign = by.create({ ...form, name: 'With a stranger', memberIds: [String(stranger!.id)] })
    await expect(foreign).rejects.toMatchObject({ code: 'invalid-input' })
    expect((await by.list({ organizationId: cast.partner })).map((group) => group.name)).not.toContain('With a stranger')
  })
})

describe('an API key', () => {
  it('is shown once, kept as a hash, and works until it is withdrawn [accounts/api-keys-end]', async () => {
    const { client: me } = await signIn(server.url, 'provider@example.com', PASSWORD)
    const made = await me.accounts.session.createApiKey({ name: 'Reports', expiresInDays: 30 })
    expect((Date.parse(made.expiresAt!) - Date.now()) / 86_400_000).toBeCloseTo(30, 2)
    const listed = (await me.accounts.session.listApiKeys({})).find((key) => key.id === made.id)
    expect(listed).toEqual({ id: made.id, name: 'Reports', createdAt: made.createdAt, expiresAt: made.expiresAt, lastUsedAt: null })
    expect(await owner('select 1 from api_keys k where k::text like $1', [`%${made.key}%`])).toEqual([])
    expect((await server.as(made.key).accounts.session.get({})).person.email).toBe('provider@example.com')
    expect((await me.accounts.session.listApiKeys({})).find((key) => key.id === made.id)!.lastUsedAt).not.toBeNull()
    await me.accounts.session.deleteApiKey({ id: made.id })
    await expect(server.as(made.key).accounts.session.get({})).rejects.toMatchObject({ code: 'not-signed-in' })
    await expect(me.accounts.session.deleteApiKey({ id: made.id })).rejects.toMatchObject({ code: 'not-found' })
  })

  it('ends with its time [accounts/api-keys-end]', async () => {
    const { key, id } = await cast.operator.accounts.session.createApiKey({ name: 'short', expiresInDays: 1 })
    await owner(`update api_keys set expires_at = now() where id = $1`, [id])
    await expect(server.as(key).accounts.session.get({})).rejects.toMatchObject({ code: 'not-signed-in' })
  })

  it('of another person is not found', async () => {
    const { id } = await cast.operator.accounts.session.createApiKey({ name: 'mine', expiresInDays: null })
    await expect(cast.offerManager.accounts.session.deleteApiKey({ id })).rejects.toMatchObject({ code: 'not-found' })
  })
})
