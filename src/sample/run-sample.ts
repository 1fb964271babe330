import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import fs from 'node:fs'
import path from 'node:path'
import { createInterface } from 'node:readline'
import { setTimeout as wait } from 'node:timers/promises'
import { sql } from 'kysely'
import { createActivationCode } from '../features/agents/manage-agents.command.ts'
import { startAssignment } from '../features/contacts/assign-contact.command.ts'
import { listContacts } from '../features/contacts/contacts.queries.ts'
import type { Services } from '../features/entry-points.routes.ts'
import { startAddition } from '../features/program/add-printers.command.ts'
import { decideRequests } from '../features/program/decide-requests.command.ts'
import { findTerms } from '../features/program/program.queries.ts'
import { selectPrinters } from '../features/selections/select-printers.command.ts'
import { findTask } from '../features/tasks/tasks.queries.ts'
import { firstRow, inScope, rows } from '../platform/db/database.ts'
import { SAMPLE_PORT, SAMPLE_PRINTERS } from '../simulator/fleets/sample.ts'
import { asPerson, createSample, createSampleFleet, SAMPLE_AGENTS, type Sample } from './create-sample.ts'
import { SAMPLE_PEOPLE } from './sample-data.ts'

const ROOT = path.resolve(import.meta.dirname, '../..')

interface State {
  sample: Sample
  agentIds: string[]
  /** whether the entitled child's fleet was given its contacts and put into the program */
  populated: boolean
}

export interface RunningSample {
  stop(): Promise<void>
}

/**
 * Runs the sample beside a server: the simulated printers, and agents that read them through the same doors as anybody's. At the first start it
 * makes the sample, and when the agents have read the entitled child's printers, brings these into every state.
 */
export async function runSample(
  services: Services,
  serverUrl: string,
  dataDir: string,
  say: (line: string) => void,
): Promise<RunningSample> {
  const simulator = await startSimulator()
  const children = [simulator.child]
  const stop = async () => void (await Promise.all(children.map(end)))
  try {
    await begin(services, { simulator, children, serverUrl, dataDir, say })
  } catch (error) {
    await stop()
    throw error
  }
  return { stop }
}

interface Beginning {
  simulator: { port: number }
  children: ChildProcess[]
  serverUrl: string
  dataDir: string
  say: (line: string) => void
}

async function begin(services: Services, { simulator: { port }, children, serverUrl, dataDir, say }: Beginning) {
  const file = path.join(dataDir, 'sample.json')
  let state: State | undefined = fs.existsSync(file) ? JSON.parse(fs.readFileSync(file, 'utf8')) : undefined
  if (!state) {
    say('Creating the sample: two child organizations, 230 simulated printers, three agents (about 15 seconds).')
    const sample = await createSample(services)
    state = { sample, agentIds: await createSampleFleet(services, sample, port), populated: false }
    fs.writeFileSync(file, JSON.stringify(state))
  }
  await hurrySampleAgents(services, port)
  for (const [i, agent] of SAMPLE_AGENTS.entries()) children.push(await startSampleAgent(services, state, i, agent, serverUrl, dataDir))
  if (state.populated) return
  try {
    await populate(services, state.sample)
    fs.writeFileSync(file, JSON.stringify({ ...state, populated: true }))
  } catch (error) {
    say(`${error instanceof Error ? error.message : error} The agents' logs are in ${dataDir}; the next start tries again.`)
  }
}

// A sample is looked at for minutes, not weeks: its agents report and read at short intervals.
async function hurrySampleAgents({ db }: Services, port: number) {
  await sql`select hurry_sample(${port})`.execute(db)
}

/** The port is the first that no other installation on this machine has, and is taken before anything uses it. */
async function startSimulator(): Promise<{ child: ChildProcess; port: number }> {
  const ports = `${SAMPLE_PORT}-${SAMPLE_PORT + 49}`
  const args = ['src/simulator/main.ts', '--fleet', 'sample', '--speed', '60', '--port', ports]
  const child = spawn(process.execPath, [...process.execArgv, ...args], { cwd: ROOT, stdio: ['ignore', 'pipe', 'inherit'] })
  const [line] = await Promise.race([once(createInterface(child.stdout!), 'line'), once(child, 'exit')])
  const port = Number(/on UDP port (\d+)/.exec(String(line))?.[1])
  if (!port) throw new Error(`The simulated printers did not start: no UDP port in ${ports} is free on their addresses.`)
  return { child, port }
}

async function startSampleAgent(
  services: Services,
  state: State,
  i: number,
  agent: (typeof SAMPLE_AGENTS)[number],
  serverUrl: string,
  dataDir: string,
) {
  const folder = path.join(dataDir, 'agents', String(i + 1))
  const args = ['src/agent/main.ts', 'run', '--server', serverUrl, '--data', folder]
  if ('version' in agent) args.push('--report-version', agent.version)
  if (!fs.existsSync(folder)) {
    const { scope } = await asPerson(services.db, SAMPLE_PEOPLE.fleetAdministrator, state.sample[agent.child], 'manage the fleet')
    args.push('--code', (await createActivationCode(services.db, scope, state.agentIds[i]!)).code)
  }
  fs.mkdirSync(path.dirname(folder), { recursive: true })
  const log = fs.openSync(path.join(dataDir, `agent-${i + 1}.log`), 'a')
  return spawn(process.execPath, [...process.execArgv, ...args], { cwd: ROOT, stdio: ['ignore', log, log] })
}

async function end(child: ChildProcess) {
  if (child.exitCode !== null || child.signalCode !== null) return
  child.kill('SIGTERM')
  await once(child, 'exit')
}

/** Gives the entitled child's printers their contacts, and takes part of them into the program; the rest stays in the other states. */
async function populate(services: Services, sample: Sample) {
  const { db } = services
  const { scope } = await asPerson(db, SAMPLE_PEOPLE.fleetAdministrator, sample.entitled, 'manage the fleet')
  const expected = SAMPLE_PRINTERS.filter((printer) => printer.site === 'a' && !printer.behaviour).length
  await until(async () => (await countRead(services, sample.entitled)) >= expected * 0.97, 90)
  const chosen = await choosePrinters(services, sample.entitled)
  const { items: contacts } = await inScope(db, scope, (tx) => listContacts(tx, scope, { sort: 'name', direction: 'asc', limit: 2 }))
  for (const [i, contact] of contacts.entries()) {
    const half = chosen.withContact.filter((_, n) => n % contacts.length === i)
    const selection = await selectPrinters(db, scope, { printerIds: half })
    await finished(
      services,
      sample.entitled,
      (await startAssignment(db, scope, { selectionId: selection.id, contactId: contact.id }, undefined)).taskId,
    )
  }
  const terms = (await inScope(db, scope, findTerms))!
  const selection = await selectPrinters(db, scope, { printerIds: chosen.added })
  const request = { selectionId: selection.id, termsAccepted: true, termsVersion: terms.version, termsHash: terms.hash }
  await finished(services, sample.entitled, (await startAddition(db, scope, request, undefined)).taskId)
  const operator = await asPerson(db, SAMPLE_PEOPLE.operations, sample.provider, 'operate the program')
  const printers = chosen.accepted.map((printerId) => ({ organizationId: sample.entitled, printerId }))
  await decideRequests(db, operator.scope, { decision: 'accept', printers })
}

async function countRead({ db }: Services, organizationId: string): Promise<number> {
  const { scope } = await asPerson(db, SAMPLE_PEOPLE.fleetAdministrator, organizationId, 'read the fleet')
  const row = await inScope(db, scope, (tx) =>
    firstRow(tx, sql<{ n: number }>`select count(*)::int as n from printer_readings where organization_id = ${organizationId}`),
  )
  return row!.n
}

/** Which printers get a contact, are added, are accepted; enough are left for each of the nine lines. */
async function choosePrinters({ db }: Services, organizationId: string) {
  const { scope } = await asPerson(db, SAMPLE_PEOPLE.fleetAdministrator, organizationId, 'read the fleet')
  const found = await inScope(db, scope, (tx) =>
    rows(
      tx,
      sql<{
        id: string
        address: string
      }>`select id, address from printers where organization_id = ${organizationId} and registration = 'enrolled' order by ip_address`,
    ),
  )
  const idOf = new Map(found.map((printer) => [printer.address, printer.id]))
  const group = (name: string) =>
    SAMPLE_PRINTERS.filter((p) => p.site === 'a' && p.group === name).flatMap((p) => idOf.get(p.address) ?? [])
  const healthy = group('healthy')
  const special = ['not-in-catalogue', 'high-page-count', 'no-page-count', 'old-agent-block'].flatMap(group)
  // Of the healthy ones, every tenth has no contact yet, and a further quarter is eligible but not yet added.
  const withContact = healthy.filter((_, i) => i % 10 !== 9)
  const added = withContact.filter((_, i) => i % 4 !== 3)
  return { withContact: [...withContact, ...special], added, accepted: added.filter((_, i) => i % 8 !== 7) }
}

async function finished({ db }: Services, organizationId: string, taskId: string) {
  const { scope } = await asPerson(db, SAMPLE_PEOPLE.fleetAdministrator, organizationId, 'read the fleet')
  await until(async () => (await inScope(db, scope, (tx) => findTask(tx, scope, taskId)))?.status !== 'running', 30)
}

async function until(holds: () => Promise<boolean>, seconds: number) {
  const last = Date.now() + seconds * 1000
  while (!(await holds())) {
    if (Date.now() > last) throw new Error('The sample was not ready in time.')
    await wait(200)
  }
}
