import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  asOwner,
  type Cast,
  contactForm,
  ended,
  makeAgent,
  makeCast,
  makeOffering,
  reading,
  type TestAgent,
} from '../../../test/support/make.ts'
import { startTestServer, type TestServer } from '../../../test/support/server.ts'

let server: TestServer
let cast: Cast
let agent: TestAgent
let provider: { organizationId: string }
let here: { organizationId: string }
beforeAll(async () => {
  server = await startTestServer()
  cast = await makeCast(server)
  provider = { organizationId: cast.provider }
  here = { organizationId: cast.child }
  await makeOffering(server, cast)
  await cast.partnerAdministrator.entitlements.grant(here)
  agent = await makeAgent(server, cast.fleetAdministrator, cast.child)
})
afterAll(() => server.stop())

const fleet = () => cast.fleetAdministrator
const offers = () => cast.offerManager.program

/** Enrolls printers and brings them to the program, pending. */
async function hold(prefix: string, count: number) {
  const address = prefix.charCodeAt(0)
  const reported = Array.from({ length: count }, (_, i) => [`10.${address}.0.${i}`, reading({ serialNumber: `${prefix}${i}` })] as const)
  await agent.deliver(Object.fromEntries(reported))
  const { id: selectionId } = await fleet().printers.select({ ...here, filter: { search: prefix } })
  const assigned = await fleet().contacts.assign({
    params: here,
    headers: {},
    body: { selectionId, contact: contactForm({ lastName: prefix }) },
  })
  await ended(fleet(), cast.child, assigned.taskId)
  const terms = await fleet().program.getTerms(here)
  const body = { selectionId, termsAccepted: true, termsVersion: terms.version, termsHash: terms.hash }
  await ended(fleet(), cast.child, (await fleet().program.add({ params: here, headers: {}, body })).taskId)
  return assigned.contactId
}

describe('the catalogue of supported models', () => {
  it('knows a model in any case and spacing, changes its limit, and takes one with any sign in its name', async () => {
    for (const model of ['C8155/H', 'A?b#c', '100%', 'ö & ü', '..', 'a+b']) {
      const made = await offers().putSupportedModel({ ...provider, manufacturer: 'Bcme', model, lifetimePageCountLimit: 5 })
      expect(made).toMatchObject({ model, lifetimePageCountLimit: 5 })
      const again = await offers().putSupportedModel({
        ...provider,
        manufacturer: ' BCME ',
        model: model.toUpperCase(),
        lifetimePageCountLimit: null,
      })
      expect(again).toMatchObject({ id: made.id, lifetimePageCountLimit: null })
      await offers().deleteSupportedModel({ ...provider, id: made.id })
      await expect(offers().deleteSupportedModel({ ...provider, id: made.id })).rejects.toMatchObject({ code: 'not-found' })
    }
  })

  it('is read page by page, each model once, and searched', async () => {
    for (let i = 0; i < 9; i++)
      await offers().putSupportedModel({ ...provider, manufacturer: 'Ccme', model: `Paged ${i}`, lifetimePageCountLimit: null })
    const seen: string[] = []
    for (let cursor: string | undefined; ; ) {
      const page = await cast.operator.program.listSupportedModels({
        ...provider,
        search: 'ccme  PAGED',
        limit: 4,
        ...(cursor ? { cursor } : {}),
      })
      seen.push(...page.items.map(({ model }) => model))
      if (!page.nextCursor) break
      cursor = page.nextCursor
    }
    expect(seen).toEqual(Array.from({ length: 9 }, (_, i) => `Paged ${i}`))
  })

  it('is changed by the MPS Offer Manager alone [accounts/roles]', async () => {
    const model = { ...provider, manufacturer: 'Dcme', model: 'X', lifetimePageCountLimit: null }
    for (const client of [cast.operator, cast.providerAdministrator])
      await expect(client.program.putSupportedModel(model)).rejects.toMatchObject({ code: 'not-allowed' })
    await expect(cast.operator.program.changeOffering({ ...provider, automaticAcceptance: true })).rejects.toMatchObject({
      code: 'not-allowed',
    })
    await expect(fleet().program.putSupportedModel(model)).rejects.toMatchObject({ code: 'not-found' })
    await expect(offers().putSupportedModel({ ...model, lifetimePageCountLimit: 0 })).rejects.toMatchObject({ code: 'invalid-input' })
  })
})

describe('the offering', () => {
  it('changes what is stated and leaves the rest, with before and after on record', async () => {
    const before = await cast.operator.program.getOffering(provider)
    const after = await offers().changeOffering({ ...provider, requiredAgentVersion: '1.2.3' })
    expect(after).toEqual({
      requiredAgentVersion: '1.2.3',
      lifetimePageCountLimit: before.lifetimePageCountLimit,
      automaticAcceptance: false,
    })
    for (const bad of [{ requiredAgentVersion: '1.2' }, { lifetimePageCountLimit: -1 }, { lifetimePageCountLimit: 1.5 }])
      await expect(offers().changeOffering({ ...provider, ...bad })).rejects.toMatchObject({ code: 'invalid-input' })
    await offers().changeOffering({ ...provider, requiredAgentVersion: '1.0.0' })
    const trail = await cast.offerManager.audit.list({ ...provider, search: 'change offering' })
    expect(trail.items[1]).toMatchObject({ before: { requiredAgentVersion: '1.0.0' }, after: { requiredAgentVersion: '1.2.3' } })
  })

  it('does not let go of what is held: the provider sees what would refuse it today [program/held-stays-held]', async () => {
    await hold('HELD', 1)
    await offers().changeOffering({ ...provider, requiredAgentVersion: '9.0.0', lifetimePageCountLimit: 1000 })
    await offers().deleteSupportedModel({ ...provider, id: 'acme press 100' })
    const { items } = await cast.operator.program.listHeldPrinters({ ...provider, management: 'pending', search: 'held0' })
    expect(items[0]!.reasonsNow.map(({ status }) => status)).toEqual(['model-not-supported', 'page-count-exceeds', 'down-level-agent'])
    expect(items[0]).toMatchObject({ lifetimePageCountLimit: 1000, agentVersion: '1.0.0' })
    const accepted = await cast.operator.program.decide({
      ...provider,
      decision: 'accept',
      printers: [{ organizationId: cast.child, printerId: items[0]!.printerId }],
    })
    expect(accepted.done).toBe(1)
    await makeOffering(server, cast)
  })
})

describe('terms of service', () => {
  it('are published in versions that are kept and never changed; only the newest are accepted [program/terms-are-kept]', async () => {
    const old = await fleet().program.getTerms(here)
    const fresh = await offers().publishTerms({ ...provider, title: 'Terms', text: 'What holds from now on.' })
    expect(fresh.version).toBe(old.version + 1)
    expect(await fleet().program.getTerms(here)).toEqual(fresh)
    await agent.deliver({ '10.9.0.1': reading({ serialNumber: 'TERMS1' }) })
    const { id: selectionId } = await fleet().printers.select({ ...here, filter: { search: 'terms1' } })
    const body = { selectionId, termsAccepted: true, termsVersion: old.version, termsHash: old.hash }
    await expect(fleet().program.add({ params: here, headers: {}, body })).rejects.toMatchObject({ code: 'terms-changed' })
    expect(await asOwner(server, 'select text from terms_versions where version = $1', [old.version])).toEqual([{ text: old.text }])
    for (const statement of [`update terms_versions set title = 'x'`, 'delete from terms_versions'])
      await expect(asOwner(server, `set role mps_app; ${statement}`)).rejects.toMatchObject({ code: '42501' })
  })
})

describe('the queue of requests', () => {
  it('shows each once, page by page, also those of one moment, the oldest first', async () => {
    await hold('QUEUE', 13)
    const seen: string[] = []
    for (let cursor: string | undefined; ; ) {
      const page = await cast.operator.program.listHeldPrinters({
        ...provider,
        management: 'pending',
        search: 'QUEUE',
        limit: 5,
        ...(cursor ? { cursor } : {}),
      })
      expect(page.total).toBe(13)
      seen.push(...page.items.map(({ printerId }) => printerId))
      if (!page.nextCursor) break
      cursor = page.nextCursor
    }
    expect(new Set(seen).size).toBe(13)
    expect(seen).toHaveLength(13)
  })

  it('is decided by two at once without one waiting for ever, each request once [program/decisions]', async () => {
    const { items } = await cast.operator.program.listHeldPrinters({ ...provider, management: 'pending', search: 'QUEUE' })
    const printers = items.map(({ printerId }) => ({ organizationId: cast.child, printerId }))
    const [accepted, rejected, removed] = await Promise.all([
      cast.operator.program.decide({ ...provider, decision: 'accept', printers }),
      cast.offerManager.program.decide({ ...provider, decision: 'reject', reason: 'x', printers: printers.toReversed() }),
      cast.operator.program.remove({ ...provider, act: 'remove-from-program', reason: 'x', printers }),
    ])
    expect(accepted.done + rejected.done).toBeLessThanOrEqual(13)
    expect(rejected.done + removed.done).toBe(13)
    const odd = await cast.operator.program.decide({
      ...provider,
      decision: 'accept',
      printers: [...printers, { organizationId: cast.neighbour, printerId: printers[0]!.printerId }],
    })
    expect([odd.done, odd.outcomes.every(({ done }) => !done)]).toEqual([0, true])
  })
})

describe('a held printer', () => {
  it('changes its contact and never loses it [contacts/held-printers-keep-a-contact]', async () => {
    const former = await hold('CONTACT', 2)
    const { id: selectionId } = await fleet().printers.select({ ...here, filter: { search: 'CONTACT', management: ['pending'] } })
    await expect(fleet().contacts.remove({ ...here, contactId: former })).rejects.toMatchObject({ code: 'contact-in-use' })
    const { taskId, contactId } = await fleet().contacts.assign({
      params: here,
      headers: {},
      body: { selectionId, contact: contactForm({ lastName: 'Next' }) },
    })
    expect(await ended(fleet(), cast.child, taskId)).toMatchObject({ status: 'completed', done: 2 })
    await fleet().contacts.remove({ ...here, contactId: former })
    const { items } = await fleet().printers.list({ ...here, search: 'contact', management: ['pending'] })
    expect(items.map((printer) => printer.contactId)).toEqual([contactId, contactId])
  })
})
