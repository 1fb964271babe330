import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Cast, makeCast } from '../../../../test/support/make.ts'
import { startTestServer, type TestServer } from '../../../../test/support/server.ts'

let server: TestServer
let cast: Cast
let here: { organizationId: string }
beforeAll(async () => {
  server = await startTestServer({ worker: false })
  cast = await makeCast(server)
  here = { organizationId: cast.child }
})
afterAll(() => server.stop())

const form = (name: string, change = {}) => ({
  name,
  columns: ['model', 'tags'] as ('model' | 'tags')[],
  sort: 'model' as const,
  direction: 'desc' as const,
  filter: { search: 'hall', manufacturer: ['Maker, 1'] },
  shared: false,
  ...change,
})
const names = async (client: typeof cast.fleetViewer, organizationId = cast.child) =>
  (await client.printerViews.list({ organizationId })).items.map(({ name }) => name)
const SYSTEM = ['Standard', 'Managed', 'Counters', 'Supplies']

describe('views', () => {
  it('of the system are there for everybody and cannot be changed [printers/system-views]', async () => {
    const { items, defaultId } = await cast.stranger.printerViews.list({ organizationId: cast.neighbour })
    expect([items.map(({ name }) => name), defaultId]).toEqual([SYSTEM, 'standard'])
    expect(items.every(({ kind }) => kind === 'system')).toBe(true)
    await expect(cast.fleetViewer.printerViews.create({ ...here, ...form('standard') })).rejects.toMatchObject({ code: 'name-in-use' })
    const viewId = 'standard'
    await expect(cast.fleetViewer.printerViews.remove({ ...here, viewId })).rejects.toMatchObject({ code: 'invalid-input' })
  })

  it('of one’s own go along into every organization, and are seen by nobody else until shared [printers/views-are-their-makers]', async () => {
    const view = await cast.fleetViewer.printerViews.create({ ...here, ...form('Halls') })
    expect(view).toMatchObject({ ...form('Halls'), kind: 'own', owner: 'partner-viewer', version: 1 })
    expect(await names(cast.fleetViewer)).toEqual([...SYSTEM, 'Halls'])
    expect(await names(cast.fleetViewer, cast.partner)).toEqual([...SYSTEM, 'Halls'])
    expect(await names(cast.fleetAdministrator)).toEqual(SYSTEM)
    const { id: viewId, version } = view
    const shared = await cast.fleetViewer.printerViews.update({ ...here, viewId, version, ...form('Halls', { shared: true }) })
    expect(shared).toMatchObject({ shared: true, version: 2 })
    const seen = (await cast.fleetAdministrator.printerViews.list(here)).items.at(-1)
    expect(seen).toMatchObject({ name: 'Halls', kind: 'shared', owner: 'partner-viewer' })
    expect(await names(cast.fleetAdministrator, cast.partner)).toEqual(SYSTEM)
    expect(await names(cast.stranger, cast.neighbour)).toEqual(SYSTEM)
    const theirs = { ...here, viewId }
    await expect(cast.fleetAdministrator.printerViews.remove(theirs)).rejects.toMatchObject({ code: 'view-of-another' })
    await expect(cast.fleetAdministrator.printerViews.update({ ...theirs, version: 2, ...form('Mine') })).rejects.toMatchObject({
      code: 'view-of-another',
    })
    await expect(cast.stranger.printerViews.remove({ organizationId: cast.neighbour, viewId })).rejects.toMatchObject({ code: 'not-found' })
  })

  it('are edited by one at a time, under a name of their own, and deleted', async () => {
    const first = await cast.fleetAdministrator.printerViews.create({ ...here, ...form('First') })
    await expect(cast.fleetAdministrator.printerViews.create({ ...here, ...form('FIRST') })).rejects.toMatchObject({ code: 'name-in-use' })
    const edit = { ...here, viewId: first.id, version: 1 }
    const both = await Promise.allSettled(
      ['a', 'b'].map((name) => cast.fleetAdministrator.printerViews.update({ ...edit, ...form(`First ${name}`) })),
    )
    expect(both.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected'])
    const refused = both.find(({ status }) => status === 'rejected') as PromiseRejectedResult
    expect(refused.reason).toMatchObject({ code: 'edited-by-another', data: { current: { version: expect.any(Number) } } })
    await cast.fleetAdministrator.printerViews.remove({ ...here, viewId: first.id })
    expect(await names(cast.fleetAdministrator)).toEqual([...SYSTEM, 'Halls'])
  })

  it('open with the one that a person chose, everywhere; one that is gone falls back to Standard', async () => {
    const { id } = await cast.fleetAdministrator.printerViews.create({ ...here, ...form('Daily') })
    expect(await cast.fleetAdministrator.printerViews.setDefault({ ...here, viewId: id })).toEqual({ defaultId: id })
    const defaultOf = async (client: typeof cast.fleetViewer, organizationId = cast.child) =>
      (await client.printerViews.list({ organizationId })).defaultId
    expect(await defaultOf(cast.fleetAdministrator, cast.partner)).toBe(id)
    expect(await defaultOf(cast.fleetViewer)).toBe('standard')
    await cast.fleetAdministrator.printerViews.setDefault({ ...here, viewId: 'supplies' })
    expect(await defaultOf(cast.fleetAdministrator)).toBe('supplies')
    await cast.fleetAdministrator.printerViews.setDefault({ ...here, viewId: id })
    await cast.fleetAdministrator.printerViews.remove({ ...here, viewId: id })
    expect(await defaultOf(cast.fleetAdministrator)).toBe('standard')
    for (const viewId of ['nonsense', id])
      await expect(cast.fleetAdministrator.printerViews.setDefault({ ...here, viewId })).rejects.toMatchObject({ code: 'not-found' })
  })

  it.each([
    [{ name: ' ' }, 'name'],
    [{ columns: [] }, 'columns'],
    [{ columns: ['model', 'model'] }, 'columns'],
    [{ columns: ['nothing'] }, 'columns.0'],
    [{ filter: { model: 'x' } }, 'filter.model'],
  ])('%j is refused with its place', async (change, field) => {
    await expect(cast.fleetViewer.printerViews.create({ ...here, ...form('Odd', change) })).rejects.toMatchObject({
      code: 'invalid-input',
      data: { faults: [{ field }] },
    })
  })
})
