import { describe, expect, it } from 'vitest'
import type { FittingCartridge } from '../../supplies/catalogue/cartridges.ts'
import { fleetOf } from '../../supplies/fleet.ts'
import { noStatistics } from '../../supplies/fleet-statistics.ts'
import { noLeadTimes } from '../../supplies/lead-times.ts'
import type { FollowedSupply } from '../../supplies/states/followed-supplies.ts'
import { firstState } from '../../supplies/supply-state.ts'
import { BUILT_IN_RULE, type KeptRule } from '../rules/order-rules.ts'
import { hasRunOut, newLine, whyHold } from './holds.ts'
import { planOrders } from './plan-orders.ts'
import type { PortionLine, PortionPrinter } from './portion.ts'

const TODAY = 20_516 // a Wednesday

const followed = (percent: number, change: Partial<FollowedSupply> = {}): FollowedSupply => {
  const facts = { part: 'AC', model: 'Acme Press 100', step: null, yieldPages: 5000 }
  const state = firstState(facts, { day: TODAY - 0.2, percent, someLeft: false, low: false, pages: 20_000 })
  return {
    key: '1.1',
    name: 'Black toner',
    kind: 'toner',
    color: 'black',
    part: null,
    serial: null,
    step: null,
    family: 'AC',
    cartridgeId: 'AC-100',
    yieldPages: 5000,
    installs: 0,
    jumps: [],
    someLeft: false,
    state: { ...state, printed: 2000, weekdays: 40, fallen: 40, fallenPages: 2000 },
    ...change,
  }
}

const printer = (printerId: string, supply: FollowedSupply, change: Partial<PortionPrinter> = {}): PortionPrinter => ({
  organizationId: 'child',
  organization: 'Child',
  partnerId: 'partner',
  contactId: 'contact',
  contactVersion: 1,
  printerId,
  serialNumber: printerId,
  manufacturer: 'Acme',
  model: 'Press 100',
  modelKey: 'acme press 100',
  followed: { zone: 'UTC', model: 'Acme Press 100', supplies: [supply] },
  lastReadAt: null,
  errorState: [],
  bounced: null,
  ...change,
})

const line = (printerId: string, change: Partial<PortionLine> = {}): PortionLine => ({
  organizationId: 'child',
  contactId: 'contact',
  printerId,
  supply: '1.1',
  need: 1,
  family: 'AC',
  state: 'ordered',
  ...change,
})

const cartridge: FittingCartridge = {
  id: 'AC-100',
  manufacturer: 'Acme',
  part: 'AC-100',
  name: '',
  kind: 'toner',
  color: 'black',
  yieldPages: 5000,
  yieldClass: 'standard',
  family: 'AC',
  priceCents: 9000,
  currency: 'EUR',
  orderable: true,
}
const fitting = new Map([['Acme Press 100', [cartridge]]])
const RULE: KeptRule = {
  ...BUILT_IN_RULE,
  riskPercent: 2,
  alongWorkingDays: 0,
  id: 'rule',
  target: { organizationId: null, contactId: null, modelKey: null, kind: null, color: null },
}
const facts = (rules: KeptRule[] = [RULE]) => ({
  today: TODAY,
  holidays: new Set<number>(),
  rules,
  fleet: fleetOf(noStatistics()),
  leadTimes: noLeadTimes(),
  fitting,
})
const plan = (printers: PortionPrinter[], lines: PortionLine[] = [], spares: { family: string; spares: number }[] = []) =>
  planOrders({ printers, lines, spares: spares.map((one) => ({ organizationId: 'child', contactId: 'contact', ...one })) }, facts())
const wantedOf = (...args: Parameters<typeof plan>) => plan(...args).wanted.map((one) => `${one.printer.printerId} ${one.need}`)

describe('the morning of an address', () => {
  it('orders for what is due and says why; what is plenty waits [orders/every-decision-has-its-reason]', () => {
    const { wanted, outlooks } = plan([printer('low', followed(2)), printer('full', followed(90))])
    expect(wanted.map((one) => one.printer.printerId)).toEqual(['low'])
    expect(wanted[0]!.sentence).toMatch(
      /^About 2 % left, 50 pages a working day: waiting until the next working day risks [\d.]+ %, the limit is 2 %\.$/,
    )
    expect(outlooks.map(({ supplies }) => supplies[0]!.decision)).toEqual(['order', 'wait'])
    expect(outlooks[1]!.supplies[0]!.dueOn).toMatch(/^2026-/)
  })

  it('orders nothing that is on its way or on the shelf, counted or delivered [orders/neediest-first]', () => {
    expect(wantedOf([printer('low', followed(2))], [line('low')])).toEqual([])
    expect(wantedOf([printer('low', followed(2))], [line('low', { state: 'delivered' })])).toEqual([])
    expect(wantedOf([printer('low', followed(2))], [], [{ family: 'AC', spares: 1 }])).toEqual([])
    expect(wantedOf([printer('low', followed(2))], [], [{ family: 'OTHER', spares: 1 }])).toEqual(['low 1'])
  })

  it('covers the neediest first: a cartridge that was ordered for another is its, and the new one is the other’s [orders/neediest-first]', () => {
    const printers = [printer('neediest', followed(1)), printer('ordered', followed(3))]
    expect(wantedOf(printers, [line('ordered')])).toEqual(['neediest 1'])
    const full = printer('full', followed(95, { installs: 1 }))
    expect(wantedOf([full, ...printers], [line('ordered')])).toEqual(['neediest 1'])
    expect(plan(printers, [line('ordered')]).outlooks[0]!.supplies[0]!.decision).toBe('covered')
  })

  it('counts the need on from the cartridges that were put in', () => {
    expect(wantedOf([printer('low', followed(2, { installs: 4 }))])).toEqual(['low 5'])
  })
})

describe('a line', () => {
  const wanted = (supply: FollowedSupply, change: Partial<PortionPrinter> = {}) => ({
    printer: printer('p', supply, change),
    supply,
    need: 1,
    rule: BUILT_IN_RULE,
    sentence: 'Why.',
    expectedOn: '2026-03-06',
  })
  const month = { cartridges: new Map([['p', 1]]), cents: new Map([['child', 20_000]]) }
  const holdFacts = { today: TODAY, ordered: new Map(), month: { cartridges: new Map(), cents: new Map() }, fitting }

  it('is ordered at once where nothing is odd and nobody approves', () => {
    expect(newLine(wanted(followed(2)), holdFacts)).toMatchObject({
      state: 'ordered',
      hold: null,
      part: 'AC-100',
      reason: 'Why.',
      express: false,
    })
    expect(newLine({ ...wanted(followed(2)), rule: { ...BUILT_IN_RULE, approval: 'partner' } }, holdFacts).state).toBe('proposed')
  })

  it.each([
    ['address-bounced', wanted(followed(2), { bounced: 'No such street.' }), holdFacts],
    ['not-in-catalogue', wanted(followed(2, { cartridgeId: null, part: 'XX' })), holdFacts],
    ['not-read', wanted(followed(2, { state: { ...followed(2).state, day: TODAY - 8 } })), holdFacts],
    ['level-jumped', wanted(followed(2, { jumps: [TODAY - 3, TODAY - 1] })), holdFacts],
    ['pages-implausible', wanted(followed(2, { state: { ...followed(2).state, fallen: 60, fallenPages: 100 } })), holdFacts],
    ['too-many', wanted(followed(2)), { ...holdFacts, ordered: new Map([['p 1.1', { cartridges: 3, pages: 19_000 }]]) }],
    ['over-limit', { ...wanted(followed(2)), rule: { ...BUILT_IN_RULE, monthCartridges: 1 } }, { ...holdFacts, month }],
    ['over-limit', { ...wanted(followed(2)), rule: { ...BUILT_IN_RULE, monthCostCents: 25_000 } }, { ...holdFacts, month }],
  ])('is held with its reason: %s [orders/held-where-odd] [orders/limits]', (hold, line, given) => {
    expect(whyHold(line, given)?.hold).toBe(hold)
    expect(newLine(line, given)).toMatchObject({ state: 'held', hold, expectedOn: null })
  })

  it('is not held one step before: read six days ago, one jump, three cartridges for their pages, at the limit [orders/held-where-odd] [orders/limits]', () => {
    const sound = [
      wanted(followed(2, { state: { ...followed(2).state, day: TODAY - 6 } })),
      wanted(followed(2, { jumps: [TODAY - 15, TODAY - 1] })),
      { ...wanted(followed(2)), rule: { ...BUILT_IN_RULE, monthCartridges: 2, monthCostCents: 29_000 } },
    ]
    const ordered = new Map([['p 1.1', { cartridges: 3, pages: 12_500 }]])
    for (const one of sound)
      expect(
        whyHold(one, { ...holdFacts, ordered, month: { cartridges: new Map(month.cartridges), cents: new Map(month.cents) } }),
      ).toBeUndefined()
  })

  it('is express when the printer stands without toner; 0% alone is not empty [orders/run-out-goes-first]', () => {
    expect(hasRunOut(wanted(followed(0)))).toBe(false)
    expect(hasRunOut(wanted(followed(0), { errorState: ['noToner'] }))).toBe(true)
    expect(newLine(wanted(followed(0), { errorState: ['noToner'] }), holdFacts).express).toBe(true)
  })
})
