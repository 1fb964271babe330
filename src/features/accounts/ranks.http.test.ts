import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Cast, keyOf, makeCast, openAccount } from '../../../test/support/make.ts'
import { type Client, startTestServer, type TestServer } from '../../../test/support/server.ts'
import { isHeld, ORGANIZATION_KINDS, ROLE_NAMES, type Role, whyNotGrant } from './roles.ts'

let server: TestServer
let cast: Cast
beforeAll(async () => {
  server = await startTestServer({ worker: false })
  cast = await makeCast(server)
})
afterAll(() => server.stop())

const NOT_HELD = { code: 'role-not-held', status: 403 }

let invited = 0
async function invite(by: Client, organizationId: string, roles: Role[]) {
  const email = `ranked-${++invited}@example.com`
  return by.accounts.people.invite({ organizationId, name: `Ranked ${invited}`, email, roles })
}

/** Invites somebody and gives a client with a key of theirs. */
async function settle(by: Client, organizationId: string, roles: Role[]) {
  const { person } = await invite(by, organizationId, roles)
  await openAccount(server, person)
  return { ...person, client: server.as(await keyOf(server, person.email)) }
}

/** An access group of the partner with these roles, made by its Organization Administrator. */
const accessGroup = (roles: Role[], memberIds: string[]) =>
  cast.organizationAdministrator.accounts.groups.create({
    organizationId: cast.partner,
    name: `Access ${++invited}`,
    kind: 'access',
    roles,
    memberIds,
  })

describe('a role [accounts/nobody-gives-what-they-do-not-hold]', () => {
  it.each(ORGANIZATION_KINDS)(
    'in a %s organization is given, taken and its person reset by those who hold it: every role against every role',
    async (kind) => {
      const organizationId = cast[kind]
      const top = { provider: cast.providerAdministrator, partner: cast.organizationAdministrator, child: cast.partnerAdministrator }[kind]
      const fitting = ROLE_NAMES.filter((role) => whyNotGrant(role, kind, false) === undefined)
      const targets = Object.fromEntries(
        await Promise.all(fitting.map(async (role) => [role, (await invite(top, organizationId, [role])).person.id] as const)),
      )
      for (const mine of fitting) {
        // Managing people takes one of three roles: the others are tried together with the lowest of these.
        const roles: Role[] = mine === 'organization-administrator' ? [mine] : [...new Set<Role>(['user-administrator', mine])]
        const { client } = await settle(top, organizationId, roles)
        for (const role of fitting) {
          const held = isHeld(roles, role, false)
          const person = { organizationId, personId: targets[role]! }
          const acts = {
            invite: () => invite(client, organizationId, [role]),
            reinvite: () => client.accounts.people.reinvite(person),
            rename: () => client.accounts.people.change({ ...person, name: 'Renamed' }),
            deactivate: () => client.accounts.people.change({ ...person, deactivated: true }),
            take: () => client.accounts.people.change({ ...person, roles: [] }),
          }
          for (const [name, act] of Object.entries(acts)) {
            const outcome = await act().then(
              () => 'done',
              (error: { code: string }) => error.code,
            )
            expect([roles, name, role, outcome]).toEqual([roles, name, role, held ? 'done' : 'role-not-held'])
          }
          if (held) await top.accounts.people.change({ ...person, roles: [role], deactivated: false })
        }
      }
    },
  )

  it('is not gained by re-inviting somebody above and accepting it oneself', async () => {
    const above = await settle(cast.organizationAdministrator, cast.partner, ['organization-administrator'])
    await expect(
      cast.userAdministrator.accounts.people.reinvite({ organizationId: cast.partner, personId: above.id }),
    ).rejects.toMatchObject({
      ...NOT_HELD,
      message:
        'Your roles do not include Organization Administrator. ' +
        'Only a person who holds this role can give it, remove it, or change a person who has it.',
    })
  })

  it('is not gained by a group: neither by making one, nor by changing, joining or deleting one of others', async () => {
    const at = { organizationId: cast.partner }
    const me = (await cast.userAdministrator.accounts.session.get({})).person.id
    const { groups } = cast.userAdministrator.accounts
    for (const [kind, role] of [
      ['access', 'partner-administrator'],
      ['access', 'user-administrator'],
      ['access', 'fleet-management-viewer'],
      ['ordinary', 'organization-administrator'],
    ] as const)
      await expect(groups.create({ ...at, name: `Mine by ${kind} ${role}`, kind, roles: [role], memberIds: [me] })).rejects.toMatchObject(
        NOT_HELD,
      )
    const group = await accessGroup(['partner-administrator'], [])
    const joined = groups.change({ ...at, groupId: group.id, name: group.name, roles: group.roles, memberIds: [me] })
    await expect(joined).rejects.toMatchObject(NOT_HELD)
    const emptied = groups.change({ ...at, groupId: group.id, name: group.name, roles: [], memberIds: [] })
    await expect(emptied).rejects.toMatchObject(NOT_HELD)
    await expect(groups.remove({ ...at, groupId: group.id })).rejects.toMatchObject(NOT_HELD)
    const own = await groups.create({ ...at, name: 'Of users', kind: 'ordinary', roles: ['user-administrator'], memberIds: [me] })
    const raised = groups.change({ ...at, groupId: own.id, name: own.name, roles: ['organization-administrator'], memberIds: [me] })
    await expect(raised).rejects.toMatchObject(NOT_HELD)
    await groups.remove({ ...at, groupId: own.id })
  })

  it('that a person has by an access group protects the person like one given directly', async () => {
    const member = await settle(cast.organizationAdministrator, cast.partner, [])
    const group = await accessGroup(['fleet-management-administrator'], [member.id])
    const at = { organizationId: cast.partner, personId: member.id }
    const { people } = cast.userAdministrator.accounts
    await expect(people.reinvite(at)).rejects.toMatchObject(NOT_HELD)
    await expect(people.change({ ...at, deactivated: true })).rejects.toMatchObject(NOT_HELD)
    await cast.organizationAdministrator.accounts.groups.remove({ organizationId: cast.partner, groupId: group.id })
    expect((await people.change({ ...at, name: 'Nobody above' })).accessRoles).toEqual([])
  })

  it('counts as it is at the moment of the act: one that is taken meanwhile gives nothing any more', async () => {
    const leaving = await settle(cast.organizationAdministrator, cast.partner, ['organization-administrator'])
    const acts = [
      cast.organizationAdministrator.accounts.people.change({
        organizationId: cast.partner,
        personId: leaving.id,
        roles: ['user-administrator'],
      }),
      ...Array.from({ length: 8 }, () => invite(leaving.client, cast.partner, ['organization-administrator'])),
    ]
    await Promise.allSettled(acts)
    await expect(invite(leaving.client, cast.partner, ['organization-administrator'])).rejects.toMatchObject(NOT_HELD)
  })
})

describe('an invitation', () => {
  it('names who made it, to whom it is for and in the list of people [accounts/invitations-name-their-maker]', async () => {
    const { person, invitation } = await invite(cast.userAdministrator, cast.partner, [])
    expect(person.invitation).toEqual({ by: 'partner-users', expiresAt: expect.stringMatching(/Z$/) })
    expect(await server.as().accounts.invitations.get({ token: invitation.token })).toMatchObject({ invitedBy: 'partner-users' })
    const again = { organizationId: cast.partner, personId: person.id }
    await cast.organizationAdministrator.accounts.people.reinvite(again)
    const { items } = await cast.organizationAdministrator.accounts.people.list({ organizationId: cast.partner, search: person.email })
    expect(items[0]!.invitation!.by).toBe('partner')
  })

  it('of a partner’s administrator names the provider’s administrator [accounts/invitations-name-their-maker]', async () => {
    const request = { organizationId: cast.provider, childId: cast.partner, name: 'Second', email: 'second-of-partner@example.com' }
    const { invitation } = await cast.providerAdministrator.accounts.people.inviteAdministrator(request)
    const found = await server.as().accounts.invitations.get({ token: invitation.token })
    expect(found).toMatchObject({ organization: 'The partner', invitedBy: 'Provider Administrator' })
  })
})
