import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import { createApiKey } from '../../src/features/accounts/api-keys.command.ts'
import { createGroup } from '../../src/features/accounts/groups.command.ts'
import { inviteAdministrator, invitePerson } from '../../src/features/accounts/people.command.ts'
import type { Role } from '../../src/features/accounts/roles.ts'
import { completeSetup, renewSetupCode } from '../../src/features/accounts/setup.command.ts'
import type { AlertReading, PrinterReading, SupplyReading } from '../../src/features/agent-protocol/agent-protocol.api.ts'
import type { ContactForm } from '../../src/features/contacts/contact-form.ts'
import { createOrganization } from '../../src/features/organizations/change-organizations.command.ts'
import { changeOffering, publishTerms, putSupportedModel } from '../../src/features/program/change-offering.command.ts'
import type { SettingsForm } from '../../src/features/settings/settings.api.ts'
import { asPerson, samplePerson } from '../../src/sample/create-sample.ts'
import type { Client, TestServer } from './server.ts'

export const PASSWORD = 'a password for tests'

/** Who is at hand in every test: an API client for each role. Only the provider's administrator has a password. */
export interface Cast {
  provider: string
  partner: string
  child: string
  /** a child of another partner, with a fleet administrator of its own */
  neighbour: string
  providerAdministrator: Client
  operator: Client
  offerManager: Client
  organizationAdministrator: Client
  userAdministrator: Client
  partnerAdministrator: Client
  fleetAdministrator: Client
  fleetViewer: Client
  stranger: Client
  keys: Record<string, string>
}

const email = (name: string) => `${name}@example.com`

/** Builds provider, partner, two children of different partners and one person per role, through the product's own commands. */
export async function makeCast(server: TestServer): Promise<Cast> {
  const { db } = server.services
  const code = (await renewSetupCode(db))!
  const setup = { code, providerName: 'Lexmark', name: 'Provider Administrator', email: email('provider'), password: PASSWORD }
  const { organizationId: provider } = await completeSetup(db, setup)
  await person(server, provider, 'provider', 'operator', ['customer-operations-specialist'])
  await person(server, provider, 'provider', 'offers', ['mps-offer-manager'])
  const mine = await makePartner(server, provider, 'partner')
  const theirs = await makePartner(server, provider, 'neighbour')
  const key = (name: string) => keyOf(server, email(name))
  const names = [
    'provider',
    'operator',
    'offers',
    'partner',
    'partner-users',
    'partner-owner',
    'partner-fleet',
    'partner-viewer',
    'neighbour-fleet',
  ]
  const keys = Object.fromEntries(await Promise.all(names.map(async (name) => [name, await key(name)] as const)))
  const client = (name: string) => server.as(keys[name])
  return {
    provider,
    partner: mine.partner,
    child: mine.child,
    neighbour: theirs.child,
    providerAdministrator: client('provider'),
    operator: client('operator'),
    offerManager: client('offers'),
    organizationAdministrator: client('partner'),
    userAdministrator: client('partner-users'),
    partnerAdministrator: client('partner-owner'),
    fleetAdministrator: client('partner-fleet'),
    fleetViewer: client('partner-viewer'),
    stranger: client('neighbour-fleet'),
    keys,
  }
}

async function person(server: TestServer, organizationId: string, by: string, name: string, roles: Role[]): Promise<string> {
  const { db } = server.services
  const { scope, access } = await asPerson(db, { email: email(by) }, organizationId, 'manage people')
  const { person } = await invitePerson(db, scope, access, access.kind, { name, email: email(name), roles })
  await openAccount(server, person)
  return person.id
}

/** An account without a password: its person acts by API keys alone. */
export async function openAccount({ services: { db } }: TestServer, { id, name, email }: { id: string; name: string; email: string }) {
  await sql`insert into auth."user" (id, name, email) values (${id}, ${name}, ${email})`.execute(db)
}

async function makePartner(server: TestServer, provider: string, name: string) {
  const { db } = server.services
  const at = await asPerson(db, { email: email('provider') }, provider, 'manage partners')
  const partner = (await createOrganization(db, at.scope, at.access, `The ${name}`)).id
  await openAccount(server, (await inviteAdministrator(db, at.scope, at.access, partner, { name, email: email(name) })).person)
  await person(server, partner, name, `${name}-users`, ['user-administrator'])
  const groups: [string, Role[]][] = [
    ['owner', ['partner-administrator']],
    ['fleet', ['fleet-management-administrator']],
    ['viewer', ['fleet-management-viewer']],
  ]
  const own = await asPerson(db, { email: email(name) }, partner, 'manage people')
  for (const [group, roles] of groups) {
    const member = await person(server, partner, name, `${name}-${group}`, [])
    await createGroup(db, own.scope, own.access, { name: group, kind: 'access', roles, memberIds: [member] })
  }
  const owner = await asPerson(db, { email: email(`${name}-owner`) }, partner, 'manage child organizations')
  return { partner, child: (await createOrganization(db, owner.scope, owner.access, `Child of the ${name}`)).id }
}

/** An API key of a person, also of one who has not yet accepted the invitation. */
export async function keyOf({ services: { db } }: TestServer, address: string): Promise<string> {
  return (await createApiKey(db, await samplePerson(db, { email: address }), { name: 'test', expiresInDays: null })).key
}

/** An offering in force: one supported model, limit 1,000,000 pages, required agent 1.0.0, terms published. */
export async function makeOffering({ services: { db } }: TestServer, { provider }: Cast) {
  const { scope } = await asPerson(db, { email: email('offers') }, provider, 'manage the offering')
  await changeOffering(db, scope, { requiredAgentVersion: '1.0.0', lifetimePageCountLimit: 1_000_000 })
  await putSupportedModel(db, scope, { manufacturer: 'Acme', model: 'Press 100', lifetimePageCountLimit: null })
  return publishTerms(db, scope, { title: 'Terms', text: 'What holds between us.' })
}

export const contactForm = (change: Partial<Record<keyof ContactForm, string | null>> = {}) => ({
  firstName: 'Ada',
  lastName: 'Berg',
  businessName: 'Berg & Co',
  email: 'ada@example.com',
  countryCode: '1',
  phoneNumber: '202 555 0123',
  addressLine1: '1 Main Street',
  addressLine2: null,
  city: 'Springfield',
  state: 'IL',
  postalCode: '62701',
  country: 'US',
  ...change,
})

/** A reading of a sound printer; what a test is about is changed. */
export function reading(change: Partial<PrinterReading> = {}): PrinterReading {
  return {
    manufacturer: 'Acme',
    model: 'Press 100',
    serialNumber: 'AC100200',
    macAddress: null,
    hostName: 'press',
    location: 'Hall',
    firmware: '1.2',
    description: 'Acme Press 100',
    lifetimePageCount: 1234,
    lifetimePageCountUnit: 'impressions',
    lifetimePageCountSource: '1.3.6.1.2.1.43.10.2.1.4.1.1',
    monoPageCount: null,
    colorPageCount: null,
    supplies: [supply()],
    deviceStatus: 'running',
    printerStatus: 'idle',
    errorState: [],
    statusText: 'Ready',
    alerts: [] satisfies AlertReading[],
    ...change,
  }
}

export function supply(change: Partial<SupplyReading> = {}): SupplyReading {
  return {
    index: '1.1',
    name: 'Black toner',
    kind: 'toner',
    class: 'consumed',
    color: 'black',
    part: null,
    serialNumber: null,
    unit: 'percent',
    capacity: 100,
    level: 80,
    state: 'level',
    percent: 80,
    step: null,
    source: '1.3.6.1.2.1.43.11.1.1.9.1.1',
    ...change,
  }
}

/** An activated agent, spoken to as the agents' protocol has it. */
export interface TestAgent {
  id: string
  credential: string
  client: Client
  /** delivers readings by address, in one report */
  deliver(readings: Record<string, PrinterReading>): Promise<void>
}

export async function makeAgent(
  server: TestServer,
  by: Client,
  organizationId: string,
  change: { name?: string; version?: string; covers?: string[] } = {},
): Promise<TestAgent> {
  const name = change.name ?? `agent ${randomUUID().slice(0, 8)}`
  const profile = { name: `of ${name}`, version: 'v2c', community: 'public', port: 161, timeoutMilliseconds: 500, retries: 1 } as const
  const { id: profileId } = await by.agents.createProfile({ organizationId, profile })
  const include = (change.covers ?? ['0.0.0.0-255.255.255.255']).map((entry) => ({ entry, profileId }))
  const agent = await by.agents.create({ organizationId, name, include, exclude: [] })
  const { code } = await by.agents.createActivationCode({ organizationId, agentId: agent.id })
  const { credential } = await server.as().agentProtocol.activate({ code, version: change.version ?? '1.0.0', hostName: 'test' })
  const client = server.as(credential)
  let sequence = 0
  return {
    id: agent.id,
    credential,
    client,
    deliver: async (readings) => {
      const at = new Date().toISOString()
      const items = Object.entries(readings).map(([address, reported]) => ({
        sequence: ++sequence,
        kind: 'reading',
        address,
        at,
        reading: reported,
      }))
      const { setAside } = await client.agentProtocol.report({ items, compares: true })
      if (setAside.length > 0) throw new Error(JSON.stringify(setAside))
    },
  }
}

/** Changes some of the provider's settings; gives what they were. */
export async function changeSettings({ provider, providerAdministrator }: Cast, change: Partial<SettingsForm>): Promise<SettingsForm> {
  const { version, ...before } = await providerAdministrator.settings.get({ organizationId: provider })
  await providerAdministrator.settings.update({ organizationId: provider, version, settings: { ...before, ...change } })
  return before
}

/** Waits until a task has ended, by its server-sent events. */
export async function ended(client: Client, organizationId: string, taskId: string) {
  for await (const task of await client.tasks.watch({ organizationId, taskId })) if (task.status !== 'running') return task
  throw new Error('the stream ended before the task')
}

/** Waits until a task has ended; gives it with its outcomes by printer. */
export async function outcomesOfTask(client: Client, organizationId: string, taskId: string) {
  const task = await ended(client, organizationId, taskId)
  const { items } = await client.tasks.listOutcomes({ organizationId, taskId, limit: 200 })
  return { task, outcomes: new Map(items.map((item) => [item.printerId, item])) }
}

/** Ids of the printers of an organization by serial number. */
export async function printersBySerial(client: Client, organizationId: string): Promise<Record<string, string>> {
  const found: Record<string, string> = {}
  for (let cursor: string | null | undefined; cursor !== null; ) {
    const page = await client.printers.list({ organizationId, limit: 200, ...(cursor && { cursor }) })
    for (const { serialNumber, ipAddress, id } of page.items) found[serialNumber ?? ipAddress ?? ''] = id
    cursor = page.nextCursor
  }
  return found
}

/** Rows of the database as its owner sees them, past every policy: to see what really stands there. */
export async function asOwner(server: TestServer, statement: string, values: unknown[] = []): Promise<Record<string, unknown>[]> {
  const { default: pg } = await import('pg')
  const client = new pg.Client({ connectionString: server.database.url })
  await client.connect()
  try {
    return (await client.query(statement, values)).rows
  } finally {
    await client.end()
  }
}
