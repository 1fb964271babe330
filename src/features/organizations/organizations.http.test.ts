import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  asOwner,
  type Cast,
  contactForm,
  ended,
  makeAgent,
  makeCast,
  makeOffering,
  PASSWORD,
  printersBySerial,
  reading,
} from '../../../test/support/make.ts'
import { startTestServer, type TestServer } from '../../../test/support/server.ts'
import { trySignIn } from '../../../test/support/sign-in.ts'

let server: TestServer
let cast: Cast
beforeAll(async () => {
  server = await startTestServer()
  cast = await makeCast(server)
})
afterAll(() => server.stop())

const inPartner = () => ({ organizationId: cast.partner })
const create = (name: string) => cast.partnerAdministrator.organizations.create({ ...inPartner(), name })
const remove = (childId: string) => cast.partnerAdministrator.organizations.remove({ ...inPartner(), childId })

describe('the name of a child organization', () => {
  it.each(['Müller & Söhne (Nord)', "O'Neil, Inc. - 2", '株式会社', 'Ⅷ 5'])('may be %s [organizations/name]', async (name) => {
    expect(await create(name)).toMatchObject({ name, kind: 'child', parent: 'The partner' })
  })

  it.each(['', '   ', 'a/b', 'a\u0000b', '<b>', 'a_b', 'tab\u0007', 'x'.repeat(129), '%'])(
    'may not be %j [organizations/name]',
    async (name) => {
      await expect(create(name)).rejects.toMatchObject({ code: 'invalid-input', data: { faults: [{ field: 'name' }] } })
    },
  )

  it('is unique under the parent, in any case, Unicode form and spacing [organizations/name]', async () => {
    await create('Café Ångström 1')
    for (const same of ['café ångström 1', 'CAFE\u0301 A\u030aNGSTRO\u0308M 1', '  Café   Ångström\u00a01 ', 'Ｃafé Ångström １'])
      await expect(create(same)).rejects.toMatchObject({ code: 'name-in-use', data: { faults: [{ field: 'name' }] } })
    const [neighbour] = await asOwner(server, 'select parent_id from organizations where id = $1', [cast.neighbour])
    expect(neighbour!.parent_id).not.toBe(cast.partner)
    await asOwner(server, `insert into organizations (kind, parent_id, name) values ('child', $1, 'Café Ångström 1')`, [
      neighbour!.parent_id,
    ])
  })

  it('may be long in letters that Unicode takes apart', async () => {
    expect((await create('\ufdfa'.repeat(128))).name).toHaveLength(128)
  })

  it('goes to one of two who ask for it at the same moment', async () => {
    const asked = await Promise.allSettled([create('Wanted'), create('wanted')])
    expect(asked.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected'])
    const refused = asked.find((one) => one.status === 'rejected')
    expect(refused).toMatchObject({ reason: { code: 'name-in-use' } })
  })

  it('changes, also by case alone, and each change is on record', async () => {
    const { id: childId } = await create('Before')
    const rename = (name: string) => cast.partnerAdministrator.organizations.rename({ ...inPartner(), childId, name })
    expect(await rename('before')).toMatchObject({ name: 'before' })
    expect(await rename('After')).toMatchObject({ name: 'After' })
    await expect(rename('Child of the partner')).rejects.toMatchObject({ code: 'name-in-use' })
    const trail = await cast.partnerAdministrator.audit.list({ ...inPartner(), search: 'rename' })
    expect(trail.items.map(({ act, before, after }) => [act, before, after])).toEqual([
      ['Rename child organization', { name: 'before' }, { name: 'After' }],
      ['Rename child organization', { name: 'Before' }, { name: 'before' }],
    ])
  })
})

describe('a list of child organizations', () => {
  it('shows each once, page by page, and finds a part of a name in any form', async () => {
    const names = Array.from({ length: 23 }, (_, i) => `Listed ${String(i).padStart(2, '0')}`)
    for (const name of names) await create(name)
    const seen: string[] = []
    for (let cursor: string | undefined; ; ) {
      const page = await cast.partnerAdministrator.organizations.listChildren({
        ...inPartner(),
        search: 'LISTED  ',
        limit: 5,
        ...(cursor ? { cursor } : {}),
      })
      seen.push(...page.items.map((child) => child.name))
      if (!page.nextCursor) break
      cursor = page.nextCursor
    }
    expect(seen).toEqual(names)
    const reachable = await cast.fleetViewer.organizations.listReachable({ search: 'listed 2', kind: 'child' })
    expect(reachable.items.map((child) => child.name)).toEqual(['Listed 20', 'Listed 21', 'Listed 22'])
    expect((await cast.partnerAdministrator.organizations.listChildren({ ...inPartner(), search: '%' })).items).toEqual([])
  })

  it('refuses a cursor that is none of it', async () => {
    const cursors = ['x', '', Buffer.from('["a","b"]').toString('base64url'), Buffer.from('[null,null]').toString('base64url')]
    for (const cursor of cursors)
      await expect(cast.partnerAdministrator.organizations.listChildren({ ...inPartner(), cursor })).rejects.toMatchObject({
        code: 'invalid-input',
        data: { faults: [{ field: 'cursor' }] },
      })
  })
})

describe('deleting', () => {
  it('frees the name, keeps what happened, and lets nobody of it in [organizations/deleted-softly]', async () => {
    const { id } = await create('Short lived')
    const invited = { organizationId: id, name: 'x', email: 'short-lived@example.com', roles: ['organization-administrator' as const] }
    const { invitation } = await cast.partnerAdministrator.accounts.people.invite(invited)
    await server.as().accounts.invitations.accept({ token: invitation.token, password: PASSWORD })
    const agent = await makeAgent(server, cast.fleetAdministrator, id)
    await remove(id)
    for (const each of [cast.partnerAdministrator, cast.fleetAdministrator])
      await expect(each.organizations.get({ organizationId: id })).rejects.toMatchObject({ code: 'not-found' })
    expect((await trySignIn(server.url, 'short-lived@example.com', PASSWORD)).status).toBe(401)
    await expect(agent.deliver({ '10.0.0.1': reading() })).rejects.toMatchObject({ code: 'agent-not-known' })
    await expect(remove(id)).rejects.toMatchObject({ code: 'not-found' })
    expect((await create('short LIVED')).id).not.toBe(id)
    expect(await asOwner(server, 'select active from organizations where id = $1', [id])).toEqual([{ active: false }])
  })

  it('voids an activation code that was given out', async () => {
    const { id } = await create('With a code')
    const agent = await cast.fleetAdministrator.agents.create({ organizationId: id, name: 'a', include: [], exclude: [] })
    const { code } = await cast.fleetAdministrator.agents.createActivationCode({ organizationId: id, agentId: agent.id })
    await remove(id)
    const activation = server.as().agentProtocol.activate({ code, version: '1.0.0', hostName: 'x' })
    await expect(activation).rejects.toMatchObject({ code: 'activation-code-invalid' })
  })

  it('is refused with held printers, by API and by SQL, also of a partner with children [organizations/held-printers-keep-their-organization]', async () => {
    const { id } = await create('Holding')
    const here = { organizationId: id }
    const terms = await makeOffering(server, cast)
    await cast.partnerAdministrator.entitlements.grant(here)
    const agent = await makeAgent(server, cast.fleetAdministrator, id)
    await agent.deliver({ '10.0.0.1': reading({ serialNumber: 'HOLD1' }), '10.0.0.2': reading({ serialNumber: 'HOLD2' }) })
    const printers = await printersBySerial(cast.fleetAdministrator, id)
    const { id: selectionId } = await cast.fleetAdministrator.printers.select({ ...here, filter: {} })
    const assigned = await cast.fleetAdministrator.contacts.assign({
      params: here,
      headers: {},
      body: { selectionId, contact: contactForm() },
    })
    await ended(cast.fleetAdministrator, id, assigned.taskId)
    const body = { selectionId, termsAccepted: true, termsVersion: terms.version, termsHash: terms.hash }
    const { taskId } = await cast.fleetAdministrator.program.add({ params: here, headers: {}, body })
    await ended(cast.fleetAdministrator, id, taskId)
    const accepted = [{ organizationId: id, printerId: printers.HOLD1! }]
    await cast.operator.program.decide({ organizationId: cast.provider, decision: 'accept', printers: accepted })
    const refused = {
      code: 'organization-has-held-printers',
      data: { count: 2 },
      message: expect.stringContaining('2 managed or pending printers'),
    }
    await expect(remove(id)).rejects.toMatchObject(refused)
    const bySql = `update organizations set active = false, deleted_at = now() where id = $1`
    await expect(asOwner(server, bySql, [id])).rejects.toMatchObject({ code: '23503' })
    const children = cast.providerAdministrator.organizations.remove({ organizationId: cast.provider, childId: cast.partner })
    await expect(children).rejects.toMatchObject({ code: 'organization-has-children' })
    await expect(asOwner(server, bySql, [cast.partner])).rejects.toMatchObject({ code: '23503', constraint: 'active_parent' })
    const listed = await cast.partnerAdministrator.organizations.listChildren({ ...inPartner(), search: 'Holding' })
    expect(listed.items[0]).toMatchObject({ entitled: true, printers: 2, managed: 1, pending: 1 })
  })

  it('of a partner leaves none of its children behind, also when one is made at that moment', async () => {
    const inProvider = { organizationId: cast.provider }
    const partner = await cast.providerAdministrator.organizations.create({ ...inProvider, name: 'Leaving partner' })
    const gone = () => cast.providerAdministrator.organizations.remove({ ...inProvider, childId: partner.id })
    const made = () => asOwner(server, `insert into organizations (kind, parent_id, name) values ('child', $1, 'Late')`, [partner.id])
    const done = await Promise.allSettled([gone(), made()])
    expect(done.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected'])
  })
})

describe('who may create what', () => {
  it('the provider partners, a Partner Administrator children, nobody else anything [accounts/roles]', async () => {
    const make = (client: typeof cast.operator, organizationId: string) =>
      client.organizations.create({ organizationId, name: crypto.randomUUID() })
    expect((await make(cast.providerAdministrator, cast.provider)).kind).toBe('partner')
    expect((await make(cast.partnerAdministrator, cast.partner)).kind).toBe('child')
    for (const [client, organizationId] of [
      [cast.organizationAdministrator, cast.partner],
      [cast.userAdministrator, cast.partner],
      [cast.operator, cast.provider],
      [cast.partnerAdministrator, cast.child],
    ] as const)
      await expect(make(client, organizationId)).rejects.toMatchObject({ code: 'not-allowed', status: 403 })
  })

  it('the database knows one provider, partners under it and children under them', async () => {
    const make = (kind: string, parent: string | null) =>
      asOwner(server, 'insert into organizations (kind, parent_id, name) values ($1, $2, gen_random_uuid()::text)', [kind, parent])
    await expect(make('provider', null)).rejects.toMatchObject({ code: '23505' })
    await expect(make('child', cast.provider)).rejects.toMatchObject({ code: '23503' })
    await expect(make('child', cast.child)).rejects.toMatchObject({ code: '23503' })
    await expect(make('partner', cast.partner)).rejects.toMatchObject({ code: '23503' })
    await expect(make('partner', null)).rejects.toMatchObject({ code: '23514' })
  })
})

describe('the dashboard', () => {
  const figuresOf = async (client: typeof cast.operator) =>
    Object.fromEntries(
      (await client.organizations.dashboard({})).cards.map(({ portal, figures }) => [
        portal,
        Object.fromEntries(figures.map((f) => [f.label, f.value])),
      ]),
    )

  it('counts what the person reaches, and nothing of a neighbour', async () => {
    const agent = await makeAgent(server, cast.stranger, cast.neighbour)
    await agent.deliver({ '10.0.0.1': reading({ serialNumber: 'NEIGHBOUR1' }) })
    await asOwner(server, `update agents set last_contact_at = now() - interval '1 hour' where id = $1`, [agent.id])
    const silent = await makeAgent(server, cast.fleetAdministrator, cast.child)
    await asOwner(server, `update agents set last_contact_at = now() - interval '1 hour' where id = $1`, [silent.id])
    const [counted] = await asOwner(server, 'select count(*)::int as n from organizations where parent_id = $1 and active', [cast.partner])
    expect(await figuresOf(cast.fleetAdministrator)).toEqual({
      'fleet-management': { Printers: 2, Managed: 1, Pending: 1, 'Agents silent': 1, 'Tasks running': 0 },
    })
    expect(await figuresOf(cast.partnerAdministrator)).toEqual({ 'account-management': { 'Child organizations': counted!.n, Entitled: 1 } })
    expect(await figuresOf(cast.stranger)).toEqual({
      'fleet-management': { Printers: 1, Managed: 0, Pending: 0, 'Agents silent': 1, 'Tasks running': 0 },
    })
    expect(await figuresOf(cast.operator)).toEqual({ operations: { 'Pending requests': 1, Managed: 1, 'Entitled organizations': 1 } })
  })
})
