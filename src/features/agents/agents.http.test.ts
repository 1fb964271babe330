import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { asOwner, type Cast, makeAgent, makeCast } from '../../../test/support/make.ts'
import { startTestServer, type TestServer } from '../../../test/support/server.ts'
import { whyNotRemove } from './agents.ts'

let server: TestServer
let cast: Cast
beforeAll(async () => {
  server = await startTestServer({ worker: false })
  cast = await makeCast(server)
})
afterAll(() => server.stop())

const here = () => ({ organizationId: cast.child })
const fleet = () => cast.fleetAdministrator

describe('an activation code', () => {
  it('works once, not after it expired, and not when a newer one was made [agents/activation-code-once]', async () => {
    const agent = await fleet().agents.create({ ...here(), name: 'North', include: [], exclude: [] })
    const code = () => fleet().agents.createActivationCode({ ...here(), agentId: agent.id })
    const use = (text: string) => server.as().agentProtocol.activate({ code: text, version: '1.0.0', hostName: 'h' })
    const first = await code()
    const { credential } = await use(first.code)
    expect(await server.as(credential).agentProtocol.configuration()).toMatchObject({ include: [] })
    await expect(use(first.code)).rejects.toMatchObject({ code: 'activation-code-invalid' })
    const [older, newer] = [await code(), await code()]
    await expect(use(older.code)).rejects.toMatchObject({ code: 'activation-code-invalid' })
    await asOwner(server, `update agent_activation_codes set expires_at = now() - interval '1 second'`)
    await expect(use(newer.code)).rejects.toMatchObject({ code: 'activation-code-invalid' })
  })
})

describe('an agent', () => {
  it('gets the community that the console never shows and the database does not hold in plain text [agents/secrets-are-sealed]', async () => {
    const community = 'a secret community'
    const access = { name: 'Secret', version: 'v2c', community, port: 161, timeoutMilliseconds: 1000, retries: 1 } as const
    const profile = await fleet().agents.createProfile({ ...here(), profile: access })
    const agent = await fleet().agents.create({
      ...here(),
      name: 'South',
      include: [{ entry: '10.0.0.0/24', profileId: profile.id }],
      exclude: ['10.0.0.1'],
    })
    const { code } = await fleet().agents.createActivationCode({ ...here(), agentId: agent.id })
    const { credential } = await server.as().agentProtocol.activate({ code, version: '1.0.0', hostName: 'h' })
    expect((await server.as(credential).agentProtocol.configuration()).profiles).toMatchObject([{ community }])
    expect(JSON.stringify([profile, await fleet().agents.listProfiles(here())])).not.toContain(community)
    const [stored] = await asOwner(server, `select position($1::bytea in community_sealed) as at from snmp_profiles where id = $2`, [
      Buffer.from(community),
      profile.id,
    ])
    expect(stored).toEqual({ at: 0 })
  })

  it('is refused an entry that cannot be understood, with what is expected', async () => {
    const create = fleet().agents.create({ ...here(), name: 'Odd', include: [], exclude: ['10.0.0.9-10.0.0.1'] })
    await expect(create).rejects.toMatchObject({ code: 'invalid-input', data: { faults: [{ field: 'exclude.0' }] } })
  })

  it('is informed why it stays while it reads held printers [agents/held-printers-keep-their-agent]', () => {
    expect(whyNotRemove({ managed: 0, pending: 0 })).toBeUndefined()
    expect(whyNotRemove({ managed: 2, pending: 1 })).toContain('3 managed or pending printers')
  })

  it('is known no more once it is deactivated', async () => {
    const agent = await makeAgent(server, fleet(), cast.child)
    await fleet().agents.deactivate({ ...here(), agentId: agent.id })
    await expect(agent.client.agentProtocol.configuration()).rejects.toMatchObject({ code: 'agent-not-known' })
  })
})
