import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  asOwner,
  type Cast,
  contactForm,
  ended,
  makeAgent,
  makeCast,
  makeOffering,
  printersBySerial,
  reading,
} from '../../../test/support/make.ts'
import { startTestServer, type TestServer } from '../../../test/support/server.ts'

let server: TestServer
let cast: Cast
let here: { organizationId: string }
let provider: { organizationId: string }
beforeAll(async () => {
  server = await startTestServer()
  cast = await makeCast(server)
  here = { organizationId: cast.child }
  provider = { organizationId: cast.provider }
})
afterAll(() => server.stop())

const trail = async () => (await cast.partnerAdministrator.audit.list(here)).items.map(({ act, person, reason }) => [act, person, reason])

describe('an entitlement', () => {
  it('is granted by a Partner Administrator, once, and says who, when, and whom to ask to have it removed [entitlements/no-way-back]', async () => {
    const [before] = await cast.fleetViewer.entitlements.list(here)
    expect(before).toEqual({ offering: 'mps-express', label: 'MPS Express', granted: null, removedBy: 'Customer Operations' })
    const both = await Promise.all([cast.partnerAdministrator.entitlements.grant(here), cast.partnerAdministrator.entitlements.grant(here)])
    expect(both[0]).toEqual(both[1])
    expect(both[0]!.granted).toMatchObject({ by: 'partner-owner' })
    expect(await cast.partnerAdministrator.entitlements.grant(here)).toEqual(both[0])
    expect(await trail()).toEqual([['Entitle', 'partner-owner', null]])
  })

  it('is granted by nobody else, and only to a child organization [accounts/roles]', async () => {
    for (const client of [cast.fleetAdministrator, cast.fleetViewer])
      await expect(client.entitlements.grant(here)).rejects.toMatchObject({ code: 'not-allowed' })
    for (const client of [cast.providerAdministrator, cast.operator, cast.organizationAdministrator])
      await expect(client.entitlements.grant(here)).rejects.toMatchObject({ code: 'not-found' })
    const partner = cast.partnerAdministrator.entitlements.grant({ organizationId: cast.partner })
    await expect(partner).rejects.toMatchObject({ code: 'not-allowed' })
  })

  it('is removed by the provider alone, with a reason that is recorded [entitlements/removal] [entitlements/no-way-back]', async () => {
    const removal = { ...provider, childOrganizationId: cast.child }
    for (const client of [cast.partnerAdministrator, cast.fleetAdministrator, cast.organizationAdministrator])
      await expect(client.entitlements.remove({ ...removal, reason: 'x' })).rejects.toMatchObject({ code: 'not-found' })
    await expect(cast.providerAdministrator.entitlements.remove({ ...removal, reason: 'x' })).rejects.toMatchObject({ code: 'not-allowed' })
    for (const reason of ['', '   '])
      await expect(cast.operator.entitlements.remove({ ...removal, reason })).rejects.toMatchObject({
        code: 'invalid-input',
        data: { faults: [{ field: 'reason' }] },
      })
    await cast.operator.entitlements.remove({ ...removal, reason: 'The contract ended.' })
    expect((await cast.fleetViewer.entitlements.list(here))[0]!.granted).toBeNull()
    expect((await trail())[0]).toEqual(['Remove entitlement', 'operator', 'The contract ended.'])
    await expect(cast.operator.entitlements.remove({ ...removal, reason: 'again' })).rejects.toMatchObject({ code: 'not-found' })
  })

  it('stays while managed or pending printers exist, whoever asks [entitlements/removal] [entitlements/held-printers-keep-the-entitlement-in-the-database]', async () => {
    const terms = await makeOffering(server, cast)
    await cast.partnerAdministrator.entitlements.grant(here)
    const agent = await makeAgent(server, cast.fleetAdministrator, cast.child)
    await agent.deliver({ '10.0.0.1': reading({ serialNumber: 'HELD1' }) })
    const printers = [{ organizationId: cast.child, printerId: (await printersBySerial(cast.fleetAdministrator, cast.child)).HELD1! }]
    const { id: selectionId } = await cast.fleetAdministrator.printers.select({ ...here, filter: {} })
    const assigned = await cast.fleetAdministrator.contacts.assign({
      params: here,
      headers: {},
      body: { selectionId, contact: contactForm() },
    })
    await ended(cast.fleetAdministrator, cast.child, assigned.taskId)
    const body = { selectionId, termsAccepted: true, termsVersion: terms.version, termsHash: terms.hash }
    const { taskId } = await cast.fleetAdministrator.program.add({ params: here, headers: {}, body })
    await ended(cast.fleetAdministrator, cast.child, taskId)
    const remove = () => cast.offerManager.entitlements.remove({ ...provider, childOrganizationId: cast.child, reason: 'x' })
    await expect(remove()).rejects.toMatchObject({ code: 'entitlement-has-held-printers', data: { count: 1 } })
    await expect(asOwner(server, 'delete from entitlements where organization_id = $1', [cast.child])).rejects.toMatchObject({
      code: '23001',
    })
    await cast.operator.program.remove({ ...provider, act: 'remove-from-program', reason: 'x', printers })
    await remove()
    const held = `insert into program_memberships (organization_id, printer_id, state, requested_by, task_id, terms_version) values ($1, $2, 'pending', 'x', 1, 1)`
    await expect(asOwner(server, held, [cast.child, printers[0]!.printerId])).rejects.toMatchObject({ code: '23001' })
  })
})

describe('the list of entitled organizations', () => {
  it('shows the provider each with its figures, found by a part of its name or its partner’s', async () => {
    await cast.partnerAdministrator.entitlements.grant(here)
    const list = (search: string) => cast.operator.entitlements.listEntitled({ ...provider, search })
    for (const search of ['child of', 'THE PARTNER'])
      expect((await list(search)).items).toMatchObject([
        {
          organizationId: cast.child,
          organization: 'Child of the partner',
          partner: 'The partner',
          grantedBy: 'partner-owner',
          printers: 1,
          managed: 0,
          pending: 0,
        },
      ])
    expect((await list('neighbour')).items).toEqual([])
  })
})
