import { afterAll, beforeAll, expect, it } from 'vitest'
import { renewSetupCode } from '../src/features/accounts/setup.command.ts'
import { contactForm, ended, PASSWORD, reading } from './support/make.ts'
import { type Client, startTestServer, type TestServer } from './support/server.ts'
import { signIn } from './support/sign-in.ts'

let server: TestServer
beforeAll(async () => {
  server = await startTestServer()
})
afterAll(() => server.stop())

const address = (name: string) => `${name}@example.com`

/** Accepts an invitation as the invited person does: chooses a password, signs in. */
async function accept({ invitation, person }: { invitation: { token: string }; person: { email: string } }): Promise<Client> {
  await server.as().accounts.invitations.accept({ token: invitation.token, password: PASSWORD })
  return (await signIn(server.url, person.email, PASSWORD)).client
}

it('is used to the end with nothing but what the server printed: from the setup code to a managed printer [accounts/first-administrator]', async () => {
  const code = (await renewSetupCode(server.services.db))!
  const first = { code, providerName: 'Lexmark', name: 'First', email: address('first'), password: PASSWORD }
  const { organizationId: provider } = await server.as().accounts.setup.complete(first)
  const { client: administrator } = await signIn(server.url, first.email, PASSWORD)

  const partner = await administrator.organizations.create({ organizationId: provider, name: 'A partner' })
  const invited = { organizationId: provider, childId: partner.id, name: 'Partner', email: address('partner') }
  const partnerAdministrator = await accept(await administrator.accounts.people.inviteAdministrator(invited))

  const inPartner = { organizationId: partner.id }
  const member = async (name: string, role: 'partner-administrator' | 'fleet-management-administrator') => {
    const made = await partnerAdministrator.accounts.people.invite({ ...inPartner, name, email: address(name), roles: [] })
    const group = { name, kind: 'access' as const, roles: [role], memberIds: [made.person.id] }
    await partnerAdministrator.accounts.groups.create({ ...inPartner, ...group })
    return accept(made)
  }
  const owner = await member('owner', 'partner-administrator')
  const fleet = await member('fleet', 'fleet-management-administrator')

  const child = await owner.organizations.create({ ...inPartner, name: 'A customer' })
  const here = { organizationId: child.id }
  await owner.entitlements.grant(here)

  const offers = { organizationId: provider, name: 'Offers', email: address('offers'), roles: ['mps-offer-manager' as const] }
  const offerManager = await accept(await administrator.accounts.people.invite(offers))
  const model = { manufacturer: 'Acme', model: 'Press 100', lifetimePageCountLimit: null }
  await offerManager.program.putSupportedModel({ organizationId: provider, ...model })
  const terms = await offerManager.program.publishTerms({ organizationId: provider, title: 'Terms', text: 'What holds.' })

  const profile = { name: 'public', version: 'v2c', community: 'public', port: 161, timeoutMilliseconds: 1000, retries: 1 } as const
  const { id: profileId } = await fleet.agents.createProfile({ ...here, profile })
  const criteria = { include: [{ entry: '10.0.0.0/24', profileId }], exclude: [] }
  const agent = await fleet.agents.create({ ...here, name: 'The agent', ...criteria })
  const activation = await fleet.agents.createActivationCode({ ...here, agentId: agent.id })
  const activated = await server.as().agentProtocol.activate({ code: activation.code, version: '1.0.0', hostName: 'host' })
  const items = [{ sequence: 1, kind: 'reading', address: '10.0.0.7', at: new Date().toISOString(), reading: reading() }]
  await server.as(activated.credential).agentProtocol.report({ items })
  const [printer] = (await fleet.printers.list(here)).items
  expect(printer).toMatchObject({ serialNumber: 'AC100200', registration: 'enrolled', communication: 'communicating' })

  const selection = await fleet.printers.select({ ...here, filter: {} })
  const assignment = { selectionId: selection.id, contact: contactForm() }
  const assigned = await fleet.contacts.assign({ params: here, headers: {}, body: assignment })
  expect(await ended(fleet, child.id, assigned.taskId)).toMatchObject({ status: 'completed', done: 1 })
  const accepted = await fleet.program.getTerms(here)
  expect(accepted).toEqual(terms)
  const addition = { selectionId: selection.id, termsAccepted: true, termsVersion: accepted.version, termsHash: accepted.hash }
  const added = await fleet.program.add({ params: here, headers: {}, body: addition })
  expect(await ended(fleet, child.id, added.taskId)).toMatchObject({ status: 'completed', done: 1 })
  expect((await fleet.printers.get({ ...here, printerId: printer!.id })).management).toBe('pending')

  const operations = { name: 'Operations', email: address('operations'), roles: ['customer-operations-specialist' as const] }
  const operator = await accept(await administrator.accounts.people.invite({ organizationId: provider, ...operations }))
  const { items: requests } = await operator.program.listHeldPrinters({ organizationId: provider, management: 'pending' })
  expect(requests).toMatchObject([{ organization: 'A customer', partner: 'A partner', serialNumber: 'AC100200', reasonsNow: [] }])
  const printers = [{ organizationId: child.id, printerId: printer!.id }]
  await operator.program.decide({ organizationId: provider, decision: 'accept', printers })
  expect((await fleet.printers.get({ ...here, printerId: printer!.id })).program).toMatchObject({
    management: 'managed',
    decidedBy: 'Operations',
  })

  const cards = await Promise.all([administrator, owner, fleet, operator].map((person) => person.organizations.dashboard({})))
  expect(cards.map((dashboard) => dashboard.cards.map(({ portal }) => portal))).toEqual([
    ['account-management'],
    ['account-management'],
    ['fleet-management'],
    ['operations'],
  ])
  const acts = (await owner.audit.list(here)).items.map((entry) => entry.act).reverse()
  expect(acts).toEqual([
    'Entitle',
    'Create SNMP profile',
    'Create agent',
    'Generate activation code',
    'Activate agent',
    'Create Contact',
    'Assign contact',
    'Assign contact: ended',
    'Add to MPS Express',
    'Add to MPS Express: ended',
    'Accept requests',
  ])
})
