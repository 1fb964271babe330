import { afterAll, beforeAll, expect, it } from 'vitest'
import { asOwner, type Cast, contactForm, makeCast } from '../../../test/support/make.ts'
import { startTestServer, type TestServer } from '../../../test/support/server.ts'

let server: TestServer
let cast: Cast
beforeAll(async () => {
  server = await startTestServer({ worker: false })
  cast = await makeCast(server)
})
afterAll(() => server.stop())

it('is a chain that shows what was changed behind its back, and refuses to be changed [audit/chained]', async () => {
  const here = { organizationId: cast.child }
  for (const lastName of ['One', 'Two', 'Three'])
    await cast.fleetAdministrator.contacts.create({ ...here, contact: contactForm({ lastName }) })
  const trail = () => cast.partnerAdministrator.audit.list(here)
  expect((await trail()).intact).toBe(true)
  expect((await trail()).items.map((entry) => entry.act)).toContain('Create Contact')
  await expect(asOwner(server, `update audit_entries set reason = 'another'`)).rejects.toMatchObject({ code: '23001' })
  await expect(asOwner(server, 'delete from audit_entries')).rejects.toMatchObject({ code: '23001' })
  await expect(asOwner(server, 'truncate audit_entries')).rejects.toMatchObject({ code: '23001' })
  await asOwner(
    server,
    `alter table audit_entries disable trigger all; update audit_entries set reason = 'another' where number = 2; alter table audit_entries enable trigger all`,
  )
  expect((await trail()).intact).toBe(false)
})
