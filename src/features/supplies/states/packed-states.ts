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
  const number = packed as readonly number[]
  const [sure, installed, check] = [packed[9], packed[10], packed[15]] as [number[], number[] | null, number[] | null]
  return {
    firstDay: number[0]!,
    day: number[1]!,
    levelDay: number[2]!,
    percent: number[3]!,
    lowest: number[4]!,
    low: number[5] === 1,
    pages: number[6]!,
    levelPages: number[7]!,
    countsLevels: number[8] === 1,
    sure: { day: sure[0]!, pages: sure[1]!, percent: sure[2]!, error: sure[3]! },
    installed: installed && { day: installed[0]!, pages: installed[1]!, hidden: installed[2] === 1 },
    fallen: number[11]!,
    fallenPages: number[12]!,
    printed: number[13]!,
    weekdays: number[14]!,
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
