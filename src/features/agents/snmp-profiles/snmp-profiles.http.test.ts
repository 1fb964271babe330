import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { asOwner, type Cast, makeAgent, makeCast, reading } from '../../../../test/support/make.ts'
import { startTestServer, type TestServer } from '../../../../test/support/server.ts'
import { AUTHENTICATION_PROTOCOLS, PRIVACY_PROTOCOLS } from '../../agent-protocol/snmp-access.api.ts'

let server: TestServer
let cast: Cast
let here: { organizationId: string }
beforeAll(async () => {
  server = await startTestServer({ worker: false })
  cast = await makeCast(server)
  here = { organizationId: cast.child }
})
afterAll(() => server.stop())

const fleet = () => cast.fleetAdministrator
const USER = {
  name: 'User',
  version: 'v3',
  userName: 'monitor',
  contextName: 'printers',
  authentication: { protocol: 'sha-256', password: 'the first secret' },
  privacy: { protocol: 'aes-256-cisco', password: 'the second secret' },
} as const

/** Secrets as the agent of this profile gets them. */
async function reported(profileId: string) {
  const agent = await makeAgent(server, fleet(), cast.child)
  const { edition, name } = await fleet().agents.get({ ...here, agentId: agent.id })
  const include = [{ entry: '10.5.0.0/24', profileId }]
  await fleet().agents.change({ ...here, agentId: agent.id, edition, name, include, exclude: [] })
  return { agent, profile: async () => (await agent.client.agentProtocol.configuration()).profiles[0] }
}

describe('an SNMP profile', () => {
  it('of version 3 has a user, sealed secrets and every protocol; an agent gets all, the console no secret [agents/secrets-are-sealed]', async () => {
    const made = await fleet().agents.createProfile({ ...here, profile: USER })
    expect(made).toMatchObject({
      version: 'v3',
      userName: 'monitor',
      contextName: 'printers',
      authentication: { protocol: 'sha-256' },
      privacy: { protocol: 'aes-256-cisco' },
      port: 161,
      timeoutMilliseconds: 2000,
      retries: 1,
      agents: 0,
      edition: 1,
    })
    const { profile } = await reported(made.id)
    expect(await profile()).toMatchObject({ ...USER, id: made.id, port: 161 })
    expect((await fleet().agents.listProfiles(here)).filter(({ id }) => id === made.id)).toMatchObject([{ agents: 1 }])
    const shown = JSON.stringify([
      made,
      await fleet().agents.listProfiles(here),
      await cast.partnerAdministrator.audit.list({ ...here, limit: 200 }),
    ])
    expect(shown).not.toContain('secret')
    const [stored] = await asOwner(server, `select * from snmp_profiles where id = $1`, [made.id])
    expect(Object.values(stored!).map(String).join()).not.toContain('secret')
    for (const [i, protocol] of AUTHENTICATION_PROTOCOLS.entries()) {
      const privacy = { protocol: PRIVACY_PROTOCOLS[i % PRIVACY_PROTOCOLS.length]!, password: 'long enough' }
      const all = await fleet().agents.createProfile({
        ...here,
        profile: { ...USER, name: protocol, authentication: { protocol, password: 'long enough' }, privacy },
      })
      expect(all).toMatchObject({ authentication: { protocol }, privacy: { protocol: privacy.protocol } })
    }
  })

  it('keeps a secret that an edit leaves blank, and takes a new one; its agents learn of it, and no printer is unenrolled [agents/profile-edits-unenroll-nothing]', async () => {
    const made = await fleet().agents.createProfile({ ...here, profile: { ...USER, name: 'Kept' } })
    const { agent, profile } = await reported(made.id)
    await agent.deliver({ '10.5.0.1': reading({ serialNumber: 'PROFILE1' }) })
    await profile()
    const beat = () => agent.client.agentProtocol.heartbeat({ version: '1.0.0', clock: new Date().toISOString(), waiting: 0 })
    const { configurationRevision: before } = await beat()
    const edit = { ...here, profileId: made.id, edition: 1 }
    const kept = await fleet().agents.changeProfile({
      ...edit,
      profile: {
        ...USER,
        name: 'Kept',
        userName: 'other',
        authentication: { protocol: 'md5' },
        privacy: { protocol: 'des', password: '' },
      },
    })
    expect(kept).toMatchObject({ userName: 'other', edition: 2 })
    expect((await beat()).configurationRevision).toBe(before + 1)
    expect(await profile()).toMatchObject({
      authentication: { protocol: 'md5', password: 'the first secret' },
      privacy: { protocol: 'des', password: 'the second secret' },
    })
    const second = fleet().agents.changeProfile({ ...edit, profile: { ...USER, name: 'Kept' } })
    await expect(second).rejects.toMatchObject({ code: 'edited-by-another', data: { current: { userName: 'other' } } })
    await fleet().agents.changeProfile({ ...edit, edition: 2, profile: { name: 'Kept', version: 'v2c', community: 'plain' } })
    expect(await profile()).toEqual({
      id: made.id,
      name: 'Kept',
      version: 'v2c',
      community: 'plain',
      port: 161,
      timeoutMilliseconds: 2000,
      retries: 1,
    })
    const [printer] = (await fleet().printers.list({ ...here, search: 'PROFILE1' })).items
    expect(printer).toMatchObject({ registration: 'enrolled', communication: 'communicating' })
  })

  it('is refused with what is missing or wrong, each at its field', async () => {
    const create = (profile: Parameters<ReturnType<typeof fleet>['agents']['createProfile']>[0]['profile']) =>
      fleet().agents.createProfile({ ...here, profile })
    const fields = async (made: Promise<unknown>) =>
      made.then(
        () => [],
        (error: { data: { faults: { field: string }[] } }) => error.data.faults.map(({ field }) => field),
      )
    expect(await fields(create({ name: 'X', version: 'v1' }))).toEqual(['community'])
    const user = { ...USER, name: 'X' }
    expect(await fields(create({ ...user, authentication: null }))).toEqual(['profile.privacy'])
    expect(await fields(create({ ...user, authentication: { protocol: 'md5', password: 'short' }, privacy: null }))).toEqual([
      'profile.authentication.password',
    ])
    expect(await fields(create({ ...user, authentication: { protocol: 'md5' }, privacy: { protocol: 'des' } }))).toEqual([
      'authentication.password',
      'privacy.password',
    ])
    const none = await create({ ...user, name: 'No security', authentication: null, privacy: null })
    expect(none).toMatchObject({ authentication: null, privacy: null })
    await expect(create({ ...user, name: ' no SECURITY' })).rejects.toMatchObject({ code: 'name-in-use' })
  })

  it('is deleted unless an agent uses it, and is nobody else’s [agents/used-profiles-stay]', async () => {
    const made = await fleet().agents.createProfile({ ...here, profile: { name: 'Gone', version: 'v1', community: 'x' } })
    const { agent } = await reported(made.id)
    const remove = () => fleet().agents.removeProfile({ ...here, profileId: made.id })
    await expect(remove()).rejects.toMatchObject({ code: 'profile-in-use', status: 409, data: { count: 1 } })
    await fleet().agents.remove({ ...here, agentId: agent.id })
    await remove()
    await expect(remove()).rejects.toMatchObject({ code: 'not-found' })
    const foreign = { organizationId: cast.neighbour, profileId: (await fleet().agents.listProfiles(here))[0]!.id }
    await expect(cast.stranger.agents.removeProfile(foreign)).rejects.toMatchObject({ code: 'not-found' })
    const edit = { ...foreign, edition: 1, profile: { name: 'Mine', version: 'v1', community: 'x' } } as const
    await expect(cast.stranger.agents.changeProfile(edit)).rejects.toMatchObject({ code: 'not-found' })
  })
})
