import { sql } from 'kysely'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { asOwner, type Cast, makeCast, makeOffering } from '../../../test/support/make.ts'
import { startTestServer, type TestServer } from '../../../test/support/server.ts'
import { inScope, rows } from '../../platform/db/database.ts'
import { asPerson } from '../../sample/create-sample.ts'
import { selectPrinters } from '../selections/select-printers.command.ts'
import { assessPrinters, countEligibility, listEligibility } from './eligibility.queries.ts'

let server: TestServer
let cast: Cast
beforeAll(async () => {
  server = await startTestServer({ worker: false })
  cast = await makeCast(server)
  await makeOffering(server, cast)
})
afterAll(() => server.stop())

// Every combination of what the rule asks, written straight into the tables.
async function makeEveryKindOfPrinter(organizationId: string) {
  await asOwner(
    server,
    `with agents as (
      insert into agents (organization_id, name, version) select $1, coalesce(v, 'none'), v from unnest(array['0.9.0', '1.0.0-rc.1', '1.0.0', '1.10.0', 'odd', null]) as v returning id
    ), contact as (
      insert into contacts (organization_id, first_name, last_name, email, country_code, phone_number, address_line_1, city, country)
      values ($1, 'A', 'B', 'a@example.com', '1', '2', 'x', 'y', 'US') returning id
    ), printer as (
      insert into printers (organization_id, identity, registration, manufacturer, model, serial_number, agent_id)
      select $1, concat_ws(' ', r, m, l, a.id, c), r, 'ACME ', m, concat_ws(' ', r, m, l, c), a.id
      from unnest(array['enrolled', 'failed', 'discovered']) as r, unnest(array['press  100', 'Press 200']) as m, unnest(array['none', '0', '1000000', '1000001']) as l,
        (select id from agents union all select null) as a, unnest(array['contact', 'none']) as c
      returning id, serial_number
    ), reading as (
      insert into printer_readings (organization_id, printer_id, lifetime_page_count)
      select $1, id, nullif((regexp_match(serial_number, '(none|\\d+) \\w+$'))[1], 'none')::bigint from printer
    )
    insert into printer_contacts (organization_id, printer_id, contact_id) select $1, p.id, c.id from printer p, contact c where p.serial_number like '% contact'`,
    [organizationId],
  )
}

it('assesses printers in SQL exactly as the rule does, in every combination of facts [program/ineligible-reasons]', async () => {
  await makeEveryKindOfPrinter(cast.child)
  const { db } = server.services
  const { scope } = await asPerson(db, { email: 'partner-fleet@example.com' }, cast.child, 'manage the fleet')
  const selection = await selectPrinters(db, scope, { filter: {} })
  expect(selection.printers).toBe(3 * 2 * 4 * 7 * 2)
  await inScope(db, scope, async (tx) => {
    const ids = (await rows(tx, sql<{ id: string }>`select id from printers`)).map((row) => row.id)
    const assessed = await assessPrinters(tx, scope, ids)
    const byRule = Object.fromEntries(
      [...Map.groupBy(assessed, (printer) => printer.status)].map(([status, group]) => [status, group.length]),
    )
    const bySql = Object.fromEntries((await countEligibility(tx, scope, selection.id)).map(({ status, printers }) => [status, printers]))
    expect(bySql).toEqual(byRule)
    for (const status of Object.keys(byRule)) {
      const page = await listEligibility(tx, scope, { selectionId: selection.id, status: status as never, limit: 200 })
      expect(page.items.every((printer) => printer.status === status)).toBe(true)
    }
  })
})
