import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { asOwner, type Cast, contactForm, ended, makeAgent, makeCast, printersBySerial, reading } from '../../../test/support/make.ts'
import { startTestServer, type TestServer } from '../../../test/support/server.ts'
import { serve } from '../../server/serve.ts'

let server: TestServer
let cast: Cast
let here: { organizationId: string }
beforeAll(async () => {
  server = await startTestServer()
  cast = await makeCast(server)
  here = { organizationId: cast.child }
})
afterAll(() => server.stop())

const fleet = () => cast.fleetAdministrator
const create = (change: Parameters<typeof contactForm>[0]) => fleet().contacts.create({ ...here, contact: contactForm(change) })

let printers = 0
/** Enrolls new printers and gives their ids. */
async function enroll(count: number, change: Parameters<typeof reading>[0] = {}): Promise<string[]> {
  const agent = await makeAgent(server, fleet(), cast.child)
  const serialNumbers = Array.from({ length: count }, () => `CONTACT${++printers}`)
  await agent.deliver(Object.fromEntries(serialNumbers.map((serialNumber, i) => [`10.1.0.${i + 1}`, reading({ serialNumber, ...change })])))
  const ids = await printersBySerial(fleet(), cast.child)
  return serialNumbers.map((serialNumber) => ids[serialNumber]!)
}

async function assign(printerIds: string[], body: { contactId: string } | { contact: ReturnType<typeof contactForm> }) {
  const selection = await fleet().printers.select({ ...here, printerIds })
  const { taskId, contactId } = await fleet().contacts.assign({ params: here, headers: {}, body: { selectionId: selection.id, ...body } })
  const task = await ended(fleet(), cast.child, taskId)
  return { task, contactId, outcomes: (await fleet().tasks.listOutcomes({ ...here, taskId })).items }
}

const contactOf = async (printerId: string) => (await fleet().printers.get({ ...here, printerId })).contactId

describe('deleting a contact', () => {
  it('is refused while printers have it, with their number [contacts/in-use-stays]', async () => {
    const ids = await enroll(2)
    const { contactId } = await assign(ids, { contact: contactForm({ lastName: 'Needed' }) })
    const remove = () => fleet().contacts.remove({ ...here, contactId })
    await expect(remove()).rejects.toMatchObject({
      code: 'contact-in-use',
      data: { count: 2 },
      message: expect.stringContaining('2 printers'),
    })
    expect(await fleet().contacts.get({ ...here, contactId })).toMatchObject({ printersAssigned: 2 })
    await assign(ids, { contact: contactForm({ lastName: 'Instead' }) })
    await remove()
    await expect(remove()).rejects.toMatchObject({ code: 'not-found' })
  })

  it('and assigning it at the same moment: one of both is refused [contacts/in-use-stays] [contacts/assigned-contacts-stay]', async () => {
    for (let i = 0; i < 3; i++) {
      const ids = await enroll(20)
      const { id: contactId } = await create({ lastName: `Raced ${i}` })
      const [assigned, removed] = await Promise.allSettled([assign(ids, { contactId }), fleet().contacts.remove({ ...here, contactId })])
      const contacts = new Set(await Promise.all(ids.slice(0, 3).map(contactOf)))
      if (removed.status === 'fulfilled') {
        expect([...contacts]).toEqual([null])
        expect(assigned).toMatchObject({ status: 'rejected', reason: { code: 'not-found' } })
      } else {
        expect(removed.reason).toMatchObject({ code: 'contact-in-use' })
        expect([...contacts]).toEqual([contactId])
      }
    }
  })

  it('is refused while a task that was accepted has not assigned it yet, alone and among several [contacts/assigned-contacts-stay]', async () => {
    const idle = await startTestServer({ worker: false })
    const { fleetAdministrator, child } = await makeCast(idle)
    const there = { organizationId: child }
    const { id: contactId } = await fleetAdministrator.contacts.create({ ...there, contact: contactForm({ lastName: 'Queued' }) })
    const agent = await makeAgent(idle, fleetAdministrator, child)
    await agent.deliver({ '10.1.0.1': reading({ serialNumber: 'QUEUED1' }), '10.1.0.2': reading({ serialNumber: 'QUEUED2' }) })
    const printerIds = Object.values(await printersBySerial(fleetAdministrator, child))
    const selection = await fleetAdministrator.printers.select({ ...there, printerIds })
    const body = { selectionId: selection.id, contactId }
    const { taskId } = await fleetAdministrator.contacts.assign({ params: there, headers: {}, body })
    const why = expect.stringContaining('A running task assigns the contact to 2 printers')
    const alone = fleetAdministrator.contacts.remove({ ...there, contactId })
    await expect(alone).rejects.toMatchObject({ code: 'contact-in-use', message: why })
    expect(await fleetAdministrator.contacts.removeSeveral({ ...there, contactIds: [contactId] })).toMatchObject({
      deleted: [],
      kept: [{ contactId, reason: why }],
    })
    const worker = await serve({ databaseUrl: idle.database.serverUrl, secret: 'a secret for tests, 32 characters', port: 0 })
    expect(await ended(fleetAdministrator, child, taskId)).toMatchObject({ status: 'completed', done: 2 })
    await worker.stop()
    await idle.stop()
  })

  it('does not wait for printers that were unenrolled; a foreign key holds the others [contacts/in-use-stays]', async () => {
    const [id, other] = await enroll(2)
    const { contactId } = await assign([id!], { contact: contactForm({ lastName: 'Let go' }) })
    await asOwner(server, `update printers set registration = 'unenrolled', unenrolled_at = now() where id = $1`, [id])
    expect(await fleet().contacts.get({ ...here, contactId })).toMatchObject({ printersAssigned: 0 })
    await fleet().contacts.remove({ ...here, contactId })
    const { contactId: kept } = await assign([other!], { contact: contactForm({ lastName: 'Kept' }) })
    await expect(asOwner(server, 'delete from contacts where id = $1', [kept])).rejects.toMatchObject({ code: '23503' })
  })
})

describe('Assign contact', () => {
  it('names the former contact of each reassigned printer, and refuses what is not enrolled [contacts/assignment-outcomes]', async () => {
    const [fresh, reassigned, failed, gone] = [
      ...(await enroll(1)),
      ...(await enroll(1)),
      ...(await enroll(1, { model: null, macAddress: '00:11:22:33:44:55' })),
      ...(await enroll(1)),
    ]
    await assign([reassigned!], { contact: contactForm({ firstName: 'Former', lastName: 'Holder' }) })
    const everything = await fleet().printers.list({ ...here, registration: ['failed'] })
    const selection = await fleet().printers.select({ ...here, printerIds: [fresh!, reassigned!, everything.items[0]!.id, gone!] })
    expect(failed).toBeDefined()
    await asOwner(server, `update printers set registration = 'unenrolled', unenrolled_at = now() where id = $1`, [gone])
    const { id: contactId } = await create({ lastName: 'Next' })
    const { taskId } = await fleet().contacts.assign({ params: here, headers: {}, body: { selectionId: selection.id, contactId } })
    expect(await ended(fleet(), cast.child, taskId)).toMatchObject({
      status: 'completed-with-errors',
      done: 2,
      refused: 2,
      label: 'Assign contact',
    })
    const { items } = await fleet().tasks.listOutcomes({ ...here, taskId })
    const of = (id: string | undefined) => items.find(({ printerId }) => printerId === id)
    expect(of(fresh)).toMatchObject({ outcome: 'done', details: null })
    expect(of(reassigned)).toMatchObject({ outcome: 'done', details: 'Was assigned to Former Holder.' })
    expect(of(everything.items[0]!.id)).toMatchObject({ outcome: 'refused', reason: 'Printer failed registration' })
    expect(of(gone)).toMatchObject({ outcome: 'refused', reason: 'The printer is no longer enrolled' })
    expect(await contactOf(reassigned!)).toBe(contactId)
  })

  it('with a new contact does both or neither [contacts/create-and-assign]', async () => {
    const ids = await enroll(1)
    const contact = contactForm({ lastName: 'Both' })
    const { task, contactId } = await assign(ids, { contact })
    expect(task.status).toBe('completed')
    expect(await contactOf(ids[0]!)).toBe(contactId)
    const tasks = (await fleet().tasks.list(here)).items.length
    await expect(assign(ids, { contact })).rejects.toMatchObject({ code: 'contact-exists' })
    expect((await fleet().tasks.list(here)).items).toHaveLength(tasks)
    const nothing = { selectionId: crypto.randomUUID(), contact: contactForm({ lastName: 'Neither' }) }
    await expect(fleet().contacts.assign({ params: here, headers: {}, body: nothing })).rejects.toMatchObject({ code: 'not-found' })
    expect((await fleet().contacts.list({ ...here, name: 'neither' })).total).toBe(0)
  })

  it('takes one contact, which is of this organization', async () => {
    const ids = await enroll(1)
    const foreign = await cast.stranger.contacts.create({ organizationId: cast.neighbour, contact: contactForm({ lastName: 'Foreign' }) })
    await expect(assign(ids, { contactId: foreign.id })).rejects.toMatchObject({ code: 'not-found' })
    const { id: selectionId } = await fleet().printers.select({ ...here, printerIds: ids })
    const body = { selectionId, contactId: foreign.id, contact: contactForm() }
    await expect(fleet().contacts.assign({ params: here, headers: {}, body })).rejects.toMatchObject({ code: 'invalid-input' })
  })

  it('repeated under one key is done once [tasks/idempotency]', async () => {
    const { id: selectionId } = await fleet().printers.select({ ...here, printerIds: await enroll(1) })
    const request = {
      params: here,
      headers: { 'idempotency-key': 'assign once' },
      body: { selectionId, contact: contactForm({ lastName: 'Once' }) },
    }
    const answers = await Promise.all([1, 2, 3].map(() => fleet().contacts.assign(request)))
    expect(new Set(answers.map(({ taskId }) => taskId)).size).toBe(1)
    expect((await fleet().contacts.list({ ...here, name: 'ada once' })).total).toBe(1)
  })
})
