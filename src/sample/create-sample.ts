import { sql } from 'kysely'
import { type Caller, checkAccess } from '../features/accounts/access.queries.ts'
import { createGroup } from '../features/accounts/groups.command.ts'
import { acceptInvitation, inviteAdministrator, invitePerson } from '../features/accounts/people.command.ts'
import type { Permission } from '../features/accounts/roles.ts'
import { completeSetup, renewSetupCode } from '../features/accounts/setup.command.ts'
import { createAgent } from '../features/agents/manage-agents.command.ts'
import { createProfile } from '../features/agents/snmp-profiles/manage-profiles.command.ts'
import { createContact } from '../features/contacts/manage-contacts.command.ts'
import { grantEntitlement } from '../features/entitlements/entitle.command.ts'
import type { Services } from '../features/entry-points.routes.ts'
import { createOrganization } from '../features/organizations/change-organizations.command.ts'
import { changeOffering, publishTerms, putSupportedModel } from '../features/program/change-offering.command.ts'
import { addCartridges } from '../features/supplies/catalogue/change-catalogue.command.ts'
import { type Db, firstRow } from '../platform/db/database.ts'
import { SAMPLE_CATALOGUE, SAMPLE_COMMUNITY, SAMPLE_DISCOVERY } from '../simulator/fleets/sample.ts'
import { SAMPLE_CARTRIDGES } from './sample-cartridges.ts'
import { SAMPLE_ACCESS_GROUPS, SAMPLE_CONTACTS, SAMPLE_ORGANIZATIONS, SAMPLE_PASSWORD, SAMPLE_PEOPLE, SAMPLE_TERMS } from './sample-data.ts'

export interface Sample {
  provider: string
  partner: string
  /** a child that is entitled, with a fleet in every state */
  entitled: string
  /** a child with which the story begins */
  newcomer: string
}

/** Recognises one of the sample's people, as signing in would. */
export async function samplePerson(db: Db, { email }: { email: string }): Promise<Caller> {
  const person = await firstRow(
    db,
    sql<{ id: string; name: string; email: string }>`select id, name, email from auth."user" where email = ${email}`,
  )
  return { ...person!, expiresAt: null }
}

/** Does something as one of the sample's people, through the access check like anybody. */
export async function asPerson(db: Db, person: { email: string }, organizationId: string, permission: Permission) {
  return checkAccess(db, await samplePerson(db, person), organizationId, permission)
}

/** Creates the organizations, people and offering of the sample in an empty database, as those people would. */
export async function createSample({ db }: Services): Promise<Sample> {
  const { providerAdministrator, offerManager, partnerAdministrator } = SAMPLE_PEOPLE
  const code = await renewSetupCode(db)
  const setup = { code: code!, providerName: SAMPLE_ORGANIZATIONS.provider, password: SAMPLE_PASSWORD, ...providerAdministrator }
  const { organizationId: provider } = await completeSetup(db, setup)
  await invite(db, provider, providerAdministrator, ['operations', 'offerManager'])
  const partner = await createPartner(db, provider)
  await createOffering(db, provider, offerManager)
  const owner = await asPerson(db, partnerAdministrator, partner, 'manage child organizations')
  const entitled = (await createOrganization(db, owner.scope, owner.access, SAMPLE_ORGANIZATIONS.entitled)).id
  const newcomer = (await createOrganization(db, owner.scope, owner.access, SAMPLE_ORGANIZATIONS.newcomer)).id
  await grantEntitlement(db, (await asPerson(db, partnerAdministrator, entitled, 'entitle the organization')).scope)
  await sql`select mark_sample()`.execute(db)
  return { provider, partner, entitled, newcomer }
}

async function invite(db: Db, organizationId: string, by: { email: string }, people: (keyof typeof SAMPLE_PEOPLE)[]) {
  const { scope, access } = await asPerson(db, by, organizationId, 'manage people')
  const ids: Record<string, string> = {}
  for (const key of people) {
    const { name, email, roles } = SAMPLE_PEOPLE[key]
    const { person, invitation } = await invitePerson(db, scope, access, access.kind, { name, email, roles: [...roles] })
    await acceptInvitation(db, { token: invitation.token, password: SAMPLE_PASSWORD })
    ids[key] = person.id
  }
  return ids
}

async function createPartner(db: Db, provider: string): Promise<string> {
  const { providerAdministrator, organizationAdministrator } = SAMPLE_PEOPLE
  const { scope, access } = await asPerson(db, providerAdministrator, provider, 'manage partners')
  const partner = (await createOrganization(db, scope, access, SAMPLE_ORGANIZATIONS.partner)).id
  const { invitation } = await inviteAdministrator(db, scope, access, partner, organizationAdministrator)
  await acceptInvitation(db, { token: invitation.token, password: SAMPLE_PASSWORD })
  const members = ['userAdministrator', 'partnerAdministrator', 'fleetAdministrator', 'fleetViewer'] as const
  const ids = await invite(db, partner, organizationAdministrator, [...members])
  const own = await asPerson(db, organizationAdministrator, partner, 'manage people')
  for (const [name, roles] of Object.entries(SAMPLE_ACCESS_GROUPS)) {
    const memberIds = members
      .filter((key) => 'accessGroup' in SAMPLE_PEOPLE[key] && SAMPLE_PEOPLE[key].accessGroup === name)
      .map((key) => ids[key]!)
    await createGroup(db, own.scope, own.access, { name, kind: 'access', roles, memberIds })
  }
  return partner
}

async function createOffering(db: Db, provider: string, manager: { email: string }) {
  const { scope } = await asPerson(db, manager, provider, 'manage the offering')
  await changeOffering(db, scope, { requiredAgentVersion: '1.0.0', lifetimePageCountLimit: 1_000_000 })
  for (const { manufacturer, model, color } of SAMPLE_CATALOGUE)
    await putSupportedModel(db, scope, { manufacturer, model, lifetimePageCountLimit: color ? 2_500_000 : 2_000_000 })
  await publishTerms(db, scope, SAMPLE_TERMS)
  await addCartridges(db, scope, SAMPLE_CARTRIDGES)
}

/** The sample's agents: whom each works for, what it sweeps, and which version it states. */
export const SAMPLE_AGENTS = [
  { name: 'Headquarters', child: 'entitled', discovery: SAMPLE_DISCOVERY.siteA },
  { name: 'Annex, not upgraded', child: 'entitled', discovery: SAMPLE_DISCOVERY.oldAgentBlock, version: '0.9.4' },
  { name: 'Main building', child: 'newcomer', discovery: SAMPLE_DISCOVERY.siteB },
] as const

/** Creates the agents with their discovery criteria, and the contacts of the entitled child. */
export async function createSampleFleet({ db, sealer }: Services, sample: Sample, port: number): Promise<string[]> {
  const profiles: Record<string, string> = {}
  const ids: string[] = []
  for (const { name, child, discovery } of SAMPLE_AGENTS) {
    const { scope } = await asPerson(db, SAMPLE_PEOPLE.fleetAdministrator, sample[child], 'manage the fleet')
    const access = {
      name: 'Sample printers',
      version: 'v2c' as const,
      community: SAMPLE_COMMUNITY,
      port,
      timeoutMilliseconds: 1000,
      retries: 1,
    }
    const profileId = profiles[child] ?? (await createProfile(db, scope, sealer, access)).id
    profiles[child] = profileId
    const include = discovery.include.map((entry) => ({ entry, profileId }))
    const form = { name, description: 'Sample data: reads simulated printers.', include, exclude: [...discovery.exclude] }
    ids.push((await createAgent(db, scope, form)).id)
  }
  const { scope } = await asPerson(db, SAMPLE_PEOPLE.fleetAdministrator, sample.entitled, 'manage the fleet')
  for (const contact of SAMPLE_CONTACTS) await createContact(db, scope, contact)
  return ids
}
