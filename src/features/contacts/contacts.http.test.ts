import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { asOwner, type Cast, contactForm, makeCast } from '../../../test/support/make.ts'
import { startTestServer, type TestServer } from '../../../test/support/server.ts'
import { CONTACT_FIELDS } from './contact-columns.ts'
import { CONTACT_SORTS } from './contacts.api.ts'
import { foldCase } from './normal/text.ts'

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
  it('do not overwrite each other: the second is warned, and shown what stands [contacts/two-editors]', async () => {
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

it('a text is folded alike by the code and the database, Latin, Greek, Cyrillic and Armenian letters [contacts/one-case-folding]', async () => {
  const letters = Array.from({ length: 0x2fff }, (_, i) => i + 1)
    .filter((n) => n < 0x1c80 || n > 0x1cff)
    .filter((n) => n < 0x2c00)
  const cased = letters.map((n) => String.fromCodePoint(n)).filter((c) => c.toLowerCase() !== c || c.toUpperCase() !== c)
  const [row] = await asOwner(
    server,
    `select array(select contact_key('a' || c || 'b') from unnest($1::text[]) with ordinality as t (c, n) order by n) as keys`,
    [cased],
  )
  const keys = row!.keys as string[]
  const differ = cased.filter((c, i) => keys[i] !== foldCase(`a${c}b`))
  expect([cased.length > 1500, differ]).toEqual([true, []])
})

it('a contact of the API has the fields that are declared, and the database a column for each [contacts/one-declaration]', async () => {
  const found = await asOwner(server, `select column_name as name from information_schema.columns where table_name = 'contacts'`)
  const columns = found.map(({ name }) => name)
  const contact = await fleet().contacts.create({ ...here, contact: contactForm({ lastName: 'Declared' }) })
  for (const [field, { column }] of Object.entries(CONTACT_FIELDS)) {
    expect(columns).toContain(column)
    expect(contact).toHaveProperty(field)
  }
})
