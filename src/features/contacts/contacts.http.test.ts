import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { asOwner, type Cast, contactForm, ended, makeAgent, makeCast, printersBySerial, reading } from '../../../test/support/make.ts'
import { startTestServer, type TestServer } from '../../../test/support/server.ts'
import { CONTACT_SORTS } from './contacts.api.ts'

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
  await agent.tell(Object.fromEntries(serialNumbers.map((serialNumber, i) => [`10.1.0.${i + 1}`, reading({ serialNumber, ...change })])))
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

describe('a contact already exists', () => {
  it.each([
    ['in other case', { firstName: 'IRÈNE', city: 'zÜRICH' }],
    ['with accents apart from their letters', { firstName: 'Ire\u0300ne', city: 'Zu\u0308rich' }],
    ['with more blanks, and of other kinds', { firstName: '  Irène ', addressLine1: '1\u00a0\u00a0Main  Street' }],
    ['in wide letters', { firstName: 'Ｉrène' }],
    [
      'with another e-mail, telephone, second address line and state',
      { email: 'x@example.com', phoneNumber: '303 555 0188', addressLine2: 'c/o', state: 'CO' },
    ],
    ['with its country written otherwise', { country: 'united states of america' }],
  ])('%s [contacts/already-exists]', async (_, change) => {
    const form = { firstName: 'Irène', lastName: 'Same', city: 'Zürich' }
    await create(form).catch(() => {})
    await expect(create({ ...form, ...change })).rejects.toMatchObject({ code: 'contact-exists', status: 409 })
    expect((await fleet().contacts.list({ ...here, name: 'irène same' })).total).toBe(1)
  })

  it.each([
    { firstName: 'Other' },
    { lastName: 'Other' },
    { businessName: 'Other' },
    { businessName: null },
    { addressLine1: '2 Main Street' },
    { city: 'Other' },
    { postalCode: '62702' },
    { country: 'MX', state: 'DIF', postalCode: '02860', countryCode: '52', phoneNumber: '55 1234 5678' },
  ])('not where %j differs [contacts/already-exists]', async (change) => {
    await create({ lastName: 'Alike' }).catch(() => {})
    expect((await create({ lastName: 'Alike', ...change })).id).toBeDefined()
  })

  it('only in the same organization', async () => {
    await create({ lastName: 'Everywhere' })
    const contact = contactForm({ lastName: 'Everywhere' })
    expect((await cast.stranger.contacts.create({ organizationId: cast.neighbour, contact })).lastName).toBe('Everywhere')
  })

  it('for one of two who create it at the same moment', async () => {
    const made = await Promise.allSettled([create({ lastName: 'Twin' }), create({ lastName: 'twin' })])
    expect(made.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected'])
  })

  it('also by an edit, which is then refused [contacts/already-exists]', async () => {
    const { id, version } = await create({ lastName: 'First' })
    await create({ lastName: 'Second' })
    const edit = (change: Parameters<typeof contactForm>[0]) =>
      fleet().contacts.update({ ...here, contactId: id, version, contact: contactForm({ lastName: 'First', ...change }) })
    await expect(edit({ lastName: 'SECOND' })).rejects.toMatchObject({ code: 'contact-exists' })
    expect(await fleet().contacts.get({ ...here, contactId: id })).toMatchObject({ lastName: 'First', version })
    expect(await edit({ lastName: 'FIRST' })).toMatchObject({ lastName: 'FIRST', version: version + 1 })
  })

  it('may be long in letters that Unicode takes apart', async () => {
    const long = '\ufdfa'.repeat(64)
    expect((await create({ firstName: long, lastName: long, city: long, addressLine1: long + long, businessName: long + long })).city).toBe(
      long,
    )
  })
})

describe('two people who edit one contact', () => {
  it('do not overwrite each other: the second is told, and shown what stands [contacts/two-editors]', async () => {
    const { id: contactId, version } = await create({ lastName: 'Edited' })
    const edit = (city: string) =>
      fleet().contacts.update({ ...here, contactId, version, contact: contactForm({ lastName: 'Edited', city }) })
    const edits = await Promise.allSettled([edit('Here'), edit('There')])
    expect(edits.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected'])
    const stands = await fleet().contacts.get({ ...here, contactId })
    expect(edits.find(({ status }) => status === 'rejected')).toMatchObject({
      reason: { code: 'edited-by-another', status: 412, data: { current: { city: stands.city, version: version + 1 } } },
    })
    await fleet().contacts.remove({ ...here, contactId })
    await expect(edit('Nowhere')).rejects.toMatchObject({ code: 'not-found' })
  })
})

describe('a faulty contact', () => {
  it('is refused with every fault and its place, a NUL and half a character among them [contacts/fields] [platform/unstorable-texts-are-refused]', async () => {
    await expect(create({ firstName: '', email: 'x', countryCode: '+1', postalCode: '1' })).rejects.toMatchObject({
      code: 'invalid-input',
      data: {
        faults: [
          { field: 'contact.firstName' },
          { field: 'contact.email' },
          { field: 'contact.countryCode' },
          { field: 'contact.postalCode' },
        ],
      },
    })
    for (const text of ['a\u0000b', 'a\ud800b'])
      await expect(create({ city: text })).rejects.toMatchObject({ code: 'invalid-input', data: { faults: [{ field: 'contact.city' }] } })
  })
})

describe('searching', () => {
  beforeAll(async () => {
    await create({ lastName: 'Percent 100%', businessName: 'Under_score', city: 'Back\\slash', email: 'find.me@example.com' })
    await create({ lastName: 'Percent 1000', businessName: 'Underscore', city: 'Backslash', email: 'other@example.com' })
  })

  it.each([
    [{ search: '100%' }, 1],
    [{ search: '%' }, 1],
    [{ search: 'percent 100' }, 2],
    [{ search: 'r_s' }, 1],
    [{ search: '\\' }, 1],
    [{ search: 'FIND.ME' }, 1],
    [{ search: ' percent  1000 ' }, 1],
    [{ businessName: 'UNDER_' }, 1],
    [{ city: 'k\\s' }, 1],
    [{ name: 'ada percent' }, 2],
    [{ name: 'percent', city: 'backslash' }, 1],
    [{ search: 'nobody at all' }, 0],
  ])('%j takes every character as it is and finds %i', async (filter, total) => {
    const found = await fleet().contacts.list({ ...here, ...filter })
    expect([found.total, found.items.length]).toEqual([total, total])
  })

  it('finds accents in either form', async () => {
    await create({ lastName: 'Ångström' })
    for (const search of ['ångström', 'A\u030aNGSTRO\u0308M', 'strö'])
      expect((await fleet().contacts.list({ ...here, search })).total).toBe(1)
  })
})

describe('a list of 450 contacts', () => {
  const inNeighbour = () => ({ organizationId: cast.neighbour })
  beforeAll(() =>
    // Few different values, so that pages begin and end within equal ones.
    asOwner(
      server,
      `insert into contacts (organization_id, first_name, last_name, business_name, email, country_code, phone_number, address_line_1, city, country)
       select $1, 'F' || i % 7, 'L' || i % 5, case when i % 3 > 0 then 'B' || i % 4 end, 'e' || i % 11 || '@example.com', '1', '2025550100', 'A' || i, 'C' || i % 6,
         case when i % 2 = 0 then 'US' else 'DE' end from generate_series(1, 450) as i`,
      [cast.neighbour],
    ),
  )

  const cases = CONTACT_SORTS.flatMap((sort) => (['asc', 'desc'] as const).map((direction) => [sort, direction] as const))
  it.each(cases)('by %s %s is visited page by page, each contact once and in order', async (sort, direction) => {
    const seen: { id: string; key: string }[] = []
    for (let cursor: string | undefined; ; ) {
      const page = await cast.stranger.contacts.list({
        ...inNeighbour(),
        search: 'example.com',
        sort,
        direction,
        limit: 64,
        ...(cursor ? { cursor } : {}),
      })
      const key = (contact: (typeof page.items)[number]) =>
        (sort === 'name' ? `${contact.lastName} ${contact.firstName}` : (contact[sort] ?? '')).toLowerCase()
      seen.push(...page.items.map((contact) => ({ id: contact.id, key: key(contact) })))
      if (!page.nextCursor) break
      cursor = page.nextCursor
    }
    const { total } = await cast.stranger.contacts.list({ ...inNeighbour(), limit: 1 })
    expect(new Set(seen.map(({ id }) => id)).size).toBe(total)
    expect(seen).toHaveLength(total)
    const inOrder = seen.every(({ key }, i) => i === 0 || (direction === 'asc' ? seen[i - 1]!.key <= key : seen[i - 1]!.key >= key))
    expect(inOrder).toBe(true)
  })

  it('refuses a cursor of another order', async () => {
    const { nextCursor } = await cast.stranger.contacts.list({ ...inNeighbour(), limit: 5 })
    const other = cast.stranger.contacts.list({ ...inNeighbour(), limit: 5, sort: 'city', cursor: nextCursor! })
    await expect(other).rejects.toMatchObject({ code: 'invalid-input', data: { faults: [{ field: 'cursor' }] } })
  })
})

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

  it('is refused, or the printers are, when both happen at the same moment; never is a printer left with none that exists [contacts/in-use-stays]', async () => {
    for (let i = 0; i < 3; i++) {
      const ids = await enroll(20)
      const { id: contactId } = await create({ lastName: `Raced ${i}` })
      const [assigned, removed] = await Promise.allSettled([assign(ids, { contactId }), fleet().contacts.remove({ ...here, contactId })])
      const contacts = new Set(await Promise.all(ids.slice(0, 3).map(contactOf)))
      if (removed.status === 'fulfilled') {
        expect([...contacts]).toEqual([null])
        if (assigned.status === 'rejected') expect(assigned.reason).toMatchObject({ code: 'not-found' })
        else expect(assigned.value.outcomes.every(({ reason }) => reason === 'The contact was deleted')).toBe(true)
      } else {
        expect(removed.reason).toMatchObject({ code: 'contact-in-use' })
        expect([...contacts]).toEqual([contactId])
      }
    }
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

describe('a viewer', () => {
  it('reads contacts and changes none [accounts/roles]', async () => {
    const { id: contactId, version } = await create({ lastName: 'Seen' })
    expect((await cast.fleetViewer.contacts.get({ ...here, contactId })).lastName).toBe('Seen')
    const contact = contactForm({ lastName: 'Changed' })
    await expect(cast.fleetViewer.contacts.create({ ...here, contact })).rejects.toMatchObject({ code: 'not-allowed' })
    await expect(cast.fleetViewer.contacts.update({ ...here, contactId, version, contact })).rejects.toMatchObject({ code: 'not-allowed' })
    await expect(cast.fleetViewer.contacts.remove({ ...here, contactId })).rejects.toMatchObject({ code: 'not-allowed' })
  })
})
