import { describe, expect, it } from 'vitest'
import { reading, supply } from '../../../../test/support/make.ts'
import type { AlertReading, SupplyReading } from '../../agent-protocol/agent-protocol.api.ts'
import type { FittingCartridge } from '../catalogue/cartridges.ts'
import { fleetOf } from '../fleet.ts'
import { noStatistics } from '../fleet-statistics.ts'
import { type FollowedPrinter, followReading, isFromShelf, type SupplyChange, saysSomethingNew } from './followed-supplies.ts'
import { saysLow } from './low-alerts.ts'

const fleet = fleetOf(noStatistics())
const cartridge = (part: string, family = 'AC'): FittingCartridge => ({
  id: part,
  manufacturer: 'Acme',
  part,
  name: '',
  kind: 'toner',
  color: 'black',
  yieldPages: 5000,
  yieldClass: 'standard',
  family,
  priceCents: null,
  currency: null,
  orderable: true,
})

interface Step {
  percent: number | null
  pages?: number
  supply?: Partial<SupplyReading>
  alerts?: AlertReading[]
}

/** Follows one black toner over days, one reading a day; gives what is known then and what happened. */
function follow(steps: Step[], fitting: FittingCartridge[] = []) {
  let printer: FollowedPrinter = { zone: 'UTC', model: '', supplies: [] }
  const changes: SupplyChange[] = []
  for (const [i, { percent, pages = 1000 + i * 100, supply: change, alerts = [] }] of steps.entries()) {
    const state = percent === null ? 'some-left' : 'level'
    const seen = reading({ lifetimePageCount: pages, alerts, supplies: [supply({ percent, level: percent, state, ...change })] })
    const at = new Date(Date.UTC(2026, 2, 2 + i)).toISOString()
    const next = followReading(printer, { at, day: 20_514 + i, reading: seen }, { fitting, fleet, lessons: noStatistics() })
    printer = next.printer
    changes.push(...next.changes)
  }
  return { supply: printer.supplies[0]!, printer, changes, installs: changes.filter(({ kind }) => kind === 'installed') }
}

const falling = (...percents: number[]): Step[] => percents.map((percent) => ({ percent }))

describe('a cartridge that is put in', () => {
  it('is seen by its level, and takes one from the shelf [supplies/installs-are-recognised]', () => {
    const { installs, supply: known } = follow(falling(12, 8, 4, 100))
    expect(installs).toMatchObject([{ remarks: [], before: '4%', after: '100%', installs: 1 }])
    expect(known.installs).toBe(1)
    expect(installs.map(isFromShelf)).toEqual([true])
  })

  it('is seen by its serial number, whatever the level says [supplies/installs-are-recognised]', () => {
    const { installs } = follow([
      { percent: 40, supply: { serialNumber: 'A' } },
      { percent: 40, supply: { serialNumber: 'B' } },
    ])
    expect(installs).toMatchObject([{ serial: 'B', remarks: ['early-swap', 'half-used'] }])
  })

  it.each([
    ['swapped early', falling(60, 58, 55, 100), ['early-swap'], true],
    ['half used', falling(10, 6, 2, 50), ['half-used'], false],
    [
      'refilled',
      [
        { percent: 5, supply: { serialNumber: 'A' } },
        { percent: 3, supply: { serialNumber: 'A' } },
        { percent: 100, supply: { serialNumber: 'A' } },
      ],
      ['refilled'],
      false,
    ],
  ])(
    'that was %s is recognised, and only a new one takes from the shelf [supplies/installs-are-recognised] [supplies/no-new-stock]',
    (_, steps, remarks, fromShelf) => {
      const { installs } = follow(steps)
      expect(installs.map((install) => install.remarks)).toEqual([remarks])
      expect(installs.map(isFromShelf)).toEqual([fromShelf])
    },
  )

  it('is a wrong one when its part is of another family or of none that fits [supplies/installs-are-recognised]', () => {
    const fitting = [cartridge('AC-100'), cartridge('AC-900', 'OTHER')]
    const swapTo = (part: string) =>
      follow([{ percent: 10, supply: { part: 'AC-100' } }, ...falling(5), { percent: 100, supply: { part } }], fitting).installs[0]?.remarks
    expect([swapTo('AC-100'), swapTo('AC-900'), swapTo('XX-1')]).toEqual([[], ['wrong-cartridge'], ['wrong-cartridge']])
  })

  it('is not seen when the level only rises a little, or jumps and falls again', () => {
    expect(follow(falling(30, 26, 29, 24)).installs).toEqual([])
    expect(follow(falling(30, 29, 45, 28, 44)).supply.jumps).toHaveLength(2)
  })
})

describe('what is kept beside the percent', () => {
  it('is alerts, words, steps, and serial numbers as they are first seen', () => {
    const { changes } = follow([
      { percent: 20, supply: { serialNumber: 'A' } },
      { percent: null },
      { percent: 10, alerts: [{ severity: 'warning', code: 1104, text: 'Toner low' }] },
      { percent: 10, supply: { step: 10 } },
    ])
    expect(changes.map(({ kind }) => kind)).toEqual(['first-seen', 'some-left', 'low', 'number-again', 'no-longer-low', 'step'])
  })

  it('says nothing new while only pages are counted, for an hour', () => {
    const { printer } = follow(falling(50))
    const again = (hours: number, percent = 50) => {
      const seen = reading({ lifetimePageCount: 1010, supplies: [supply({ percent, level: percent })] })
      return saysSomethingNew(printer, { at: '', day: 20_514 + hours / 24, reading: seen })
    }
    expect([again(0.5), again(1.5), again(0.5, 49)]).toEqual([false, true, true])
  })
})

describe('an alert', () => {
  const supplies = [
    { index: '1.1', kind: 'toner', color: 'black' },
    { index: '1.2', kind: 'toner', color: 'cyan' },
    { index: '1.3', kind: 'wasteToner', color: null },
  ]
  const low = (alert: Partial<AlertReading>) =>
    supplies.map((one) => saysLow(one, supplies, [{ severity: 'warning', code: 1104, text: '', ...alert }]))

  it('says which supply is low: by its place, its color, or being the only one of its kind [supplies/low-alerts-are-kept]', () => {
    expect(low({ group: 'markerSupplies', groupIndex: 2 })).toEqual([false, true, false])
    expect(low({ text: 'Cyan toner is low' })).toEqual([false, true, false])
    expect(low({ code: 1107 })).toEqual([false, false, true])
    expect(low({ text: 'Toner is low' })).toEqual([false, false, false])
    expect(low({ code: 808, text: 'Cyan tray is low' })).toEqual([false, false, false])
  })
})
