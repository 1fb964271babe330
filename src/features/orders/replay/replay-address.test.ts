import { describe, expect, it } from 'vitest'
import { fleetOf } from '../../supplies/fleet.ts'
import { noStatistics } from '../../supplies/fleet-statistics.ts'
import { addDelivery, noLeadTimes } from '../../supplies/lead-times.ts'
import { weekdayOf } from '../../supplies/working-days.ts'
import { asDecisionRule } from '../rules/decision-rule.ts'
import { ReplayedAddress, type ReplayedChange, WARM_UP_DAYS } from './replay-address.ts'
import { parseRule } from './replay-rule.ts'

const FROM = 20_514 // a Monday
const SUPPLY = { kind: 'toner', color: null, step: null, yieldPages: 5000, price: { cents: 5000, currency: 'EUR' } } as const
const NO_HOLIDAYS = new Set<number>()
const leadTimes = noLeadTimes()
for (let i = 0; i < 500; i++) addDelivery(leadTimes, 'ACME', 2 + (i % 2))

const ruleOf = (text: string) => {
  const rule = parseRule(text)
  if ('wrong' in rule) throw new Error(rule.wrong)
  return asDecisionRule(rule)
}

/** A year of printers that print 50 pages a working day, 1 % of a cartridge each; another is put in at `swapAt` percent. */
function year(tried: string, { inUse = 'level=20,along=0', supplies = ['Black'], swapAt = 1, fromShelf = true } = {}) {
  const printer = { printerId: 'P1', model: 'M1', supplies: supplies.map((key) => ({ ...SUPPLY, key, name: key, family: `T ${key}` })) }
  const context = { fleet: fleetOf(noStatistics()), leadTimes, holidays: NO_HOLIDAYS, customer: 'ACME', countedFrom: FROM + WARM_UP_DAYS }
  const [one, other] = [ruleOf(tried), ruleOf(inUse)]
  const address = new ReplayedAddress('A1', [printer], { ...context, rules: { tried: () => one, inUse: () => other } })
  let [pages, level] = [1000, 90]
  for (let day = FROM; day < FROM + 365; day++) {
    const isWorked = weekdayOf(day) < 5
    const changes: ReplayedChange[] = []
    if (isWorked) [pages, level] = [pages + 50, level - 1]
    if (level <= swapAt) {
      level = 100
      for (const supply of supplies) changes.push({ printerId: 'P1', supply, kind: 'installed', fromShelf })
    }
    address.follow(
      day,
      [{ printerId: 'P1', pages, colorPages: null, levels: Object.fromEntries(supplies.map((key) => [key, level])) }],
      changes,
    )
  }
  return address
}

describe('a recorded year under a rule', () => {
  it('has no run-out where a spare comes in time, and at most one for each cartridge where it is ordered too late [orders/replay]', () => {
    const { tried, inUse } = year('level=0,along=0')
    expect(inUse.figures).toMatchObject({ runOutsFrom: 0, runOutsTo: 0, daysOut: 0, installs: 2, cartridges: 2, parcels: 2 })
    expect(inUse.figures.tonerLeft / 2).toBeCloseTo(0.01, 1)
    expect(inUse.figures.costCents).toEqual({ EUR: 10_000 })
    expect(tried.figures).toMatchObject({ runOutsFrom: 0, runOutsTo: 2, installs: 2 })
  })

  it('has fewer parcels where what is due soon goes along, and as many cartridges', () => {
    const { tried, inUse } = year('level=20,along=20', { supplies: ['Black', 'Cyan'], inUse: 'level=20,along=0' })
    expect(tried.figures.cartridges).toBe(inUse.figures.cartridges)
    expect(tried.figures.parcels).toBeLessThanOrEqual(inUse.figures.parcels)
  })

  it('has cartridges lie longer on the shelf the earlier they are ordered', () => {
    const { tried, inUse } = year('level=40,along=0', { inUse: 'level=15,along=0' })
    expect(tried.figures.shelfDays).toBeGreaterThan(inUse.figures.shelfDays + 50)
  })

  it('has toner left where people swap early, and gives a spare to no refilled cartridge', () => {
    const early = year('level=40,along=0', { swapAt: 15 }).tried.figures
    expect(early.tonerLeft / early.installs).toBeGreaterThan(0.12)
    expect(year('level=20', { fromShelf: false }).tried.figures).toMatchObject({ installs: 0, runOutsTo: 0 })
  })

  it('is the same for both where the rules are the same, printer by printer', () => {
    const { tried, inUse } = year('risk=2', { inUse: 'risk=2' })
    expect(tried.figures).toEqual(inUse.figures)
    expect(tried.printers).toEqual(inUse.printers)
    expect(tried.figures.runOutsTo).toBe(0)
  })
})

describe('a rule in words', () => {
  it.each([
    ['risk=2', { due: { kind: 'risk', limit: 0.02 }, alongWorkingDays: 20 }],
    ['level=20, along=0', { due: { kind: 'level', percent: 20 }, alongWorkingDays: 0 }],
    ['days=14', { due: { kind: 'days', days: 14 }, alongWorkingDays: 20 }],
    ['level=25,days=30', { due: { kind: 'level-or-days', percent: 25, days: 30 }, alongWorkingDays: 20 }],
    ['level=25,days=30,both', { due: { kind: 'level-and-days', percent: 25, days: 30 }, alongWorkingDays: 20 }],
  ])('%s decides as the rules of the morning do', (text, rule) => expect(ruleOf(text)).toEqual(rule))

  it.each([
    ['', 'is not part of a rule'],
    ['along=5', 'State what the rule decides by'],
    ['level=200', 'a number from 0 to 100'],
    ['level=', 'a number from 0 to 100'],
    ['risk=2,level=20', 'not by all'],
    ['level=20,both', '"both" needs'],
    ['colour=red', '"colour=red" is not part of a rule'],
  ])('%j is refused with what is wrong', (text, message) => expect(parseRule(text)).toEqual({ wrong: expect.stringContaining(message) }))
})
