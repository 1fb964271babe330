import type { SupplyState } from '../supply-state.ts'
import type { FollowedPrinter, FollowedSupply } from './followed-supplies.ts'

/**
 * What is stored of the supplies of a printer, in two texts: what seldom changes, and what each reading changes, as numbers without their names. The second is written
 * with every reading: short, it stays in its page.
 */

type Facts = Omit<FollowedSupply, 'installs' | 'jumps' | 'someLeft' | 'state'>

export interface StoredPrinter {
  facts: string
  states: string
}

const bit = (value: boolean): number => (value ? 1 : 0)
// A second is about 1e-5 of a day.
const day = (value: number): number => Math.round(value * 1e5) / 1e5
const short = (value: number): number => Math.round(value * 1e4) / 1e4
const dayOrNull = (value: number | null) => (value === null ? null : day(value))

type Packed = readonly (number | null | readonly number[])[]

function packState(state: SupplyState): Packed {
  const { sure, installed, check } = state
  return [
    day(state.firstDay),
    day(state.day),
    dayOrNull(state.levelDay),
    state.percent,
    state.lowest,
    bit(state.low),
    short(state.pages),
    short(state.levelPages),
    bit(state.countsLevels),
    [day(sure.day), short(sure.pages), short(sure.percent), short(sure.error)],
    installed && [day(installed.day), short(installed.pages), bit(installed.hidden)],
    short(state.fallen),
    short(state.fallenPages),
    short(state.printed),
    short(state.weekdays),
    check && [day(check.day), short(check.pages), short(check.pace), check.group, check.next],
  ]
}

function unpackState(packed: Packed): SupplyState {
  const [firstDay, lastDay, levelDay, percent, lowest, low, pages, levelPages, countsLevels] = packed as (number | null)[]
  const [sure, installed] = packed.slice(9, 11) as (number[] | null)[]
  const [fallen, fallenPages, printed, weekdays] = packed.slice(11, 15) as number[]
  const check = packed[15] as number[] | null
  return {
    firstDay: firstDay!,
    day: lastDay!,
    levelDay: levelDay!,
    percent: percent!,
    lowest: lowest!,
    low: low === 1,
    pages: pages!,
    levelPages: levelPages!,
    countsLevels: countsLevels === 1,
    sure: { day: sure![0]!, pages: sure![1]!, percent: sure![2]!, error: sure![3]! },
    installed: installed ? { day: installed[0]!, pages: installed[1]!, hidden: installed[2] === 1 } : null,
    fallen: fallen!,
    fallenPages: fallenPages!,
    printed: printed!,
    weekdays: weekdays!,
    check: check && { day: check[0]!, pages: check[1]!, pace: check[2]!, group: check[3]!, next: check[4]! },
  }
}

/** The two texts for a printer. */
export function pack({ zone, model, supplies }: FollowedPrinter): StoredPrinter {
  const facts = supplies.map(({ installs: _i, jumps: _j, someLeft: _s, state: _t, ...rest }): Facts => rest)
  const states = supplies.map(({ installs, jumps, someLeft, state }) => [installs, bit(someLeft), jumps, packState(state)])
  return { facts: JSON.stringify({ zone, model, supplies: facts }), states: JSON.stringify(states) }
}

/** A printer from its two texts. */
export function unpack({ facts, states }: StoredPrinter): FollowedPrinter {
  const { zone, model, supplies } = JSON.parse(facts) as { zone: string; model: string; supplies: Facts[] }
  const packed = JSON.parse(states) as [installs: number, someLeft: number, jumps: number[], state: Packed][]
  return {
    zone,
    model,
    supplies: supplies.map((known, i) => {
      const [installs, someLeft, jumps, state] = packed[i]!
      return { ...known, installs, someLeft: someLeft === 1, jumps, state: unpackState(state) }
    }),
  }
}
