import { POSTAL_RULES } from '../postal-rules.ts'
import { STATES } from '../postal-states.ts'
import { foldCase } from './text.ts'

/** A state, province or the like: its code, its names in the order of use. */
export interface State {
  code: string
  names: readonly string[]
}

const bare = (text: string) => foldCase(text.normalize('NFD').replace(/\p{M}/gu, '')).replace(/[^\p{L}\p{N}]/gu, '')

// Codes and names in common use that the list lacks.
const OTHER_NAMES: Record<string, Record<string, readonly string[]>> = {
  AU: { ACT: ['Canberra'] },
  MX: { CMX: ['CDMX', 'DF', 'DIF', 'Distrito Federal', 'Mexico City'] },
  US: { DC: ['Washington DC'] },
}

const lists = new Map<string, { states: readonly State[]; byName: ReadonlyMap<string, State> }>()

function listOf(country: string) {
  const known = lists.get(country)
  if (known) return known
  const states = (STATES[country] ?? '').split('|').flatMap((entry) => {
    const [code, ...names] = entry.split('~')
    return code ? [{ code, names: names.length > 0 ? names : [code] }] : []
  })
  const byName = new Map<string, State>()
  // A code wins over a name that reads the same.
  for (const state of states)
    for (const name of [...state.names, ...(OTHER_NAMES[country]?.[state.code] ?? [])]) byName.set(bare(name), state)
  for (const state of states) byName.set(bare(state.code), state)
  const list = { states, byName }
  lists.set(country, list)
  return list
}

/** The states of a country, as choices; none where its addresses name none. */
export const statesOf = (country: string): readonly State[] => listOf(country).states

/** The state that was written by its code or one of its names; undefined where the country's list has no such one. */
export const stateFrom = (country: string, text: string): State | undefined =>
  listOf(country).byName.get(bare(text.replace(new RegExp(`^${country}-`, 'i'), '')))

/**
 * Whether a state must be named: where the country's addresses need one and the city is not itself the region.
 * @rule contacts/states  A state is of its country's list, by code or name, and kept as its code; it is required where addresses need one and the city is no region itself.
 */
export function needsState(country: string, city: string): boolean {
  return POSTAL_RULES[country]?.stateRequired === true && !REGION_CITIES.has(country) && stateFrom(country, city) === undefined
}

// Countries whose addresses are complete with the city and what stands in the address lines.
const REGION_CITIES = new Set(['HK', 'MO', 'SG'])
