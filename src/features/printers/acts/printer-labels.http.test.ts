import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { asOwner, type Cast, makeAgent, makeCast, outcomesOfTask, reading, type TestAgent } from '../../../../test/support/make.ts'
import { startTestServer, type TestServer } from '../../../../test/support/server.ts'

let server: TestServer
let cast: Cast
let agent: TestAgent
let here: { organizationId: string }
let next = 0

beforeAll(async () => {
  server = await startTestServer()
  cast = await makeCast(server)
  here = { organizationId: cast.child }
  agent = await makeAgent(server, cast.fleetAdministrator, cast.child)
})
afterAll(() => server.stop())

const fleet = () => cast.fleetAdministrator
const started = <B>(body: B) => ({ params: here, headers: {}, body })

/** Enrolls so many printers; gives their ids in the order of their serial numbers. */
async function enroll(printers: number, change: Parameters<typeof reading>[0] = {}): Promise<string[]> {
  const first = next
  next += printers
  const serials = Array.from({ length: printers }, (_, i) => `ACT${first + i}00`)
  await agent.deliver(Object.fromEntries(serials.map((serialNumber, i) => [`10.9.${first + i}.1`, reading({ serialNumber, ...change })])))
  const found = await asOwner(
    server,
    `select id from printers where organization_id = $1 and address = any ($2) order by split_part(address, '.', 3)::int`,
    [cast.child, serials.map((_, i) => `10.9.${first + i}.1`)],
  )
  return found.map((row) => String(row.id))
}

const outcomesOf = (taskId: string) => outcomesOfTask(fleet(), cast.child, taskId)
const select = async (printerIds: string[]) => (await fleet().printers.select({ ...here, printerIds })).id

describe('asset tag and location', () => {
  it('are written on one printer; what is not named stays, null clears; audited with what was there before', async () => {
    const [id] = await enroll(1)
    const edit = (change: object) => fleet().printers.edit({ ...here, printerId: id!, ...change })
    expect(await edit({ assetTag: ' A  1 ', location: 'Hall 2' })).toEqual({ printerId: id, assetTag: 'A 1', location: 'Hall 2' })
    expect(await edit({ location: null })).toEqual({ printerId: id, assetTag: 'A 1', location: null })
    expect(await edit({})).toEqual({ printerId: id, assetTag: 'A 1', location: null })
    const trail = await cast.partnerAdministrator.audit.list({ ...here, search: 'Edit asset tag' })
    expect(trail.items[0]).toMatchObject({ before: { assetTag: 'A 1', location: 'Hall 2' }, after: { assetTag: 'A 1', location: null } })
    await expect(edit({ assetTag: 'x'.repeat(65) })).rejects.toMatchObject({
      code: 'invalid-input',
      data: { faults: [{ field: 'assetTag' }] },
    })
    await expect(fleet().printers.edit({ ...here, printerId: crypto.randomUUID(), assetTag: 'x' })).rejects.toMatchObject({
      code: 'not-found',
    })
    await expect(cast.stranger.printers.edit({ organizationId: cast.neighbour, printerId: id!, assetTag: 'x' })).rejects.toMatchObject({
      code: 'not-found',
    })
  })

  it('are written by one of two who edit at once; the other is shown the saved values [printers/second-editor-is-warned]', async () => {
    const [id] = await enroll(1)
    const edit = (assetTag: string) =>
      fleet().printers.edit({ ...here, printerId: id!, assetTag, seen: { assetTag: null, location: null } })
    const both = await Promise.allSettled([edit('first'), edit('second')])
    expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
    const kept = both[0]!.status === 'fulfilled' ? 'first' : 'second'
    expect(both.find(({ status }) => status === 'rejected')).toMatchObject({
      reason: { code: 'edited-by-another', data: { current: { assetTag: kept, location: null } } },
    })
    expect(await fleet().printers.get({ ...here, printerId: id! })).toMatchObject({ assetTag: kept })

    const tag = (tags: string[], seen?: string[]) => fleet().printers.setTags({ ...here, printerId: id!, tags, seen })
    const tagged = await Promise.allSettled([tag(['first', 'both'], []), tag(['second', 'both'], [])])
    expect(tagged.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
    const stands = tagged[0]!.status === 'fulfilled' ? ['both', 'first'] : ['both', 'second']
    expect(tagged.find(({ status }) => status === 'rejected')).toMatchObject({
      reason: { code: 'edited-by-another', data: { current: { tags: stands } } },
    })
    await tag(['third'], stands.toReversed())
    await tag(['unseen'])
    expect(await fleet().printers.get({ ...here, printerId: id! })).toMatchObject({ tags: ['unseen'] })
  })

  it('are written on a selection by a task, which names what was there; one that failed registration is given nothing [printers/failed-printers-are-given-nothing]', async () => {
    const [first, second, gone] = await enroll(3)
    const [failed] = await enroll(1, { serialNumber: null, macAddress: '02:00:00:00:00:02' })
    await fleet().printers.edit({ ...here, printerId: first!, assetTag: 'old' })
    const selectionId = await select([first!, second!, gone!, failed!])
    await outcomesOf((await fleet().printers.unenroll(started({ selectionId: await select([gone!]) }))).taskId)
    await expect(fleet().printers.editMany(started({ selectionId }))).rejects.toMatchObject({ code: 'invalid-input' })
    const { task, outcomes } = await outcomesOf((await fleet().printers.editMany(started({ selectionId, assetTag: 'new' }))).taskId)
    expect(task).toMatchObject({
      label: 'Edit asset tag and location',
      details: 'Asset tag “new”',
      status: 'completed-with-errors',
      done: 2,
    })
    expect(outcomes.get(first!)).toMatchObject({ outcome: 'done', details: 'Asset tag was “old”.' })
    expect(outcomes.get(second!)).toMatchObject({ outcome: 'done', details: null })
    expect(outcomes.get(gone!)).toMatchObject({ outcome: 'refused', reason: 'No longer on the list' })
    expect(outcomes.get(failed!)).toMatchObject({ outcome: 'refused', reason: 'Printer failed registration' })
    await expect(fleet().printers.edit({ ...here, printerId: failed!, assetTag: 'x' })).rejects.toMatchObject({
      code: 'printer-failed-registration',
    })
    await expect(fleet().printers.setTags({ ...here, printerId: failed!, tags: ['x'] })).rejects.toMatchObject({
      code: 'printer-failed-registration',
    })
    expect((await fleet().printers.get({ ...here, printerId: second! })).assetTag).toBe('new')
  })
})

describe('tags', () => {
  const tagsOf = async (printerId: string) =>
    (await asOwner(server, 'select tag from printer_tags where printer_id = $1 order by tag_key', [printerId])).map((row) => row.tag)

  it('are given to a selection and taken away; in another case it is the same tag; counted; renamed, merged and deleted [printers/renamed-tags-merge]', async () => {
    const [first, second, third] = await enroll(3)
    const both = await select([first!, second!])
    const tag = async (body: { selectionId: string; add?: string[]; remove?: string[] }) =>
      outcomesOf((await fleet().printers.tagMany(started(body))).taskId)
    const { task } = await tag({ selectionId: both, add: ['Ground floor', 'Colour'] })
    expect(task).toMatchObject({ label: 'Tags', details: 'Add Ground floor, Colour', status: 'completed', done: 2 })
    await tag({ selectionId: await select([third!]), add: ['GROUND  FLOOR', 'Ground floor'], remove: ['nothing'] })
    expect(await tagsOf(third!)).toEqual(['Ground floor'])
    await tag({ selectionId: await select([first!]), remove: ['colour'] })
    expect([await tagsOf(first!), await tagsOf(second!)]).toEqual([['Ground floor'], ['Colour', 'Ground floor']])
    const counts = async (search?: string) => (await cast.fleetViewer.printers.listTags({ ...here, search })).items
    expect(await counts('o')).toEqual([
      { tag: 'Colour', printers: 1 },
      { tag: 'Ground floor', printers: 3 },
    ])
    const page = await fleet().printers.listTags({ ...here, search: 'o', limit: 1 })
    expect((await fleet().printers.listTags({ ...here, search: 'o', limit: 1, cursor: page.nextCursor! })).items).toEqual([
      { tag: 'Ground floor', printers: 3 },
    ])

    const rename = async (from: string, name: string) => outcomesOf((await fleet().printers.renameTag(started({ tag: from, name }))).taskId)
    expect((await rename('ground floor', 'GROUND floor')).task).toMatchObject({ done: 3, details: 'Rename ground floor to GROUND floor' })
    expect(await counts('ground')).toEqual([{ tag: 'GROUND floor', printers: 3 }])
    await rename('GROUND floor', 'Colour')
    expect(await counts('o')).toEqual([{ tag: 'Colour', printers: 3 }])
    expect((await outcomesOf((await fleet().printers.deleteTag(started({ tag: 'Colour' }))).taskId)).task).toMatchObject({ done: 3 })
    expect(await counts('o')).toEqual([])
    await expect(fleet().printers.deleteTag(started({ tag: 'Colour' }))).rejects.toMatchObject({ code: 'not-found' })
    expect(await tagsOf(second!)).toEqual([])
  })

  it('are at most 50 on a printer, and at least one is stated; one printer can be given exactly these [printers/tag-limits]', async () => {
    const [full, empty] = await enroll(2)
    const fifty = Array.from({ length: 50 }, (_, i) => `t${i}`)
    expect((await fleet().printers.setTags({ ...here, printerId: full!, tags: fifty })).tags).toHaveLength(50)
    await expect(fleet().printers.setTags({ ...here, printerId: full!, tags: [...fifty, 'one more'] })).rejects.toMatchObject({
      code: 'invalid-input',
    })
    const selectionId = await select([full!, empty!])
    await expect(fleet().printers.tagMany(started({ selectionId }))).rejects.toMatchObject({ code: 'invalid-input' })
    const { outcomes } = await outcomesOf((await fleet().printers.tagMany(started({ selectionId, add: ['t1', 'one more'] }))).taskId)
    expect(outcomes.get(full!)).toMatchObject({
      outcome: 'refused',
      reason: 'Too many tags',
      details: 'A printer has at most 50 tags; this one would have 51.',
    })
    expect(await tagsOf(empty!)).toEqual(['one more', 't1'])
    await outcomesOf((await fleet().printers.tagMany(started({ selectionId, add: ['one more'], remove: ['t0'] }))).taskId)
    expect(await tagsOf(full!)).toHaveLength(50)
    expect(await fleet().printers.setTags({ ...here, printerId: full!, tags: ['T5', 'mine'] })).toMatchObject({ tags: ['t5', 'mine'] })
    expect(await tagsOf(full!)).toEqual(['mine', 't5'])
    await expect(fleet().printers.setTags({ ...here, printerId: full!, tags: [''] })).rejects.toMatchObject({ code: 'invalid-input' })
  })
})
