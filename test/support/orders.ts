import type { PrinterReading, SupplyReading } from '../../src/features/agent-protocol/agent-protocol.api.ts'
import { insertOrders } from '../../src/features/orders/orders.store.ts'
import type { CartridgeForm } from '../../src/features/supplies/catalogue/cartridge-form.ts'
import { inScope } from '../../src/platform/db/database.ts'
import { makeScope } from '../../src/platform/make-scope.ts'
import { systemActor } from '../../src/platform/scope.ts'
import { type Cast, contactForm, ended, makeAgent, makeOffering, printersBySerial, reading, supply, type TestAgent } from './make.ts'
import type { TestServer } from './server.ts'

export const DAY = 86_400_000

/** A cartridge of the catalogue that fits the printers of the tests. */
export const cartridge = (change: Partial<CartridgeForm> = {}): CartridgeForm => ({
  manufacturer: 'Acme',
  part: 'AC-100',
  name: 'Black toner',
  kind: 'toner',
  color: 'black',
  yieldPages: 5000,
  yieldBasis: 'iso-19752',
  yieldClass: 'standard',
  family: 'AC-100',
  priceCents: 8900,
  currency: 'EUR',
  weightGrams: 900,
  orderable: true,
  models: [{ manufacturer: 'Acme', model: 'Press 100' }],
  ...change,
})

/** What a printer reports: levels by supply, pages, and what else a test is about. */
export interface Reported {
  serial: string
  percent: number | null
  pages: number
  at: Date
  supply?: Partial<SupplyReading>
  reading?: Partial<PrinterReading>
}

export interface SupplyFleet {
  agent: TestAgent
  ids: Record<string, string>
  contactId: string
  /** delivers readings, each at its time */
  deliver(list: Reported[]): Promise<void>
}

/** Managed printers at one address, each read once: black toner at 80 % and 1,000 pages. */
export async function makeSupplyFleet(
  server: TestServer,
  cast: Cast,
  serials: string[],
  { at, country = {} }: { at: Date; country?: Parameters<typeof contactForm>[0] },
): Promise<SupplyFleet> {
  const fleet = cast.fleetAdministrator
  const here = { organizationId: cast.child }
  const terms = await makeOffering(server, cast)
  await cast.partnerAdministrator.entitlements.grant(here).catch(() => {})
  const agent = await makeAgent(server, fleet, cast.child)
  let sequence = 0
  const deliver = async (list: Reported[]) => {
    for (let i = 0; i < list.length; i += 500) {
      const items = list.slice(i, i + 500).map((reported) => ({
        sequence: ++sequence,
        kind: 'reading',
        address: addressOf(reported.serial),
        at: reported.at.toISOString(),
        reading: readingOf(reported),
      }))
      const { setAside } = await agent.client.agentProtocol.report({ items })
      if (setAside.length > 0) throw new Error(JSON.stringify(setAside))
    }
  }
  await deliver(serials.map((serial) => ({ serial, percent: 80, pages: 1000, at })))
  const ids = await printersBySerial(fleet, cast.child)
  const { id: selectionId } = await fleet.printers.select({ ...here, printerIds: serials.map((serial) => ids[serial]!) })
  const assignment = await fleet.contacts.assign({ params: here, headers: {}, body: { selectionId, contact: contactForm(country) } })
  await ended(fleet, cast.child, assignment.taskId)
  const body = { selectionId, termsAccepted: true, termsVersion: terms.version, termsHash: terms.hash }
  const { taskId } = await fleet.program.add({ params: here, headers: {}, body })
  await ended(fleet, cast.child, taskId)
  const printers = serials.map((serial) => ({ organizationId: cast.child, printerId: ids[serial]! }))
  await cast.operator.program.decide({ organizationId: cast.provider, decision: 'accept', printers })
  const { items } = await fleet.contacts.list(here)
  return { agent, ids, contactId: items[0]!.id, deliver }
}

const addressOf = (serial: string) => `10.9.${Number.parseInt(serial.slice(-4), 10) >> 8}.${Number.parseInt(serial.slice(-4), 10) & 255}`

const readingOf = ({ serial, percent, pages, supply: change = {}, reading: more = {} }: Reported) =>
  reading({
    serialNumber: serial,
    lifetimePageCount: pages,
    supplies: [supply({ percent, level: percent, state: percent === null ? 'some-left' : 'level', ...change })],
    ...more,
  })

/** Orders a black cartridge for a printer, as the morning's job does where one is due. */
export async function orderCartridge(
  server: TestServer,
  cast: Cast,
  fleet: SupplyFleet,
  serial: string,
): Promise<{ orderId: string; lineId: string }> {
  const { db } = server.services
  const scope = makeScope({ organizationId: cast.provider, reach: 'provider', actor: systemActor('test') })
  const line = {
    organizationId: cast.child,
    contactId: fleet.contactId,
    printerId: fleet.ids[serial]!,
    serialNumber: serial,
    supply: '1.1',
    need: 1,
    state: 'ordered' as const,
    approval: 'nobody' as const,
    hold: null,
    name: 'Black toner',
    kind: 'toner',
    color: 'black',
    family: 'Acme AC-100',
    cartridgeId: null,
    manufacturer: 'Acme',
    part: 'AC-100',
    priceCents: 8900,
    currency: 'EUR',
    reason: 'About 9% left.',
    rule: 'Default',
    express: false,
    pages: 1000,
    expectedOn: null,
  }
  const [made] = await inScope(db, scope, (tx) => insertOrders(tx, [line], { kind: 'rule', name: 'Morning' }))
  return { orderId: made!.orderId, lineId: made!.lineId }
}
