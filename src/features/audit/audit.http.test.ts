import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { asOwner, type Cast, contactForm, makeCast } from '../../../test/support/make.ts'
import { startTestServer, type TestServer } from '../../../test/support/server.ts'
import { inScope } from '../../platform/db/database.ts'
import { asPerson } from '../../sample/create-sample.ts'
import { recordAct } from './record-act.command.ts'

let server: TestServer
let cast: Cast
let here: { organizationId: string }
beforeAll(async () => {
  server = await startTestServer({ worker: false })
  cast = await makeCast(server)
  here = { organizationId: cast.child }
  for (const lastName of ['One', 'Two', 'Three'])
    await cast.fleetAdministrator.contacts.create({ ...here, contact: contactForm({ lastName }) })
})
afterAll(() => server.stop())

const trail = (query = {}) => cast.partnerAdministrator.audit.list({ ...here, ...query })

/** As somebody with all power over the database would: past the triggers. */
const tamper = (statement: string) =>
  asOwner(server, `alter table audit_entries disable trigger all; ${statement}; alter table audit_entries enable trigger all`)

describe('the audit trail', () => {
  it('reports who did what and what was there before and after, newest first, and can be searched', async () => {
    const { items, intact } = await trail({ search: 'ADA  three' })
    expect(items).toMatchObject([
      { person: 'partner-fleet', act: 'Create Contact', subject: 'Ada Three, Berg & Co, Springfield', before: null },
    ])
    expect(items[0]!.after).toMatchObject({ lastName: 'Three' })
    expect(intact).toBe(true)
    const pages = []
    for (let cursor: string | undefined; ; ) {
      const page = await trail({ limit: 1, ...(cursor ? { cursor } : {}) })
      pages.push(...page.items.map((entry) => entry.number))
      if (!page.nextCursor) break
      cursor = page.nextCursor
    }
    expect(pages).toEqual([...pages].sort((a, b) => b - a))
    expect(pages.at(-1)).toBe(1)
  })

  it('is filtered by act, by who acted and by time, in the list as in its exports', async () => {
    const { items } = await trail({ limit: 200 })
    expect((await trail({ actorKind: 'agent' })).items).toEqual([])
    const contacts = (await trail({ act: 'create contact', actorKind: 'person', actorId: items[0]!.actorId })).items
    expect(contacts.map(({ subject }) => subject)).toEqual(
      items.filter(({ act }) => act === 'Create Contact').map(({ subject }) => subject),
    )
    expect((await trail({ from: items[0]!.at })).items).toEqual([items[0]])
    expect((await trail({ to: items[0]!.at })).items).toEqual(items.slice(1))
    const lines = await fetch(`${server.url}/api/v1/organizations/${cast.child}/audit-entries.jsonl?act=contact&search=three`, {
      headers: { authorization: `Bearer ${cast.keys['partner-owner']}` },
    })
    expect(
      (await lines.text())
        .split('\n')
        .filter(Boolean)
        .map((line) => JSON.parse(line).texts.subject),
    ).toEqual(['Ada Three, Berg & Co, Springfield'])
  })

  it('is append-only, for the application as for the owner of the database [audit/chained]', async () => {
    for (const statement of [`update audit_entries set act = 'x'`, 'delete from audit_entries', 'truncate audit_entries'])
      await expect(asOwner(server, statement)).rejects.toMatchObject({ code: '23001' })
    for (const statement of [
      `update audit_entries set act = 'x'`,
      'delete from audit_entries',
      'delete from audit_heads',
      `insert into audit_entries select * from audit_entries limit 1`,
    ])
      await expect(asOwner(server, `set role mps_app; ${statement}`)).rejects.toMatchObject({
        code: '42501',
      })
  })

  it('shows what was changed or taken away behind its back, at the end too [audit/chained]', async () => {
    const shown = async (statement: string, undo: string) => {
      await tamper(statement)
      const { intact } = await trail()
      await tamper(undo)
      return intact
    }
    await asOwner(server, 'create table kept as select * from audit_entries')
    const restore = 'delete from audit_entries; insert into audit_entries select * from kept'
    const where = `where organization_id = '${cast.child}'`
    expect(await shown(`update audit_entries set actor_id = 'nobody' ${where} and number = 2`, restore)).toBe(false)
    expect(await shown(`update audit_entries set texts = texts || '{"subject": "another"}' ${where} and number = 3`, restore)).toBe(false)
    expect(await shown(`update audit_entries set texts = texts - 'after' ${where} and number = 3`, restore)).toBe(false)
    expect(await shown(`delete from audit_entries ${where} and number = 2`, restore)).toBe(false)
    expect(await shown(`delete from audit_entries ${where} and number = 3`, restore)).toBe(false)
    expect(await shown(`delete from audit_entries ${where}`, restore)).toBe(false)
    expect((await trail()).intact).toBe(true)
  })

  it('numbers the acts of an organization one by one, also those of the same moment [audit/chained]', async () => {
    const { db } = server.services
    const { scope } = await asPerson(db, { email: 'partner-fleet@example.com' }, cast.child, 'manage the fleet')
    await Promise.all(
      Array.from({ length: 20 }, (_, i) => inScope(db, scope, (tx) => recordAct(tx, scope, { act: 'Try', subject: `${i}` }))),
    )
    const { items, intact } = await trail({ limit: 200 })
    expect(items.map((entry) => entry.number)).toEqual(items.map((_, i) => items.length - i))
    expect(intact).toBe(true)
  })

  it('holds who acted by kind and id, through which key, in which request and from where, inside the hash [audit/who-acted]', async () => {
    const response = await fetch(`${server.url}/api/v1/organizations/${cast.child}/contacts`, {
      method: 'POST',
      headers: { authorization: `Bearer ${cast.keys['partner-fleet']}`, 'content-type': 'application/json' },
      body: JSON.stringify({ contact: contactForm({ lastName: 'Who' }) }),
    })
    const [entry] = (await trail({ search: 'Ada Who' })).items
    const keys = await cast.fleetAdministrator.accounts.session.listApiKeys({})
    const session = await cast.fleetAdministrator.accounts.session.get({})
    expect(entry).toMatchObject({
      actorKind: 'person',
      actorId: session.person.id,
      keyId: keys[0]!.id,
      requestId: response.headers.get('x-request-id'),
      address: expect.stringMatching(/127\.0\.0\.1$/),
    })
    await asOwner(server, 'create table before_forging as select * from audit_entries')
    for (const column of ['actor_kind', 'actor_id', 'key_id', 'request_id', 'address']) {
      const value = column === 'actor_kind' ? 'system' : 'forged'
      await tamper(`update audit_entries set ${column} = '${value}' where organization_id = '${cast.child}' and number = ${entry!.number}`)
      expect((await trail()).intact, column).toBe(false)
      await tamper('delete from audit_entries; insert into audit_entries select * from before_forging')
    }
  })

  it('loses names and other personal data on request, and still holds [audit/personal-data-can-be-erased]', async () => {
    const { number } = (await trail({ search: 'Ada Two' })).items[0]!
    const where = `where organization_id = '${cast.child}' and number = ${number}`
    await asOwner(server, `update audit_entries set texts = '{}', salts = '{}' ${where}`)
    const { items, intact } = await trail()
    expect(items.find((entry) => entry.number === number)).toMatchObject({
      person: null,
      subject: null,
      after: null,
      act: 'Create Contact',
      actorKind: 'person',
      erased: ['after', 'person', 'subject'],
    })
    expect(intact).toBe(true)
    const put = `update audit_entries set texts = '{"person": "another"}', salts = '{"person": ""}' ${where}`
    await expect(asOwner(server, put)).rejects.toMatchObject({ code: '23001' })
    await tamper(put)
    expect((await trail()).intact).toBe(false)
    await tamper(`update audit_entries set texts = '{}', salts = '{}' ${where}`)
  })

  it('is appended to as the last statement of a transaction: work after an act keeps nobody else waiting [audit/appending-comes-last]', async () => {
    const { db } = server.services
    const { scope } = await asPerson(db, { email: 'partner-fleet@example.com' }, cast.child, 'manage the fleet')
    const first = Promise.withResolvers<void>()
    const second = Promise.withResolvers<void>()
    const slow = inScope(db, scope, async (tx) => {
      await recordAct(tx, scope, { act: 'Try', subject: 'slow' })
      first.resolve()
      await second.promise
    })
    await first.promise
    await inScope(db, scope, async (tx) => {
      await sql`set local lock_timeout = '2s'`.execute(tx)
      await recordAct(tx, scope, { act: 'Try', subject: 'quick' })
    })
    second.resolve()
    await slow
    expect((await trail({ search: 'Try' })).items.slice(0, 2).map((entry) => entry.subject)).toEqual(['slow', 'quick'])
  })

  it('has no entry of an act that failed', async () => {
    const before = (await trail()).items.length
    const twice = cast.fleetAdministrator.contacts.create({ ...here, contact: contactForm({ lastName: 'One' }) })
    await expect(twice).rejects.toMatchObject({ code: 'contact-exists' })
    expect((await trail()).items).toHaveLength(before)
  })
})
