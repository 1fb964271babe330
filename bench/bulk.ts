import pg from 'pg'
import { selectPrinters } from '../src/features/selections/select-printers.command.ts'
import { asPerson } from '../src/sample/create-sample.ts'
import { type RunningServer, serve } from '../src/server/serve.ts'
import { type Cast, contactForm, ended, makeCast, makeOffering } from '../test/support/make.ts'
import { clientOf } from '../test/support/server.ts'
import { insertOutcomes } from './baseline/outcomes.ts'
import { openBenchDatabase, SECRET } from './database.ts'
import { fillFleet } from './fleet-data.ts'
import { compare, type Figure, print, timed } from './measure.ts'

const PRINTERS = Number(process.env.BENCH_PRINTERS ?? 100_000)
const ROUNDS = 3
/** The parts of the group `printers` that are measured here. */
export const BULK_PARTS = ['assign', 'tag', 'add', 'unenroll'] as const
type BulkPart = (typeof BULK_PARTS)[number]
const count = PRINTERS.toLocaleString('en-US')

interface Bench {
  server: RunningServer
  cast: Cast
  ids: string[]
  raw: pg.Client
  baselineTask: number
}

type Body = { selectionId: string }
type Start = (request: { params: { organizationId: string }; headers: object; body: Body }) => Promise<{ taskId: string }>

/** Bulk work over all printers of one organization: from the request until the task has ended, with every outcome written. */
export async function benchBulk(only: readonly string[] = []): Promise<void> {
  const database = await openBenchDatabase()
  const server = await serve({ databaseUrl: database.serverUrl, secret: SECRET, port: 0 })
  const test = {
    ...server,
    database,
    as: (key?: string) => clientOf(server.url, key),
  }
  const cast = await makeCast(test)
  await makeOffering(test, cast)
  await cast.partnerAdministrator.entitlements.grant({ organizationId: cast.child })
  const raw = new pg.Client(database.url)
  await raw.connect()
  const ids = await fillFleet(database.url, cast.child, PRINTERS)
  const bench: Bench = { server, cast, ids, raw, baselineTask: 0 }
  bench.baselineTask = await startedTask(bench)
  const all = figures(bench, await cast.fleetAdministrator.program.getTerms({ organizationId: cast.child }))
  for (const part of BULK_PARTS) if (only.length === 0 || only.includes(part)) print(await all[part]())
  await raw.end()
  await server.stop()
  await database.close()
}

function figures(bench: Bench, terms: { version: number; hash: string }): Record<BulkPart, () => Promise<Figure>> {
  const { fleetAdministrator: fleet } = bench.cast
  const act = (name: string, start: Start, before?: string) => acting(bench, `${name} ${count} printers`, start, before)
  const accepted = { termsAccepted: true, termsVersion: terms.version, termsHash: terms.hash }
  // Each round another one, so that there is something to write.
  let round = 0
  return {
    assign: () =>
      act('assign', (r) => fleet.contacts.assign({ ...r, body: { ...r.body, contact: contactForm({ lastName: `Round ${++round}` }) } })),
    tag: () => act('tag', (r) => fleet.printers.tagMany({ ...r, body: { ...r.body, add: [`round ${++round}`] } })),
    add: () => act('add', (r) => fleet.program.add({ ...r, body: { ...r.body, ...accepted } }), 'delete from program_memberships'),
    unenroll: () =>
      act('unenroll', (r) => fleet.printers.unenroll(r), `delete from program_memberships; update printers set registration = 'enrolled'`),
  }
}

async function freeze({ server, cast }: Bench) {
  const { scope } = await asPerson(server.services.db, { email: 'partner-fleet@example.com' }, cast.child, 'manage the fleet')
  return selectPrinters(server.services.db, scope, { filter: {} })
}

/** A task over all printers, against inserting its outcomes alone. */
async function acting(bench: Bench, name: string, start: Start, before?: string): Promise<Figure> {
  const { cast, raw, ids, baselineTask } = bench
  const organizationId = cast.child
  const ours = async () => {
    if (before) await raw.query(before)
    await raw.query('vacuum analyze printers, printer_contacts, printer_tags, program_memberships, task_outcomes')
    const { id: selectionId } = await freeze(bench)
    return timed(async () => {
      const { taskId } = await start({ params: { organizationId }, headers: {}, body: { selectionId } })
      const task = await ended(cast.fleetAdministrator, organizationId, taskId)
      if (task.done !== PRINTERS) throw new Error(`${name}: only ${task.done} were done`)
    })
  }
  const baseline = async () => {
    await raw.query('delete from task_outcomes where task_id = $1', [baselineTask])
    return timed(() => insertOutcomes(raw, organizationId, baselineTask, ids))
  }
  return compare(name, 'ms', ROUNDS, ours, baseline)
}

async function startedTask(bench: Bench): Promise<number> {
  const { id } = await freeze(bench)
  const { rows } = await bench.raw.query<{ id: number }>(
    `insert into tasks (organization_id, kind, details, input, selection_id, started_by, printers, status, ended_at)
      values ($1, 'assign-contact', 'baseline', '{}', $2, 'baseline', 0, 'completed', now()) returning id`,
    [bench.cast.child, id],
  )
  return rows[0]!.id
}
