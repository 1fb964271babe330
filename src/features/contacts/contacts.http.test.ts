import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { asOwner, type Cast, contactForm, ended, makeAgent, makeCast, printersBySerial, reading } from '../../../test/support/make.ts'
import { startTestServer, type TestServer } from '../../../test/support/server.ts'

let server: TestServer
let cast: Cast
beforeAll(async () => {
  server = await startTestServer()
  cast = await makeCast(server)
})
afterAll(() => server.stop())

const here = () => ({ organizationId: cast.child })
const fleet = () => cast.fleetAdministrator
const create = (change: Parameters<typeof contactForm>[0]) => fleet().contacts.create({ ...here(), contact: contactForm(change) })

describe('a contact', () => {
  it('already exists when it differs in case, accents composed or not, and blanks alone [contacts/already-exists]', async () => {
    const first = await create({ firstName: 'José', lastName: 'Núñez' })
    await expect(create({ firstName: 'JOSE\u0301', lastName: '  Nu\u0301n\u0303ez ' })).rejects.toMatchObject({ code: 'contact-exists' })
    const other = await create({ firstName: 'José', lastName: 'Núñez', city: 'Peoria' })
    const edit = fleet().contacts.update({
      ...here(),
      contactId: other.id,
      version: other.version,
      contact: contactForm({ firstName: 'josé', lastName: 'núñez' }),
    })
    await expect(edit).rejects.toMatchObject({ code: 'contact-exists' })
    expect(first.firstName).toBe('José')
  })

  it('edited by two people tells the second, and overwrites nothing [contacts/two-editors]', async () => {
    const contact = await create({ firstName: 'Two', lastName: 'Editors' })
    const edit = (city: string) =>
      fleet().contacts.update({
        ...here(),
        contactId: contact.id,
        version: contact.version,
        contact: contactForm({ firstName: 'Two', lastName: 'Editors', city }),
      })
    await edit('Chicago')
    await expect(edit('Boston')).rejects.toMatchObject({ code: 'edited-by-another', data: { current: { city: 'Chicago' } } })
    expect((await fleet().contacts.get({ ...here(), contactId: contact.id })).city).toBe('Chicago')
  })

  it('assigned to a printer cannot be deleted, also by SQL; outcomes name the former contact [contacts/in-use-stays] [contacts/assignment-outcomes]', async () => {
    const agent = await makeAgent(server, fleet(), cast.child)
    await agent.tell({ '10.3.0.1': reading({ serialNumber: 'ASSIGN1' }), '10.3.0.2': reading({ serialNumber: null }) })
    const ids = await printersBySerial(fleet(), cast.child)
    const selection = await fleet().printers.select({ ...here(), printerIds: Object.values(ids) })
    const assign = async (contactId: string) => {
      const { taskId } = await fleet().contacts.assign({ params: here(), headers: {}, body: { selectionId: selection.id, contactId } })
      const task = await ended(fleet(), cast.child, taskId)
      return { task, outcomes: (await fleet().tasks.listOutcomes({ ...here(), taskId })).items }
    }
    const [one, two] = [await create({ firstName: 'One', lastName: 'Former' }), await create({ firstName: 'Two', lastName: 'Latter' })]
    const first = await assign(one.id)
    expect(first.task).toMatchObject({ label: 'Assign contact', status: 'completed-with-errors', done: 1, refused: 1 })
    expect(first.outcomes.find((outcome) => outcome.outcome === 'refused')?.reason).toBe('Printer failed registration')
    const second = await assign(two.id)
    expect(second.outcomes.find((outcome) => outcome.outcome === 'done')?.details).toContain('One Former')
    await expect(fleet().contacts.remove({ ...here(), contactId: two.id })).rejects.toMatchObject({ code: 'contact-in-use' })
    await expect(asOwner(server, 'delete from contacts where id = $1', [two.id])).rejects.toMatchObject({ code: '23503' })
    await fleet().contacts.remove({ ...here(), contactId: one.id })
  })

  it('is listed once whatever the sort, page by page, and found with % and _ taken literally', async () => {
    for (let i = 0; i < 25; i++) await create({ firstName: `Page${i}`, lastName: i % 2 ? '50%_off' : 'Same', city: `C${i % 3}` })
    for (const sort of ['name', 'businessName', 'city', 'country', 'email'] as const)
      for (const direction of ['asc', 'desc'] as const) {
        const seen: string[] = []
        for (let cursor: string | null | undefined; cursor !== null; ) {
          const page = await fleet().contacts.list({ ...here(), search: 'page', sort, direction, limit: 7, ...(cursor ? { cursor } : {}) })
          seen.push(...page.items.map((contact) => contact.id))
          cursor = page.nextCursor
        }
        expect([seen.length, new Set(seen).size]).toEqual([25, 25])
      }
    expect((await fleet().contacts.list({ ...here(), search: '50%_' })).total).toBe(12)
    expect((await fleet().contacts.list({ ...here(), search: '%' })).total).toBe(12)
  })
})

describe('a text that cannot be kept', () => {
  it('is refused with its place, before anything is written [platform/unstorable-texts-are-refused]', async () => {
    const search = fleet().contacts.list({ ...here(), search: 'a\u0000b' })
    await expect(search).rejects.toMatchObject({ code: 'invalid-input', data: { faults: [{ field: 'search' }] } })
  })
})
