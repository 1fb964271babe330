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
  it('tells who did what and what was there before and after, newest first, and can be searched', async () => {
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

  it('is append-only, for the application as for the owner of the database [audit/chained]', async () => {
    for (const statement of [`update audit_entries set reason = 'x'`, 'delete from audit_entries', 'truncate audit_entries'])
      await expect(asOwner(server, statement)).rejects.toMatchObject({ code: '23001' })
    for (const statement of [
      `update audit_entries set reason = 'x'`,
      'delete from audit_entries',
      'delete from audit_heads',
      `insert into audit_entries select * from audit_entries limit 1`,
    ])
      await expect(
        asOwner(server, `set role mps_app; select set_config('mps.reach', 'provider', false); ${statement}`),
      ).rejects.toMatchObject({
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
    expect(await shown(`update audit_entries set person = 'nobody' ${where} and number = 2`, restore)).toBe(false)
    expect(await shown(`update audit_entries set after = null ${where} and number = 3`, restore)).toBe(false)
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

  it('is told by an act that failed just as little as by none', async () => {
    const before = (await trail()).items.length
    const twice = cast.fleetAdministrator.contacts.create({ ...here, contact: contactForm({ lastName: 'One' }) })
    await expect(twice).rejects.toMatchObject({ code: 'contact-exists' })
    expect((await trail()).items).toHaveLength(before)
  })
})
