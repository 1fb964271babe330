import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import path from 'node:path'
import { createInterface } from 'node:readline'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { fillFleet } from '../../../bench/fleet-data.ts'
import { asOwner, type Cast, contactForm, ended, makeCast } from '../../../test/support/make.ts'
import { startTestServer, type TestServer } from '../../../test/support/server.ts'

const PRINTERS = 2000
let server: TestServer
let cast: Cast
let printerIds: string[]
const processes: ChildProcess[] = []
beforeAll(async () => {
  server = await startTestServer({ worker: false })
  cast = await makeCast(server)
  printerIds = await fillFleet(server.database.url, cast.child, PRINTERS)
})
afterAll(async () => {
  for (const child of processes) child.kill('SIGKILL')
  await server.stop()
})

const here = () => ({ organizationId: cast.child })
const fleet = () => cast.fleetAdministrator

/** A server process with a worker. */
async function startProcess(): Promise<ChildProcess> {
  const file = path.resolve(import.meta.dirname, '../../../test/support/server-process.ts')
  const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', file], {
    env: { ...process.env, DATABASE_URL: server.database.serverUrl },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  processes.push(child)
  await once(createInterface(child.stdout!), 'line')
  return child
}

async function kill(child: ChildProcess) {
  child.kill('SIGKILL')
  await once(child, 'exit')
}

/** Starts a server while somebody holds a printer, and kills it when its worker waits for that one: in the middle of a portion. */
async function killWhileWaitingFor(printerId: string) {
  const holder = new pg.Client({ connectionString: server.database.url })
  await holder.connect()
  await holder.query('begin')
  await holder.query('select from printers where id = $1 for update', [printerId])
  const child = await startProcess()
  // Asked outside the holder's transaction, which would see the same activity for ever.
  const waits = `select 1 from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock' and query like '%printers%'`
  await expect.poll(async () => (await asOwner(server, waits)).length, { timeout: 20_000 }).toBe(1)
  await kill(child)
  await holder.query('rollback')
  await holder.end()
}

async function startAssignment() {
  const selection = await fleet().printers.select({ ...here(), filter: {} })
  const contact = contactForm({ firstName: crypto.randomUUID() })
  return fleet().contacts.assign({ params: here(), headers: {}, body: { selectionId: selection.id, contact } })
}

describe('a task', () => {
  it('survives its server being killed three times: every printer has one outcome, none was processed twice [tasks/once-each]', async () => {
    const { taskId, contactId } = await startAssignment()
    await killWhileWaitingFor(printerIds[700]!)
    await killWhileWaitingFor(printerIds[1500]!)
    await killWhileWaitingFor(printerIds[1999]!)
    const last = await startProcess()
    const task = await ended(fleet(), cast.child, taskId)
    await kill(last)
    expect(task).toMatchObject({ status: 'completed', done: PRINTERS, refused: 0, failed: 0 })
    const [outcomes] = await asOwner(
      server,
      `select count(*)::int as n, count(distinct printer_id)::int as printers from task_outcomes where task_id = $1 and outcome = 'done'`,
      [taskId],
    )
    expect(outcomes).toEqual({ n: PRINTERS, printers: PRINTERS })
    const [assigned] = await asOwner(server, 'select count(*)::int as n from printer_contacts where contact_id = $1', [contactId])
    expect(assigned).toEqual({ n: PRINTERS })
  }, 90_000)

  it('reports its progress by server-sent events: how it stands, then each change, then its end', async () => {
    const { taskId } = await startAssignment()
    const seen: string[] = []
    const watching = (async () => {
      for await (const task of await fleet().tasks.watch({ ...here(), taskId })) {
        seen.push(`${task.status} ${task.done}`)
        if (task.status !== 'running') return
      }
    })()
    await expect.poll(() => seen).toEqual(['running 0'])
    const worker = await startProcess()
    await watching
    await kill(worker)
    expect(seen.at(-1)).toBe(`completed ${PRINTERS}`)
    const done = await fleet().tasks.listOutcomes({ ...here(), taskId, outcome: 'done', limit: 200 })
    expect([done.items.length, typeof done.nextCursor]).toEqual([200, 'string'])
  }, 60_000)

  it('whose portion keeps failing gives that one up after five tries, goes on with the rest, and is audited with a digest [tasks/a-failing-portion-ends] [audit/bulk-acts-have-a-digest]', async () => {
    await asOwner(
      server,
      `create function fail_for_test() returns trigger language plpgsql as $$ begin raise exception 'made to fail'; end $$;
       create trigger fail_for_test before insert or update on printer_contacts for each row when (new.printer_id = '${printerIds[3]}') execute function fail_for_test()`,
    )
    const { taskId } = await startAssignment()
    // What a person would wait for: a job that failed is due later and later.
    const hurry = setInterval(
      () => void asOwner(server, 'update graphile_worker._private_jobs set run_at = now() where run_at > now()'),
      300,
    )
    const worker = await startProcess()
    const task = await ended(fleet(), cast.child, taskId)
    clearInterval(hurry)
    await kill(worker)
    expect(task).toMatchObject({ status: 'completed-with-errors', failed: 1000, done: 1000 })
    const failed = await fleet().tasks.listOutcomes({ ...here(), taskId, outcome: 'failed', limit: 1 })
    expect(failed.items[0]).toMatchObject({ outcome: 'failed', reason: 'System error' })
    const trail = await cast.partnerAdministrator.audit.list({ ...here(), search: `task ${taskId}` })
    expect(trail.items[0]).toMatchObject({
      act: 'Assign contact: ended',
      after: { failed: 1000, digest: expect.stringMatching(/^[0-9a-f]{64}$/) },
    })
  }, 60_000)
})
