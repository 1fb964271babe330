import { PROFILES } from '../profiles/profiles.ts'
import type { Behaviour, Fleet, FleetPrinter } from './fleet.ts'

/**
 * The sample fleet: invented printers on loopback addresses. Site A is 127.20.0.0/24, site B 127.21.0.0/24.
 * Every state of the sample has a reason that an agent really finds: a serial number that is missing, a model of another maker, a count
 * beyond every limit or none at all, an agent of an old version.
 */

export type SampleGroup = 'healthy' | 'no-serial' | 'not-in-catalogue' | 'high-page-count' | 'no-page-count' | 'old-agent-block'

export interface SamplePrinter extends FleetPrinter {
  site: 'a' | 'b'
  group: SampleGroup
  manufacturer: string
}

/** What each agent of the sample is asked to discover. The second agent of site A has a block of its own. */
export const SAMPLE_DISCOVERY = {
  siteA: { include: ['127.20.0.0/24'], exclude: ['127.20.0.200-127.20.0.215'] },
  oldAgentBlock: { include: ['127.20.0.200-127.20.0.215'], exclude: [] },
  siteB: { include: ['127.21.0.0/24'], exclude: [] },
} as const

/** Port on which the sample's printers answer, and the community that they know. */
export const SAMPLE_PORT = 16_100
export const SAMPLE_COMMUNITY = 'public'

/** The one simulated maker whose models are in no catalogue. */
const UNSUPPORTED = 'Pantum'

/** Makers and models that the sample's catalogue supports, as the agent reports them. */
export const SAMPLE_CATALOGUE: readonly { manufacturer: string; model: string; color: boolean }[] = PROFILES.filter(
  ({ manufacturer }) => manufacturer !== UNSUPPORTED,
).map(({ manufacturer, model, color }) => ({ manufacturer, model, color }))

const UNSUPPORTED_MODEL = PROFILES.find(({ manufacturer }) => manufacturer === UNSUPPORTED)!.model

const FLOORS = ['Ground floor', '1st floor', '2nd floor', '3rd floor'] as const
const ROOMS = ['reception', 'open space', 'accounts', 'workshop', 'warehouse', 'meeting room', 'copy room'] as const

function printer(site: 'a' | 'b', host: number, group: SampleGroup, special: Partial<FleetPrinter> = {}): SamplePrinter {
  const model = special.model ?? SAMPLE_CATALOGUE[(host * 7 + (site === 'b' ? 3 : 0)) % SAMPLE_CATALOGUE.length]!.model
  const manufacturer = PROFILES.find((profile) => profile.model === model)!.manufacturer
  const address = `127.${site === 'a' ? 20 : 21}.0.${host}`
  const location = `${FLOORS[host % FLOORS.length]}, ${ROOMS[host % ROOMS.length]}`
  return { address, location, ...special, model, site, group, manufacturer }
}

const range = (first: number, count: number) => Array.from({ length: count }, (_, i) => first + i)

/** Healthy printers that are not always there: by host number. */
const RESTLESS: Record<number, Behaviour> = {
  31: 'slow',
  62: 'slow',
  93: 'slow',
  47: 'asleep-at-night',
  88: 'asleep-at-night',
  115: 'dies',
}

const siteA: readonly SamplePrinter[] = [
  ...range(11, 139).map((host) => printer('a', host, 'healthy', RESTLESS[host] ? { behaviour: RESTLESS[host] } : {})),
  printer('a', 151, 'no-serial', { model: 'HL-L6400DW', serialNumber: null }),
  printer('a', 152, 'no-serial', { model: 'ECOSYS P3155dn', serialNumber: 'XXXXXXXXXX' }),
  printer('a', 153, 'no-serial', { model: 'MX-M3071', serialNumber: '0000000000' }),
  ...range(161, 4).map((host) => printer('a', host, 'not-in-catalogue', { model: UNSUPPORTED_MODEL })),
  printer('a', 171, 'high-page-count', { model: 'MX722adhe', lifetimePageCount: 2_731_406 }),
  printer('a', 172, 'high-page-count', { model: 'IM C3000', lifetimePageCount: 3_204_118 }),
  printer('a', 173, 'high-page-count', { model: 'TASKalfa 2554ci', lifetimePageCount: 2_588_037 }),
  printer('a', 181, 'no-page-count', { model: 'MS622de', lifetimePageCount: null }),
  printer('a', 182, 'no-page-count', { model: 'LaserJet Pro M404dn', lifetimePageCount: null }),
  printer('a', 183, 'no-page-count', { model: 'bizhub C300i', lifetimePageCount: null }),
  ...range(201, 8).map((host) => printer('a', host, 'old-agent-block')),
]

const siteB: readonly SamplePrinter[] = range(11, 60).map((host) => printer('b', host, 'healthy'))

/** Every printer of the sample: where it is, what it is, and which special group it belongs to. */
export const SAMPLE_PRINTERS: readonly SamplePrinter[] = [...siteA, ...siteB]

export const sampleFleet: Fleet = { name: 'sample', printers: SAMPLE_PRINTERS }
