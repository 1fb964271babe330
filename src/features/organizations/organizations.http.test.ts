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
beforeAll(async () => {
  server = await startTestServer()
  cast = await makeCast(server)
})
afterAll(() => server.stop())

const inPartner = () => ({ organizationId: cast.partner })
const owner = () => cast.partnerAdministrator.organizations

describe('child organizations', () => {
  it('have a unique name in any case, and are deleted softly: the name is free again [organizations/deleted-softly]', async () => {
    const child = await owner().create({ ...inPartner(), name: "Straße & Söhne (North), St. John's" })
    await expect(
      owner().create({ ...inPartner(), name: "STRASSE & SÖHNE (NORTH), ST. JOHN'S".replace('STRASSE', 'Straße') }),
    ).rejects.toMatchObject({ code: 'name-in-use' })
    await expect(owner().create({ ...inPartner(), name: 'No <tags>' })).rejects.toMatchObject({ code: 'invalid-input' })
    const renamed = await owner().rename({ ...inPartner(), childId: child.id, name: 'Renamed' })
    expect(renamed.name).toBe('Renamed')
    await owner().remove({ ...inPartner(), childId: child.id })
    await expect(cast.fleetAdministrator.organizations.get({ organizationId: child.id })).rejects.toMatchObject({ code: 'not-found' })
    expect((await owner().create({ ...inPartner(), name: 'Renamed' })).id).not.toBe(child.id)
    expect(await asOwner(server, 'select active from organizations where id = $1', [child.id])).toEqual([{ active: false }])
  })

  it('are the business of their own partner alone', async () => {
    await expect(owner().rename({ ...inPartner(), childId: cast.neighbour, name: 'Taken over' })).rejects.toMatchObject({
      code: 'not-found',
    })
    await expect(cast.organizationAdministrator.organizations.create({ ...inPartner(), name: 'Not mine to make' })).rejects.toMatchObject({
      code: 'not-allowed',
    })
  })

  it('stay, and keep their entitlement, while they have held printers, also by SQL [organizations/held-printers-keep-their-organization] [entitlements/removal] [entitlements/held-printers-keep-the-entitlement-in-the-database] [entitlements/no-way-back]', async () => {
    const here = { organizationId: cast.child }
    const fleet = cast.fleetAdministrator
    const terms = await makeOffering(server, cast)
    const granted = await cast.partnerAdministrator.entitlements.grant(here)
    expect(await cast.partnerAdministrator.entitlements.grant(here)).toEqual(granted)
    const agent = await makeAgent(server, fleet, cast.child)
    await agent.tell({ '10.4.0.1': reading({ serialNumber: 'STAYS1' }) })
    const selection = await fleet.printers.select({ ...here, printerIds: Object.values(await printersBySerial(fleet, cast.child)) })
    const assigned = await fleet.contacts.assign({ params: here, headers: {}, body: { selectionId: selection.id, contact: contactForm() } })
    await ended(fleet, cast.child, assigned.taskId)
    const added = await fleet.program.add({
      params: here,
      headers: {},
      body: { selectionId: selection.id, termsAccepted: true, termsVersion: terms.version, termsHash: terms.hash },
    })
    expect((await ended(fleet, cast.child, added.taskId)).done).toBe(1)
    await expect(owner().remove({ ...inPartner(), childId: cast.child })).rejects.toMatchObject({
      code: 'organization-has-held-printers',
      data: { count: 1 },
    })
    const remove = (reason: string) =>
      cast.operator.entitlements.remove({ organizationId: cast.provider, childOrganizationId: cast.child, reason })
    await expect(remove('too early')).rejects.toMatchObject({ code: 'entitlement-has-held-printers', data: { count: 1 } })
    await expect(asOwner(server, 'delete from entitlements where organization_id = $1', [cast.child])).rejects.toMatchObject({
      code: '23001',
    })
    await expect(
      asOwner(server, 'update organizations set active = false, deleted_at = now() where id = $1', [cast.child]),
    ).rejects.toMatchObject({ code: '23503' })
    const printers = [{ organizationId: cast.child, printerId: Object.values(await printersBySerial(fleet, cast.child))[0]! }]
    await cast.operator.program.remove({ organizationId: cast.provider, act: 'remove-from-program', reason: 'sold', printers })
    await expect(remove('  ')).rejects.toMatchObject({ code: 'invalid-input' })
    await remove('The customer left.')
    expect((await cast.partnerAdministrator.entitlements.list(here))[0]!.granted).toBeNull()
    const trail = await cast.partnerAdministrator.audit.list({ ...here, search: 'customer left' })
    expect(trail.items).toMatchObject([{ act: 'Remove entitlement', reason: 'The customer left.', person: 'operator' }])
  })
})
