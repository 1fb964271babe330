import { spawn } from 'node:child_process'
import { text } from 'node:stream/consumers'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { asOwner, type Cast, makeCast } from '../../../../test/support/make.ts'
import { cartridge, DAY, makeSupplyFleet, type SupplyFleet } from '../../../../test/support/orders.ts'
import { startTestServer, type TestServer } from '../../../../test/support/server.ts'
import { inScope } from '../../../platform/db/database.ts'
import { makeScope } from '../../../platform/make-scope.ts'
import { systemActor } from '../../../platform/scope.ts'
import { followReports } from '../morning/morning.job.ts'
import { replayOrganization } from './replay-organization.command.ts'
import { parseRule } from './replay-rule.ts'
import { replayLines } from './replay-words.ts'

let server: TestServer
let cast: Cast
let fleet: SupplyFleet
beforeAll(async () => {
  server = await startTestServer()
  cast = await makeCast(server)
  await cast.offerManager.catalogue.create({ organizationId: cast.provider, cartridge: cartridge() })
  fleet = await makeSupplyFleet(server, cast, ['SN0001', 'SN0002'], { at: new Date(Date.now() - DAY) })
  await followReports(server.services.db)
  // A made-up year of the first: 50 pages a day, a percent each; of the second nothing is recorded.
  await asOwner(
    server,
    `insert into reading_days (organization_id, printer_id, at, lifetime_page_count, levels)
      select $1, $2, date_trunc('day', now(), 'UTC') - make_interval(days => 365 - n), 1000 + 50 * n, jsonb_build_object($3::text, 100 - n % 100)
      from generate_series(1, 364) n on conflict do nothing`,
    [cast.child, fleet.ids.SN0001, '1.1'],
  )
})
afterAll(() => server.stop())

const replay = (text: string, organizationId = cast.child) => {
  const rule = parseRule(text)
  if ('wrong' in rule) throw new Error(rule.wrong)
  const { db } = server.services
  const scope = makeScope({ organizationId, actor: systemActor('replay') })
  return replayOrganization((work) => inScope(db, scope, work), organizationId, rule, new Date())
}

describe('the replay of an organization', () => {
  it('runs a rule over its recorded days beside the rule in use [orders/replay]', async () => {
    const result = await replay('level=0,along=0')
    expect(result).toMatchObject({ printers: 1, withoutReadings: 1, differing: 1 })
    expect(result.printerMonths).toBeGreaterThan(10)
    expect(result.tried).toMatchObject({ installs: 3, runOutsTo: 3 })
    expect(result.inUse).toMatchObject({ installs: 3, runOutsTo: 0 })
    expect(result.examples).toMatchObject([{ serialNumber: 'SN0001', tried: { runOutsTo: 3 }, inUse: { runOutsTo: 0 } }])
    expect(result.inUse.costCents).toEqual({ EUR: 8900 * result.inUse.cartridges })
    const lines = replayLines(result)
    expect(lines.find((line) => line.startsWith('run-outs  '))?.split(/ {2,}/)).toEqual(['run-outs', expect.stringContaining('3'), '0'])
    expect(lines).toContain('What this rests on:')
  })

  it('finds no difference between a rule and itself, and nothing of another organization', async () => {
    expect(await replay('risk=0.8,along=20')).toMatchObject({ differing: 0, examples: [] })
    expect(await replay('level=20', cast.neighbour)).toMatchObject({ printers: 0, printerMonths: 0 })
  })
})

/** Runs the command on the database of the test; gives its exit code and all that it wrote. */
async function command(organization: string): Promise<[number | null, string]> {
  const args = ['src/replay/main.ts', '--organization', organization, '--rule', 'level=20']
  const child = spawn(process.execPath, args, { env: { ...process.env, DATABASE_URL: server.database.url } })
  const ended = new Promise<number | null>((resolve) => child.on('exit', resolve))
  const written = await Promise.all([text(child.stdout), text(child.stderr)])
  return [await ended, written.join('')]
}

describe('npm run replay -- --organization', () => {
  it('prints the figures of the rule beside those of the rules in use', async () => {
    const [code, written] = await command(cast.child)
    expect(written).toContain('Rule: 20 %, taking along what is due within 20 working days')
    expect(written).toMatch(/toner left in cartridges taken out +\d/)
    expect(code).toBe(0)
  })

  it('refuses an organization that is not there', async () => {
    expect(await command('Nobody')).toEqual([2, expect.stringContaining('There is no organization "Nobody".')])
  })
})
