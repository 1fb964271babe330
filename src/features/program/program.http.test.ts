import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  asOwner,
  type Cast,
  contactForm,
  ended,
  makeAgent,
  makeCast,
  makeOffering,
  printersBySerial,
  reading,
  type TestAgent,
} from '../../../test/support/make.ts'
import { startTestServer, type TestServer } from '../../../test/support/server.ts'
import type { Terms } from './program.api.ts'

let server: TestServer
let cast: Cast
let terms: Terms
let agent: TestAgent
let here: { organizationId: string }

beforeAll(async () => {
  server = await startTestServer()
  cast = await makeCast(server)
  terms = await makeOffering(server, cast)
  here = { organizationId: cast.child }
  agent = await makeAgent(server, cast.fleetAdministrator, cast.child)
})
afterAll(() => server.stop())

const fleet = () => cast.fleetAdministrator

const addresses: string[] = []

/** Enrolls printers with these serial numbers, by readings of the agent, and gives their ids. */
async function enroll(serialNumbers: string[], change: Parameters<typeof reading>[0] = {}, by = agent): Promise<string[]> {
  for (const serialNumber of serialNumbers) if (!addresses.includes(serialNumber)) addresses.push(serialNumber)
  const address = (serialNumber: string) => `10.0.0.${addresses.indexOf(serialNumber) + 1}`
  await by.deliver(Object.fromEntries(serialNumbers.map((serialNumber) => [address(serialNumber), reading({ ...change, serialNumber })])))
  const ids = await printersBySerial(fleet(), cast.child)
  return serialNumbers.map((serialNumber) => ids[serialNumber]!)
}

async function assign(printerIds: string[], city = 'Springfield') {
  const selection = await fleet().printers.select({ ...here, printerIds })
  const { taskId, contactId } = await fleet().contacts.assign({
    params: here,
    headers: {},
    body: { selectionId: selection.id, contact: contactForm({ city, firstName: crypto.randomUUID() }) },
  })
  await ended(fleet(), cast.child, taskId)
  return contactId
}

async function add(printerIds: string[], change: Partial<{ termsAccepted: boolean; termsHash: string; key: string }> = {}) {
  const selection = await fleet().printers.select({ ...here, printerIds })
  return fleet().program.add({
    params: here,
    headers: { 'idempotency-key': change.key },
    body: {
      selectionId: selection.id,
      termsAccepted: change.termsAccepted ?? true,
      termsVersion: terms.version,
      termsHash: change.termsHash ?? terms.hash,
    },
  })
}

async function addAndWait(printerIds: string[]) {
  const { taskId } = await add(printerIds)
  const task = await ended(fleet(), cast.child, taskId)
  const { items } = await fleet().tasks.listOutcomes({ ...here, taskId })
  return { task, outcomes: Object.fromEntries(items.map((item) => [item.serialNumber ?? '', item])) }
}

const stateOf = async (printerId: string) => (await fleet().printers.get({ ...here, printerId })).program

describe('before the entitlement', () => {
  it('opens the report and shows what is missing, but refuses to add [program/entitled-first]', async () => {
    const ids = await enroll(['BEFORE1'])
    const selection = await fleet().printers.select({ ...here, printerIds: ids })
    const report = await fleet().program.checkEligibility({ ...here, selectionId: selection.id })
    expect(report.beforeYouBegin).toMatchObject({ entitled: false, contacts: 0, selectedWithoutContact: 1, printersEnrolled: 1 })
    await expect(add(ids)).rejects.toMatchObject({ code: 'not-entitled' })
  })
})

describe('adding', () => {
  beforeAll(() => cast.partnerAdministrator.entitlements.grant(here))

  it('counts every line of Printer Eligibility Status, and opens each to its printers [program/ineligible-reasons]', async () => {
    const [eligible] = await enroll(['LINE1'])
    const [contactless] = await enroll(['LINE2'])
    const [foreign] = await enroll(['LINE3'], { model: 'Press 999' })
    const [worn, uncounted] = [
      ...(await enroll(['LINE4'], { lifetimePageCount: 1_000_001 })),
      ...(await enroll(['LINE5'], { lifetimePageCount: null })),
    ]
    const [atLimit] = await enroll(['LINE6'], { lifetimePageCount: 1_000_000 })
    await assign([eligible, foreign, worn, uncounted, atLimit].map((id) => id!))
    const old = await makeAgent(server, fleet(), cast.child, { version: '0.9.9' })
    const [downLevel] = await enroll(['LINE7'], {}, old)
    await agent.deliver({ '10.9.9.9': reading({ serialNumber: '000000' }) })
    const failed = (await fleet().printers.list({ ...here, registration: ['failed'] })).items[0]!
    const printerIds = [eligible, contactless, foreign, worn, uncounted, atLimit, downLevel, failed.id].map((id) => id!)
    const selection = await fleet().printers.select({ ...here, printerIds })
    const report = await fleet().program.checkEligibility({ ...here, selectionId: selection.id })
    expect(report.lines.map(({ label, printers }) => [label, printers])).toEqual([
      ['Eligible', 2],
      ['Printer already managed', 0],
      ['Printer pending management', 0],
      ['Printer failed registration', 1],
      ['Model not supported', 1],
      ['Lifetime page count exceeds maximum allowed', 1],
      ['Lifetime page count missing', 1],
      ['No supplies delivery contact assigned', 2],
      ['Associated with down-level fleet agent', 0],
    ])
    const { items } = await fleet().program.listEligibility({ ...here, selectionId: selection.id, status: 'no-contact' })
    const both = items.find((item) => item.serialNumber === 'LINE7')!
    expect(both.reasons.map((reason) => reason.status)).toEqual(['no-contact', 'down-level-agent'])
    expect(both.reasons[1]!.evidence).toMatchObject({ value: '0.9.9', limit: '1.0.0' })
  })

  it('makes what is eligible pending, and refuses the rest with reason and evidence', async () => {
    const [good, worn] = [...(await enroll(['ADD1'])), ...(await enroll(['ADD2'], { lifetimePageCount: 2_000_000 }))]
    await assign([good!, worn!])
    const { task, outcomes } = await addAndWait([good!, worn!])
    expect(task).toMatchObject({ status: 'completed-with-errors', label: 'Add to MPS Express', done: 1, refused: 1 })
    expect(outcomes.ADD2).toMatchObject({ outcome: 'refused', reason: 'Lifetime page count exceeds maximum allowed' })
    expect(outcomes.ADD2!.details).toContain('found 2,000,000, limit 1,000,000')
    expect(await stateOf(good!)).toMatchObject({ management: 'pending', taskId: task.id })
    expect(await stateOf(worn!)).toMatchObject({ management: null })
  })

  it('assesses again under lock, when a printer is no longer eligible [program/assessed-again-under-lock]', async () => {
    const [id] = await enroll(['AGAIN1'])
    await assign([id!])
    const selection = await fleet().printers.select({ ...here, printerIds: [id!] })
    const report = await fleet().program.checkEligibility({ ...here, selectionId: selection.id })
    expect(report.lines[0]).toMatchObject({ status: 'eligible', printers: 1 })
    await enroll(['AGAIN1'], { lifetimePageCount: 5_000_000 })
    const { outcomes } = await addAndWait([id!])
    expect(outcomes.AGAIN1).toMatchObject({ outcome: 'refused' })
  })

  it('adds each printer once when two people add the same at the same moment [program/assessed-again-under-lock]', async () => {
    const ids = await enroll(Array.from({ length: 40 }, (_, i) => `TWO${i}`))
    await assign(ids)
    const runs = await Promise.all([addAndWait(ids), addAndWait([...ids].reverse())])
    expect(runs[0].task.done + runs[1].task.done).toBe(40)
    for (const { task, outcomes } of runs) {
      expect(task.done + task.refused).toBe(40)
      const refused = Object.values(outcomes).filter((outcome) => outcome.outcome === 'refused')
      expect(refused.every((outcome) => outcome.reason === 'Printer pending management')).toBe(true)
    }
    const rows = await asOwner(server, `select count(*)::int as n from program_memberships where printer_id = any ($1)`, [ids])
    expect(rows[0]).toEqual({ n: 40 })
  })

  it('takes the terms in force, and keeps who accepted which [program/terms-first]', async () => {
    const ids = await enroll(['TERMS1'])
    await assign(ids)
    await expect(add(ids, { termsAccepted: false })).rejects.toMatchObject({ code: 'terms-not-accepted' })
    await expect(add(ids, { termsHash: 'of other terms' })).rejects.toMatchObject({ code: 'terms-changed' })
    const { taskId } = await add(ids)
    await ended(fleet(), cast.child, taskId)
    const [kept] = await asOwner(
      server,
      `select u.email, terms_version, terms_hash from terms_acceptances join auth."user" u on u.id = person_id where task_id = $1`,
      [taskId],
    )
    expect(kept).toEqual({ email: 'partner-fleet@example.com', terms_version: terms.version, terms_hash: terms.hash })
  })

  it('does a repeated request once, and refuses another under the same key [tasks/idempotency]', async () => {
    const ids = await enroll(['KEY1'])
    await assign(ids)
    const selection = await fleet().printers.select({ ...here, printerIds: ids })
    const request = {
      params: here,
      headers: { 'idempotency-key': 'the same key' },
      body: { selectionId: selection.id, termsAccepted: true, termsVersion: terms.version, termsHash: terms.hash },
    }
    const answers = await Promise.all([fleet().program.add(request), fleet().program.add(request)])
    expect(answers[0]).toEqual(answers[1])
    await expect(add(ids, { key: 'the same key' })).rejects.toMatchObject({ code: 'key-reused' })
  })
})

describe('the provider', () => {
  const operator = () => cast.operator
  const provider = () => ({ organizationId: cast.provider })
  const held = (printerId: string) => ({ organizationId: cast.child, printerId })

  async function pending(serialNumber: string): Promise<string> {
    const [id] = await enroll([serialNumber])
    await assign([id!])
    await addAndWait([id!])
    return id!
  }

  it('sees pending requests of all customers with their evidence', async () => {
    await pending('QUEUE1')
    const { items } = await operator().program.listHeldPrinters({ ...provider(), management: 'pending', search: 'queue1' })
    expect(items).toHaveLength(1)
    expect(items[0]).toMatchObject({
      partner: 'The partner',
      lifetimePageCount: 1234,
      lifetimePageCountLimit: 1_000_000,
      agentVersion: '1.0.0',
      reasonsNow: [],
    })
  })

  it('accepts and rejects; the partner reads why [program/decisions]', async () => {
    const [yes, no] = [await pending('YES1'), await pending('NO1')]
    await operator().program.decide({ ...provider(), decision: 'accept', printers: [held(yes)] })
    expect(await stateOf(yes)).toMatchObject({ management: 'managed', decidedBy: 'operator' })
    await expect(operator().program.decide({ ...provider(), decision: 'reject', printers: [held(no)] })).rejects.toMatchObject({
      code: 'reason-missing',
    })
    await operator().program.decide({
      ...provider(),
      decision: 'reject',
      reason: 'The address is no delivery address.',
      printers: [held(no)],
    })
    expect(await stateOf(no)).toMatchObject({
      management: null,
      rejection: { act: 'Rejected', reason: 'The address is no delivery address.' },
    })
    const twice = await operator().program.decide({ ...provider(), decision: 'accept', printers: [held(yes), held(no)] })
    expect(twice.done).toBe(0)
  })

  it('removes, unenrolls and deletes held printers, each with a reason that is recorded [program/removal-by-the-provider]', async () => {
    const [removed, unenrolled, deleted] = [await pending('OUT1'), await pending('OUT2'), await pending('OUT3')]
    const remove = (act: 'remove-from-program' | 'unenroll' | 'delete', id: string) =>
      operator().program.remove({ ...provider(), act, reason: `because of ${act}`, printers: [held(id)] })
    await remove('remove-from-program', removed)
    await remove('unenroll', unenrolled)
    await remove('delete', deleted)
    expect(await stateOf(removed)).toMatchObject({ management: null, rejection: { act: 'Remove from program' } })
    await expect(stateOf(unenrolled)).rejects.toMatchObject({ code: 'not-found' })
    await expect(stateOf(deleted)).rejects.toMatchObject({ code: 'not-found' })
    const rows = await asOwner(server, 'select serial_number, registration from printers where serial_number = any ($1)', [
      ['OUT1', 'OUT2', 'OUT3'],
    ])
    expect(rows).toHaveLength(2)
    const trail = await cast.partnerAdministrator.audit.list({ ...here, search: 'because of' })
    expect(trail.items.map((entry) => [entry.act, entry.reason])).toEqual([
      ['Delete', 'because of delete'],
      ['Unenroll', 'because of unenroll'],
      ['Remove from program', 'because of remove-from-program'],
    ])
    expect(trail.intact).toBe(true)
  })

  it('is the only one who can: partner and customer are refused [program/no-way-back]', async () => {
    const id = await pending('STAY1')
    const refused = fleet().program.remove({ ...provider(), act: 'unenroll', reason: 'no', printers: [held(id)] })
    await expect(refused).rejects.toMatchObject({ code: 'not-found' })
  })

  it('accepts by rule, where the offering says so [program/automatic-acceptance]', async () => {
    await cast.offerManager.program.changeOffering({ ...provider(), automaticAcceptance: true })
    try {
      expect(await stateOf(await pending('AUTO1'))).toMatchObject({ management: 'managed', decidedBy: 'automatic acceptance' })
    } finally {
      await cast.offerManager.program.changeOffering({ ...provider(), automaticAcceptance: false })
    }
  })
})

describe('what holds a printer, in the database', () => {
  it('refuses to unenroll it, to take its contact, to take the entitlement, and to let its agent go [printers/held-printers-are-not-unenrolled] [contacts/held-printers-keep-a-contact] [agents/held-printers-keep-their-agent-in-the-database]', async () => {
    const [id] = await enroll(['HELD1'])
    const contactId = await assign([id!])
    await addAndWait([id!])
    const statement = (text: string, value: string = id!) => asOwner(server, text, [value])
    await expect(statement(`update printers set registration = 'unenrolled' where id = $1`)).rejects.toMatchObject({ code: '23001' })
    await expect(statement('delete from printers where id = $1')).rejects.toMatchObject({ code: '23503' })
    await expect(statement('delete from printer_contacts where printer_id = $1')).rejects.toMatchObject({ code: '23503' })
    await expect(statement('delete from contacts where id = $1', contactId)).rejects.toMatchObject({ code: '23503' })
    await expect(statement('delete from entitlements where organization_id = $1', cast.child)).rejects.toMatchObject({ code: '23001' })
    await expect(statement('update agents set deactivated_at = now() where id = $1', agent.id)).rejects.toMatchObject({ code: '23001' })
    await expect(statement('delete from agents where id = $1', agent.id)).rejects.toMatchObject({ code: '23001' })
  })
})
