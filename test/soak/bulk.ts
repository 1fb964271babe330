import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { createInterface } from 'node:readline'
import { setTimeout } from 'node:timers/promises'
import pg from 'pg'
import { fillFleet } from '../../bench/fleet-data.ts'
import { startEmbeddedPostgres } from '../../src/platform/db/embedded-postgres.ts'
import { migrate } from '../../src/platform/db/migrate.ts'
import { serverUrlOf } from '../../src/platform/db/server-login.ts'
import { serve } from '../../src/server/serve.ts'
import { type Cast, contactForm, makeCast } from '../support/make.ts'
import { clientOf } from '../support/server.ts'
import { TEST_SECRET } from '../support/test-postgres.ts'

const PRINTERS = 50_000
const KILLS = 20
const SERVER = path.resolve(import.meta.dirname, '../support/server-process.ts')

const KINDS = ['assign-contact', 'tag-printers', 'unenroll'] as const
type Kind = (typeof KINDS)[number]

// What each kind writes of a printer, logged in the same transaction: what was undone with it leaves no trace.
const WRITES: Record<Kind, string> = {
  'assign-contact': 'after insert or update on printer_contacts for each row execute function note_treated_child()',
  'tag-printers': 'after insert or update on printer_tags for each row execute function note_treated_child()',
  unenroll: 'after update of registration on printers for each row execute function note_treated_printer()',
}

interface Soak {
  url: string
  owner: pg.Client
  cast: Cast
  random: () => number
}

async function startServer(url: string): Promise<{ child: ChildProcess; address: string }> {
  const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', SERVER], {
    env: { ...process.env, DATABASE_URL: serverUrlOf(url, TEST_SECRET) },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const [address] = (await once(createInterface(child.stdout!), 'line')) as [string]
  return { child, address }
}

async function kill(child: ChildProcess) {
  child.kill('SIGKILL')
  await once(child, 'exit')
}

async function start(kind: Kind, address: string, { cast }: Soak): Promise<string> {
  const fleet = clientOf(address, cast.keys['partner-fleet'])
  const here = { organizationId: cast.child }
  const { id: selectionId } = await fleet.printers.select({ ...here, filter: {} })
  const request = <B>(body: B) => ({ params: here, headers: {}, body })
  if (kind === 'assign-contact') return (await fleet.contacts.assign(request({ selectionId, contact: contactForm() }))).taskId
  if (kind === 'tag-printers') return (await fleet.printers.tagMany(request({ selectionId, add: ['soaked'] }))).taskId
  return (await fleet.printers.unenroll(request({ selectionId }))).taskId
}

async function standing({ owner }: Soak, taskId: string) {
  const { rows } = await owner.query<{ status: string; processed: number }>(
    'select status, done + refused + failed as processed from tasks where id = $1',
    [taskId],
  )
  return rows[0]!
}

/** Runs one task and kills its server at moments that random numbers name: once so many printers are processed, and a little later. */
async function soak(kind: Kind, context: Soak): Promise<string[]> {
  const { url, owner, random } = context
  await owner.query(`truncate processed; create or replace trigger note_treated ${WRITES[kind]}`)
  let server = await startServer(url)
  const taskId = await start(kind, server.address, context)
  const moments = Array.from({ length: KILLS }, () => random() * PRINTERS * 0.95).sort((a, b) => a - b)
  let kills = 0
  for (const moment of moments) {
    let now = await standing(context, taskId)
    while (now.status === 'running' && now.processed < moment) {
      await setTimeout(2)
      now = await standing(context, taskId)
    }
    await setTimeout(random() * 120)
    if ((await standing(context, taskId)).status !== 'running') break
    await kill(server.child)
    kills++
    server = await startServer(url)
  }
  while ((await standing(context, taskId)).status === 'running') await setTimeout(50)
  await kill(server.child)
  await owner.query(`drop trigger note_treated on ${WRITES[kind].match(/ on (\w+)/)![1]}`)
  return assess(kind, kills, taskId, owner)
}

/** What is not as it must be. */
async function assess(kind: Kind, kills: number, taskId: string, owner: pg.Client): Promise<string[]> {
  const one = async (statement: string) => (await owner.query<{ n: number }>(statement, [taskId])).rows[0]!.n
  const facts = {
    kills,
    outcomes: await one('select count(*)::int as n from task_outcomes where task_id = $1'),
    done: await one(`select count(*)::int as n from task_outcomes where task_id = $1 and outcome = 'done'`),
    counted: await one('select done as n from tasks where id = $1'),
    processed: await one('select count(distinct printer_id)::int as n from processed where $1::text is not null'),
    treatments: await one('select count(*)::int as n from processed where $1::text is not null'),
  }
  console.log(JSON.stringify({ kind, printers: PRINTERS, ...facts }))
  const { kills: killed, ...counts } = facts
  const wrong = Object.entries(counts).flatMap(([name, n]) => (n === PRINTERS ? [] : [`${kind}: ${name} is ${n}, not ${PRINTERS}`]))
  return killed === KILLS ? wrong : [...wrong, `${kind}: killed ${killed} times only, not ${KILLS}`]
}

async function prepare(url: string): Promise<Cast> {
  const serverUrl = serverUrlOf(url, TEST_SECRET)
  await migrate({ ownerUrl: url, serverUrl, secret: TEST_SECRET })
  const running = await serve({ databaseUrl: serverUrl, secret: TEST_SECRET, port: 0, worker: false })
  const cast = await makeCast({
    ...running,
    database: { name: 'soak', url, serverUrl, drop: async () => {} },
    as: (bearer) => clientOf(running.url, bearer),
  })
  await running.stop()
  await fillFleet(url, cast.child, PRINTERS)
  return cast
}

/**
 * Kills the server, and the worker in it, at random moments of large tasks, and sees that each printer was processed once and has one outcome.
 * Returns what is not as it must be.
 */
export async function soakBulk(random: () => number): Promise<string[]> {
  const dataDir = mkdtempSync(path.join(os.tmpdir(), 'mps-soak-'))
  const postgres = await startEmbeddedPostgres({ dataDir, log: () => {} })
  try {
    const cast = await prepare(postgres.url)
    const owner = new pg.Client(postgres.url)
    await owner.connect()
    await owner.query(`create table processed (printer_id uuid);
    create function note_treated_child() returns trigger language plpgsql security definer as $$ begin insert into processed values (new.printer_id); return null; end $$;
    create function note_treated_printer() returns trigger language plpgsql security definer as $$ begin insert into processed values (new.id); return null; end $$`)
    const wrong = []
    for (const kind of KINDS) wrong.push(...(await soak(kind, { url: postgres.url, owner, cast, random })))
    await owner.end()
    return wrong
  } finally {
    await postgres.stop()
    rmSync(dataDir, { recursive: true })
  }
}
