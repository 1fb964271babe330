import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { asOwner, type Cast, makeAgent, makeCast, reading } from '../../../../test/support/make.ts'
import { startTestServer, type TestServer } from '../../../../test/support/server.ts'

let server: TestServer
let cast: Cast
beforeAll(async () => {
  server = await startTestServer()
  cast = await makeCast(server)
})
afterAll(() => server.stop())

/** A serial number that the child's agent invented, and the neighbour's printer that truly has it. */
async function conflict(serialNumber: string, address: string) {
  const squatter = await makeAgent(server, cast.fleetAdministrator, cast.child)
  const owner = await makeAgent(server, cast.stranger, cast.neighbour)
  const readAll = async () => {
    await squatter.deliver({ [address]: reading({ serialNumber }) })
    await owner.deliver({ [address]: reading({ serialNumber }) })
  }
  await readAll()
  const here = { organizationId: cast.provider }
  const list = async () =>
    (await cast.operator.printers.listConflicts({ ...here, limit: 200 })).items.filter((c) => c.serialNumber === serialNumber)
  const [found] = await list()
  const [failed, registered] = [found!, found!.registeredIn].map(({ organizationId, printerId }) => ({ organizationId, printerId }))
  const settle = (keeps = failed!, loses = registered!) =>
    cast.operator.printers.settleConflict({ ...here, keeps, loses, reason: 'Invoice 7' })
  const registrations = async () => {
    const query = { search: serialNumber, limit: 10 }
    const [mine] = (await cast.fleetAdministrator.printers.list({ organizationId: cast.child, ...query })).items
    const [theirs] = (await cast.stranger.printers.list({ organizationId: cast.neighbour, ...query })).items
    return [mine!.registration, theirs!.registration]
  }
  return { failed: failed!, registered: registered!, readAll, list, settle, registrations }
}

describe('a conflict of registration', () => {
  it('is settled for the true owner: the other fails at once and for good, the owner registers at its next reading [printers/provider-settles-conflicts]', async () => {
    const { list, settle, registrations, readAll, failed, registered } = await conflict('CLASH1', '10.6.0.1')
    expect(await registrations()).toEqual(['enrolled', 'failed'])
    expect(await list()).toMatchObject([{ ...failed, settled: null, registeredIn: { ...registered, held: false } }])
    await settle()
    expect(await registrations()).toEqual(['failed', 'failed'])
    await readAll()
    expect(await registrations()).toEqual(['failed', 'enrolled'])
    expect(await list()).toMatchObject([{ ...registered, settled: { reason: 'Invoice 7' }, registeredIn: failed }])
  })

  it('is recorded in all organizations concerned, and none of the customers reads of the other [printers/provider-settles-conflicts] [printers/conflicts-are-the-providers]', async () => {
    const { settle } = await conflict('CLASH2', '10.6.0.2')
    await settle()
    const entries = await asOwner(
      server,
      `select e.organization_id, e::text as whole from audit_entries e where e::text like '%Settle conflict%' and e::text like '%CLASH2%'`,
    )
    expect(entries.map((e) => e.organization_id).toSorted()).toEqual([cast.provider, cast.child, cast.neighbour].toSorted())
    for (const { organization_id, whole } of entries)
      expect(String(whole).includes('Child of'), String(whole)).toBe(organization_id === cast.provider)
  })

  it('is not settled against a managed or pending printer, by another than the provider, or between printers that are not in conflict [printers/held-printers-keep-their-serial-number]', async () => {
    const { settle, registered, failed, registrations } = await conflict('CLASH3', '10.6.0.3')
    const other = await conflict('CLASH4', '10.6.0.4')
    await expect(settle(failed, other.registered)).rejects.toMatchObject({ code: 'not-found' })
    const reason = 'mine'
    const asked = cast.fleetAdministrator.printers.settleConflict({ organizationId: cast.child, keeps: registered, loses: failed, reason })
    await expect(asked).rejects.toMatchObject({ code: 'not-allowed' })
    await asOwner(
      server,
      `set session_replication_role = replica;
      insert into program_memberships (organization_id, printer_id, state, requested_by, task_id, terms_version)
      values ('${registered.organizationId}', '${registered.printerId}', 'pending', 'x', 1, 1)`,
    )
    await expect(settle()).rejects.toMatchObject({ code: 'conflict-with-held-printer' })
    expect(await registrations()).toEqual(['enrolled', 'failed'])
  })
})
