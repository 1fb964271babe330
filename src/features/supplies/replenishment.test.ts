import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { decisionSentence } from './explain.ts'
import { fleetOf } from './fleet.ts'
import { noStatistics } from './fleet-statistics.ts'
import { addDelivery, noLeadTimes } from './lead-times.ts'
import { type Candidate, type Circumstances, type Due, decideOrders, dueName, stockKey } from './replenishment.ts'
import type { SupplyFacts, SupplyState } from './supply-state.ts'

const TODAY = 20_514 // a Monday
const FACTS: SupplyFacts = { part: 'T1', model: 'M1', step: 1, yieldPages: 5000 }
const FLEET = fleetOf(noStatistics())

const leadTimes = noLeadTimes()
for (let i = 0; i < 500; i++) addDelivery(leadTimes, 'ACME', 2 + (i % 2))

/** A printer that prints 50 pages a working day, 1 percent each: 20 working days from full to empty. */
function supply(
  name: string,
  percent: number,
  changes: Partial<Omit<Candidate, 'state'>> & { state?: Partial<SupplyState> } = {},
): Candidate {
  const sure = { day: TODAY, pages: 10_000, percent, error: 0.3 }
  const state: SupplyState = {
    firstDay: TODAY - 200,
    day: TODAY,
    levelDay: TODAY,
    percent: Math.round(percent),
    lowest: Math.round(percent),
    low: false,
    pages: 10_000,
    levelPages: 10_000,
    countsLevels: false,
    sure,
    installed: null,
    fallen: 300,
    fallenPages: 15_000,
    printed: 3000,
    weekdays: 60,
    check: null,
    ...changes.state,
  }
  return { supply: name, name, address: 'Main Street 1', customer: 'ACME', facts: { ...FACTS, part: name }, ...changes, state }
}

function decide(candidates: Candidate[], changes: Partial<Circumstances> & { due?: Due; along?: number } = {}) {
  const rule = { due: changes.due ?? { kind: 'risk' as const, limit: 0.01 }, alongWorkingDays: changes.along ?? 20 }
  return decideOrders(candidates, TODAY, { rule: () => rule, stock: new Map(), fleet: FLEET, leadTimes, holidays: new Set(), ...changes })
}
const ordered = (decisions: ReturnType<typeof decide>) => decisions.filter(({ order }) => order).map((decision) => decision.supply)

describe('what is ordered this morning', () => {
  it('is what would risk more than the limit by waiting one more working day', () => {
    expect(ordered(decide([supply('Black', 8), supply('Blue', 100, { address: 'Elsewhere' })]))).toEqual(['Black'])
    expect(decide([supply('Black', 100)])[0]).toMatchObject({ order: false, reason: { kind: 'not-due' } })
  })

  it('takes along what falls due at the same address within 20 working days, and nothing for another address', () => {
    const soon = [supply('Black', 5), supply('Cyan', 22), supply('Magenta', 22, { address: 'Elsewhere' }), supply('Yellow', 100)]
    expect(ordered(decide(soon)).toSorted()).toEqual(['Black', 'Cyan'])
    expect(ordered(decide(soon, { along: 0 }))).toEqual(['Black'])
  })

  it('counts what is on its way and on the shelf for the neediest first', () => {
    const two = [supply('first', 5, { facts: FACTS }), supply('second', 1, { facts: FACTS })]
    const key = stockKey({ address: 'Main Street 1', facts: FACTS })
    const decisions = decide(two, { stock: new Map([[key, { onTheWay: 1, shelf: 0 }]]) })
    expect(ordered(decisions)).toEqual(['first'])
    expect(decisions.find((decision) => decision.supply === 'second')).toMatchObject({ reason: { kind: 'covered', by: 'on-the-way' } })
    expect(ordered(decide(two, { stock: new Map([[key, { onTheWay: 1, shelf: 1 }]]) }))).toEqual([])
  })

  it.each([
    [{ kind: 'level', percent: 20 }, 21, 19],
    [{ kind: 'days', days: 14 }, 40, 5],
    [{ kind: 'level-or-days', percent: 20, days: 1 }, 40, 19],
    [{ kind: 'level-and-days', percent: 20, days: 14 }, 60, 5],
  ] as const)('follows the rule %j: not at %d %%, but at %d %%', (due, high, low) => {
    expect(ordered(decide([supply('Black', high)], { due }))).toEqual([])
    expect(ordered(decide([supply('Black', low)], { due }))).toEqual(['Black'])
  })

  it('is nothing for a supply of which no level was read', () => {
    const decisions = decide([supply('Black', 50, { state: { levelDay: null } })])
    expect(decisions).toMatchObject([{ order: false, reason: { kind: 'never-read' } }])
  })

  it('never grows when more is on its way', () => {
    const levels = fc.array(fc.integer({ min: 0, max: 100 }), { minLength: 1, maxLength: 8 })
    fc.assert(
      fc.property(levels, fc.nat({ max: 5 }), (percents, onTheWay) => {
        const candidates = percents.map((percent, i) => supply(`${i}`, percent, { facts: FACTS }))
        const count = (n: number) =>
          ordered(decide(candidates, { along: 0, stock: new Map([[stockKey(candidates[0]!), { onTheWay: n, shelf: 0 }]]) })).length
        expect(count(onTheWay + 1)).toBeLessThanOrEqual(count(onTheWay))
      }),
    )
  })

  it('gives each supply one decision about its first cartridge', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 100 }), { minLength: 1, maxLength: 8 }), (percents) => {
        const candidates = percents.map((percent, i) => supply(`${i}`, percent, { address: `${i % 3}` }))
        const firsts = decide(candidates).filter(({ cartridge }) => cartridge === 1)
        expect(firsts.map((decision) => decision.supply).toSorted()).toEqual(candidates.map((candidate) => candidate.supply).toSorted())
      }),
    )
  })
})

describe('a decision in words', () => {
  const figures = { percent: 9.2, pagesPerWeekday: 46.3, risk: 0.031 }
  const base = { supply: '1', name: 'Black', address: 'a', part: 'T1', order: true, cartridge: 1 }
  const due: Due = { kind: 'risk', limit: 0.02 }

  it.each([
    [
      { kind: 'due', due, ...figures },
      'About 9 % left, 46 pages a working day: waiting until the next working day risks 3 %, the limit is 2 %.',
    ],
    [
      { kind: 'not-due', due, ...figures, risk: 0 },
      'About 9 % left, 46 pages a working day: waiting until the next working day risks less than 0.1 %, the limit is 2 %.',
    ],
    [
      { kind: 'due', due: { kind: 'days', days: 14 }, daysLeft: 12.4, ...figures },
      'About 9 % left, 46 pages a working day: it lasts about 12 days, the rule orders at 14 days.',
    ],
    [{ kind: 'covered', by: 'shelf', ...figures }, 'About 9 % left, 46 pages a working day: a spare is on the shelf.'],
    [
      { kind: 'covered', by: 'on-the-way', ...figures, pagesPerWeekday: 0.2 },
      'About 9 % left, less than 1 page a working day: one is on its way.',
    ],
    [{ kind: 'never-read' }, 'No level was read yet.'],
  ] as const)('%j is one sentence [supplies/every-decision-says-why]', (reason, sentence) => {
    expect(decisionSentence({ ...base, reason })).toBe(sentence)
  })

  it('names what goes along in the same parcel [supplies/every-decision-says-why]', () => {
    const along = { ...base, name: 'Cyan', reason: { kind: 'along' as const, dueBy: 20_516, ...figures } }
    expect(decisionSentence({ ...base, reason: { kind: 'due', due, ...figures } }, [along])).toBe(
      'About 9 % left, 46 pages a working day: waiting until the next working day risks 3 %, the limit is 2 %. Cyan, due by 4 March, goes along.',
    )
  })

  it('names a rule in a few words', () => {
    expect(dueName({ kind: 'level-and-days', percent: 25, days: 30 })).toBe('25 % and 30 days')
    expect(dueName(due)).toBe('a risk of 2 %')
  })
})
