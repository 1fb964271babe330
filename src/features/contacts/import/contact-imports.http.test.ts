import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  contactFile,
  contactRow,
  contactRows,
  importEnded,
  importFile,
  rowsOfImport,
  startImport,
} from '../../../../test/support/contact-files.ts'
import { asOwner, type Cast, contactForm, ended, makeAgent, makeCast, printersBySerial, reading } from '../../../../test/support/make.ts'
import { startTestServer, type TestServer } from '../../../../test/support/server.ts'
import { IMPORT_COLUMNS } from '../contact-columns.ts'

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
const total = async (name: string) => (await fleet().contacts.list({ ...here, name })).total
const byName = async (name: string) => (await fleet().contacts.list({ ...here, name })).items[0]!
const imported = (content: string, options = {}) => importFile(fleet(), cast.child, content, options)
const rowsOf = (importId: string, outcome?: 'imported' | 'existing' | 'rejected') => rowsOfImport(fleet(), cast.child, importId, outcome)

describe('an import', () => {
  it('adds sound rows in their order and lists the others; each row has one outcome; a second import adds none [contacts/every-row-has-one-outcome] [contacts/checked-before-written] [contacts/imports-are-audited] [contacts/already-exists] [contacts/existing-contacts-assign-nothing]', async () => {
    await fleet().contacts.create({ ...here, contact: contactForm({ lastName: 'Known' }) })
    const file = contactFile([
      contactRow({ lastName: 'Fine' }),
      contactRow({ lastName: 'KNOWN' }),
      contactRow({ lastName: 'Bad', countryCode: '+1', postalCode: '1', city: '' }),
      contactRow({ firstName: ' ada ', lastName: 'Fine', serialNumbers: 'UNUSED1' }),
      contactRow({ firstName: "'=1+1", lastName: "'s-Two\nlines" }),
    ])
    const first = await imported(file, { name: 'First.csv' })
    const counts = { rows: 5, imported: 2, existing: 2, rejected: 1, notImported: 0, waiting: 0 }
    expect(first).toMatchObject({ status: 'completed', ...counts, position: 6, taskId: null, fileName: 'First.csv', notImportedRanges: [] })
    expect(Date.parse(first.endedAt!)).toBeGreaterThanOrEqual(Date.parse(first.startedAt))
    const rows = await rowsOf(first.id)
    expect(rows.map(({ row, line, outcome, note }) => [row, line, outcome, note])).toEqual([
      [2, 2, 'imported', null],
      [3, 3, 'existing', null],
      [4, 4, 'rejected', null],
      [5, 5, 'existing', 'The contact already exists: its serial numbers were not assigned.'],
      [6, 7, 'imported', null],
    ])
    expect(rows[2]!.faults.map(({ field, message }) => `${field}: ${message}`)).toEqual([
      'countryCode: Country Code is 1 to 3 digits without + or other symbols, such as 1 or 49. Write 1.',
      'city: City is required.',
      'postalCode: Postal Code is not of the form that United States of America uses, such as 95014.',
    ])
    expect(await fleet().contacts.get({ ...here, contactId: rows[4]!.contactId! })).toMatchObject({
      firstName: '=1+1',
      lastName: "'s-Two lines",
    })
    expect(await total('bad')).toBe(0)
    expect(await imported(file)).toMatchObject({ imported: 0, existing: 4, rejected: 1 })
    const list = await fleet().contacts.imports.list({ ...here, status: 'completed', limit: 1 })
    expect([list.items[0]!.existing, list.nextCursor]).toEqual([4, expect.any(String)])
    const trail = await cast.partnerAdministrator.audit.list({ ...here, search: 'First.csv' })
    expect(trail.items).toHaveLength(1)
    expect(trail.items[0]).toMatchObject({
      act: 'Import Contacts',
      after: { imported: 2, rejected: 1, digest: expect.stringMatching(/^[0-9a-f]{64}$/) },
    })
  })

  it('under one key is done once, and twice at once adds each contact once [tasks/idempotency]', async () => {
    const file = contactFile(contactRows(20, 'Once'))
    const answers = await Promise.all([1, 2, 3].map(() => startImport(fleet(), cast.child, file, { key: 'import once' })))
    expect(new Set(answers.map(({ id }) => id)).size).toBe(1)
    expect(await importEnded(fleet(), cast.child, answers[0]!.id)).toMatchObject({ imported: 20 })
    const other = startImport(fleet(), cast.child, contactFile(contactRows(1, 'Other')), { key: 'import once' })
    await expect(other).rejects.toMatchObject({ code: 'key-reused' })
    const twice = contactFile(contactRows(40, 'At once'))
    const both = await Promise.all([imported(twice), imported(twice)])
    expect(both.map((each) => each.imported + each.existing)).toEqual([40, 40])
    expect(both[0]!.imported + both[1]!.imported).toBe(40)
    expect(await total('at once')).toBe(40)
  })

  it('refuses a file whole, with what is wrong and what to do, and leaves nothing [contacts/files-are-refused-whole] [contacts/columns-by-name]', async () => {
    const before = await asOwner(server, 'select count(*)::int as n from contact_imports')
    const row = contactRow({ lastName: 'Unordered' })
    const turned = contactFile([row.toReversed()], IMPORT_COLUMNS.toReversed())
    const refusals: [string, string, RegExp][] = [
      ['', 'file-not-importable', /The file is empty/],
      [contactFile([]), 'file-not-importable', /header and no contacts/],
      [contactFile(contactRows(301)), 'file-not-importable', /more than 300 contacts; the maximum is 300/],
      [contactFile([row.slice(1)], IMPORT_COLUMNS.slice(1)), 'file-not-importable', /“First Name” is missing/],
      [turned, 'columns-in-other-order', /read them by their names/],
    ]
    for (const [content, code, message] of refusals)
      await expect(startImport(fleet(), cast.child, content)).rejects.toMatchObject({
        code,
        status: 422,
        message: expect.stringMatching(message),
        data: { faults: expect.anything() },
      })
    expect(await asOwner(server, 'select count(*)::int as n from contact_imports')).toEqual(before)
    expect(await imported(turned, { columnsByName: true })).toMatchObject({ imported: 1 })
  })

  it('refuses what is no form, no file, or too large, with what to do', async () => {
    const send = async (body: BodyInit, headers: Record<string, string> = {}) => {
      const response = await fetch(`${server.url}/api/v1/organizations/${cast.child}/contact-imports`, {
        method: 'POST',
        headers: { authorization: `Bearer ${cast.keys['partner-fleet']}`, ...headers },
        body,
      })
      return [response.status, await response.json()] as const
    }
    const form = (value: string | File) => {
      const data = new FormData()
      data.append('file', value)
      return data
    }
    expect(await send(form('text'))).toMatchObject([
      400,
      { data: { faults: [{ field: 'body.file', message: expect.stringContaining('multipart/form-data') }] } },
    ])
    expect(await send('{}', { 'content-type': 'application/json' })).toMatchObject([400, { code: 'invalid-input' }])
    expect(await send('x', { 'content-type': 'multipart/form-data' })).toMatchObject([400, { code: 'invalid-input' }])
    expect(await send('x', { 'content-type': 'multipart/form-data; boundary=a' })).toMatchObject([400, { code: 'invalid-input' }])
    expect(await send('x', { 'content-type': 'text/csv' })).toMatchObject([400, { code: 'invalid-input' }])
    const large = await send(form(new File([new Uint8Array(20 * 1024 * 1024).fill(65)], 'large.csv')))
    expect(large).toMatchObject([413, { code: 'too-large', message: expect.stringContaining('8 MB') }])
    const elsewhere = await fetch(`${server.url}/api/v1/organizations/${cast.child}/contacts`, {
      method: 'POST',
      headers: { authorization: `Bearer ${cast.keys['partner-fleet']}` },
      body: form('x'),
    })
    expect(elsewhere.status).toBe(400)
  })

  it('takes as many contacts as the provider has set [settings/settings-are-the-providers]', async () => {
    const { providerAdministrator: provider, operator } = cast
    const { version, ...settings } = await provider.settings.get({ organizationId: cast.provider })
    expect(settings).toMatchObject({
      contactImportLimit: 300,
      agentSilentSeconds: 900,
      printerUnreadSeconds: 86_400,
      providerName: 'Lexmark',
    })
    const change = (contactImportLimit: number, at: number) =>
      provider.settings.update({ organizationId: cast.provider, version: at, settings: { ...settings, contactImportLimit } })
    expect(await change(2, version)).toMatchObject({ contactImportLimit: 2, version: version + 1 })
    await expect(change(5, version)).rejects.toMatchObject({ code: 'edited-by-another', data: { current: { contactImportLimit: 2 } } })
    await expect(startImport(fleet(), cast.child, contactFile(contactRows(3)))).rejects.toMatchObject({
      message: expect.stringContaining('maximum is 2'),
    })
    await expect(change(0, version + 1)).rejects.toMatchObject({ code: 'invalid-input' })
    await expect(operator.settings.get({ organizationId: cast.provider })).rejects.toMatchObject({ code: 'not-allowed' })
    await expect(provider.settings.get({ organizationId: cast.partner })).rejects.toMatchObject({ status: 404 })
    await change(300, version + 1)
    expect((await fleet().accounts.session.get({})).provider.contactImportLimit).toBe(300)
    const trail = await provider.audit.list({ organizationId: cast.provider, search: 'Change settings' })
    expect(trail.items[0]).toMatchObject({ act: 'Change settings', before: { contactImportLimit: 2 }, after: { contactImportLimit: 300 } })
  })

  it('is of its organization, and a viewer reads it only [accounts/roles]', async () => {
    const { id: importId } = await imported(contactFile([contactRow({ lastName: 'Seen', city: '' })]))
    expect(await cast.fleetViewer.contacts.imports.get({ ...here, importId })).toMatchObject({ rejected: 1 })
    await expect(startImport(cast.fleetViewer, cast.child, contactFile(contactRows(1)))).rejects.toMatchObject({ code: 'not-allowed' })
    await expect(cast.fleetViewer.contacts.imports.cancel({ ...here, importId })).rejects.toMatchObject({ code: 'not-allowed' })
    const there = { organizationId: cast.neighbour, importId }
    const { imports } = cast.stranger.contacts
    const body = { rows: [{ row: 2, values: contactRow() }] }
    const refused = await Promise.allSettled([
      imports.get(there),
      imports.listRows(there),
      imports.cancel(there),
      imports.downloadRejectedRows(there),
      imports.correct({ params: there, headers: {}, body }),
    ])
    for (const each of refused) expect(each).toMatchObject({ status: 'rejected', reason: { code: 'not-found' } })
  })
})

describe('serial numbers', () => {
  const enroll = async (serialNumbers: string[], manufacturer = 'Acme', client = fleet(), organizationId = cast.child) => {
    const agent = await makeAgent(server, client, organizationId)
    await agent.deliver(
      Object.fromEntries(serialNumbers.map((serialNumber, i) => [`10.3.0.${i + 1}`, reading({ serialNumber, manufacturer })])),
    )
    return agent
  }
  const contactOf = async (serial: string) => {
    const ids = await printersBySerial(fleet(), cast.child)
    return (await fleet().printers.get({ ...here, printerId: ids[serial]! })).contactId
  }

  it('of enrolled printers are assigned by a task, which names former contacts; others wait and assign themselves [contacts/imports-end-in-a-task] [contacts/pending-serials-assign-themselves] [contacts/assignment-outcomes]', async () => {
    const agent = await enroll(['NOW1', 'NOW2', 'NOW3'])
    await imported(contactFile([contactRow({ firstName: 'Former', lastName: 'Holder', serialNumbers: 'NOW2' })]))
    const result = await imported(
      contactFile([
        contactRow({ lastName: 'Nowly', serialNumbers: 'now 1,NOW2,LATER 1' }),
        contactRow({ lastName: 'Laterly', serialNumbers: 'LATER2' }),
        contactRow({ firstName: 'Former', lastName: 'Holder', serialNumbers: 'NOW3' }),
      ]),
      { name: 'serials.csv' },
    )
    expect(result).toMatchObject({ imported: 2, existing: 1, taskId: expect.any(String) })
    const task = await ended(fleet(), cast.child, result.taskId!)
    expect(task).toMatchObject({
      status: 'completed',
      label: 'Assign contact',
      details: 'Serial numbers of serials.csv',
      printers: 2,
      done: 2,
    })
    const outcomes = await fleet().tasks.listOutcomes({ ...here, taskId: result.taskId! })
    expect(outcomes.items.map(({ serialNumber, details }) => `${serialNumber}: ${details}`).sort()).toEqual([
      'NOW1: Assigned to Ada Nowly.',
      'NOW2: Assigned to Ada Nowly. Was assigned to Former Holder.',
    ])
    const nowly = await byName('nowly')
    expect(nowly).toMatchObject({ printersAssigned: 2, printersPending: 1 })
    expect(await contactOf('NOW3')).toBeNull()
    await agent.deliver({ '10.3.0.9': reading({ serialNumber: 'later1' }) })
    expect(await contactOf('later1')).toBe(nowly.id)
    expect(await byName('nowly')).toMatchObject({ printersAssigned: 3, printersPending: 0 })
    const trail = await cast.partnerAdministrator.audit.list({ ...here, search: 'Ada Nowly' })
    expect(trail.items[0]).toMatchObject({ act: 'Assign contact', after: { printers: 1, assigned: [{ serialNumber: 'LATER 1' }] } })
  })

  it('that wait hold their contact, are listed page by page, and each can be deleted [contacts/pending-serials-hold-their-contact] [contacts/assigned-contacts-stay] [contacts/several-are-deleted-as-far-as-they-may]', async () => {
    await imported(contactFile([contactRow({ lastName: 'Waiting', serialNumbers: 'W3,W1,W2' }), contactRow({ lastName: 'Leaving' })]))
    const { id: contactId } = await byName('waiting')
    const { id: leaving } = await byName('leaving')
    await expect(asOwner(server, 'delete from contacts where id = $1', [contactId])).rejects.toMatchObject({ code: '23503' })
    await expect(fleet().contacts.remove({ ...here, contactId })).rejects.toMatchObject({ code: 'contact-in-use', data: { count: 3 } })
    const foreign = await cast.stranger.contacts.create({ organizationId: cast.neighbour, contact: contactForm({ lastName: 'Foreign' }) })
    expect(await fleet().contacts.removeSeveral({ ...here, contactIds: [contactId, leaving, leaving, foreign.id] })).toEqual({
      deleted: [leaving],
      notFound: [foreign.id],
      kept: [
        {
          contactId,
          contact: 'Ada Waiting, Berg & Co, Springfield',
          reason: 'The contact has 3 pending serial numbers and cannot be deleted. Delete them first.',
        },
      ],
    })
    expect(await fleet().contacts.removeSeveral({ ...here, contactIds: [leaving] })).toEqual({ deleted: [], notFound: [leaving], kept: [] })
    expect(await cast.stranger.contacts.get({ organizationId: cast.neighbour, contactId: foreign.id })).toMatchObject({
      lastName: 'Foreign',
    })
    const first = await fleet().contacts.listPendingSerialNumbers({ ...here, contactId, limit: 2 })
    const second = await fleet().contacts.listPendingSerialNumbers({ ...here, contactId, limit: 2, cursor: first.nextCursor! })
    const all = [...first.items, ...second.items]
    expect(all.map(({ serialNumber }) => serialNumber)).toEqual(['W1', 'W2', 'W3'])
    await expect(fleet().contacts.removePendingSerialNumber({ ...here, contactId: leaving, pendingId: all[0]!.id })).rejects.toMatchObject({
      code: 'not-found',
    })
    for (const { id: pendingId } of all) await fleet().contacts.removePendingSerialNumber({ ...here, contactId, pendingId })
    await fleet().contacts.remove({ ...here, contactId })
    expect(await total('waiting')).toBe(0)
  })

  it('wait for one contact: the newest import decides, and its row says so [contacts/one-contact-per-pending-serial]', async () => {
    await imported(contactFile([contactRow({ lastName: 'Early', serialNumbers: 'ONLY 1' })]))
    const { id: importId } = await imported(contactFile([contactRow({ lastName: 'Newer', serialNumbers: 'only1' })]))
    expect((await rowsOf(importId))[0]).toMatchObject({ note: 'Waited for another contact before: ONLY 1 (Ada Early).' })
    expect([(await byName('early')).printersPending, (await byName('newer')).printersPending]).toEqual([0, 1])
  })

  it('that printers of two makers carry, or that stand twice, are faults of their rows [contacts/one-row-per-serial]', async () => {
    await enroll(['SAME1'], 'Acme')
    await enroll(['SAME1'], 'Bolt')
    const { id: importId } = await imported(
      contactFile([
        contactRow({ lastName: 'Both', serialNumbers: 'same1' }),
        contactRow({ lastName: 'Twice A', serialNumbers: 'T1' }),
        contactRow({ lastName: 'Twice B', serialNumbers: 't 1' }),
      ]),
    )
    expect((await rowsOf(importId)).map(({ outcome, faults }) => [outcome, faults[0]?.message])).toEqual([
      ['rejected', expect.stringContaining('same1 is shared by printers of Acme and Bolt.')],
      ['rejected', expect.stringContaining('T1 is also in row 4.')],
      ['rejected', expect.stringContaining('t 1 is also in row 3.')],
    ])
  })
})
