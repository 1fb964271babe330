import { type Holidays, workingDaysBetween } from '../supplies/working-days.ts'
import { holidaysIn } from './holidays.ts'

/**
 * Where a delivery contact is, in time: the zone of its country or state, what day and hour it is there.
 *
 * Open in the specification is which zone an address has. Most countries have one. Of those with several, the states that addresses name decide, and the zone in which
 * most people live where they do not.
 */

/** The zone in which most people of a country with several zones live. */
const MAIN_ZONES: Record<string, string> = {
  AR: 'America/Argentina/Buenos_Aires',
  AU: 'Australia/Sydney',
  BR: 'America/Sao_Paulo',
  CA: 'America/Toronto',
  CD: 'Africa/Kinshasa',
  CL: 'America/Santiago',
  CN: 'Asia/Shanghai',
  CY: 'Asia/Nicosia',
  DE: 'Europe/Berlin',
  EC: 'America/Guayaquil',
  ES: 'Europe/Madrid',
  ID: 'Asia/Jakarta',
  KZ: 'Asia/Almaty',
  MN: 'Asia/Ulaanbaatar',
  MX: 'America/Mexico_City',
  MY: 'Asia/Kuala_Lumpur',
  NZ: 'Pacific/Auckland',
  PT: 'Europe/Lisbon',
  RU: 'Europe/Moscow',
  US: 'America/New_York',
  UZ: 'Asia/Tashkent',
  XK: 'Europe/Belgrade',
}

/** Zones of states, by country, as far as they differ from the main one. */
const STATE_ZONES: Record<string, Record<string, string>> = {
  AU: {
    'Australia/Adelaide': 'SA',
    'Australia/Brisbane': 'QLD',
    'Australia/Darwin': 'NT',
    'Australia/Hobart': 'TAS',
    'Australia/Perth': 'WA',
  },
  BR: { 'America/Campo_Grande': 'MS', 'America/Cuiaba': 'MT', 'America/Manaus': 'AM RO RR', 'America/Rio_Branco': 'AC' },
  CA: {
    'America/Edmonton': 'AB NT',
    'America/Halifax': 'NB NS PE',
    'America/Regina': 'SK',
    'America/St_Johns': 'NL',
    'America/Vancouver': 'BC',
    'America/Whitehorse': 'YT',
    'America/Winnipeg': 'MB',
  },
  MX: { 'America/Cancun': 'ROO', 'America/Hermosillo': 'SON', 'America/Mazatlan': 'BCS NAY SIN', 'America/Tijuana': 'BC' },
  US: {
    'America/Anchorage': 'AK',
    'America/Chicago': 'AL AR IA IL KS LA MN MO MS ND NE OK SD TN TX WI',
    'America/Denver': 'CO ID MT NM UT WY',
    'America/Los_Angeles': 'CA NV OR WA',
    'America/Phoenix': 'AZ',
    'Pacific/Honolulu': 'HI',
  },
}

/** The country of an address, and its state where it has one. */
export interface Place {
  country: string
  state: string | null
}

const zones = new Map<string, string>()

/** The time zone of an address; UTC where nothing is known of the country. */
export function timeZoneOf(country: string, state: string | null): string {
  const key = `${country} ${state ?? ''}`
  const known = zones.get(key)
  if (known) return known
  const found = zoneOfState(country, state) ?? MAIN_ZONES[country] ?? firstZone(country) ?? 'UTC'
  zones.set(key, found)
  return found
}

function zoneOfState(country: string, state: string | null): string | undefined {
  if (state === null) return undefined
  return Object.entries(STATE_ZONES[country] ?? {}).find(([, states]) => states.split(' ').includes(state))?.[0]
}

function firstZone(country: string): string | undefined {
  try {
    // A property in Node 20, a function since.
    const locale = new Intl.Locale(`und-${country}`) as Intl.Locale & { timeZones?: string[]; getTimeZones?: () => string[] | undefined }
    return (locale.getTimeZones?.() ?? locale.timeZones)?.[0]
  } catch {
    return undefined
  }
}

const clocks = new Map<string, Intl.DateTimeFormat>()

function clockOf(zone: string): Intl.DateTimeFormat {
  const known = clocks.get(zone)
  if (known) return known
  const numbers = { year: 'numeric', month: 'numeric', day: 'numeric', hour: 'numeric', minute: 'numeric', second: 'numeric' } as const
  const clock = new Intl.DateTimeFormat('en-US', { timeZone: zone, hourCycle: 'h23', ...numbers })
  clocks.set(zone, clock)
  return clock
}

const DAY = 86_400_000

/**
 * Days since 1970-01-01 on the calendar of a zone, with the time of day as fraction.
 * @rule orders/local-days  A day begins at midnight where the address is: also where clocks are changed, and on 29 February.
 */
export function dayIn(zone: string, instant: Date): number {
  const parts = Object.fromEntries(
    clockOf(zone)
      .formatToParts(instant)
      .map(({ type, value }) => [type, Number(value)]),
  )
  return Date.UTC(parts.year!, parts.month! - 1, parts.day, parts.hour, parts.minute, parts.second) / DAY
}

/** A day as its date, and back. */
export function dateOfDay(day: number): string {
  const whole = Math.floor(day)
  const known = dates.get(whole)
  if (known) return known
  if (dates.size >= MOST_DATES) dates.clear()
  const date = new Date(whole * DAY).toISOString().slice(0, 10)
  dates.set(whole, date)
  return date
}
const dates = new Map<number, string>()
const MOST_DATES = 2000

export const dayOfDate = (date: string): number => Date.parse(`${date}T00:00:00Z`) / DAY

/** Working days from an order to the arrival of its parcel. */
export function workingDaysOnTheWay(orderedOn: string, arrived: Date, place: Place): number {
  const day = dayOfDate(orderedOn)
  return workingDaysBetween(day, arrived.getTime() / DAY, holidaysAround(place, day))
}

/** The holidays around a day at a place: of this year and of the next. */
export function holidaysAround({ country, state }: Place, day: number): Holidays {
  const year = new Date(day * DAY).getUTCFullYear()
  return new Set([...holidaysIn(country, state, year), ...holidaysIn(country, state, year + 1)])
}

/** The hour from which the morning's orders are made. */
const MORNING_HOUR = 6

/** Whether the morning of a working day has come: what day it is then; undefined at night and on days off. */
export function workingMorning(country: string, state: string | null, now: Date): number | undefined {
  const at = dayIn(timeZoneOf(country, state), now)
  const day = Math.floor(at)
  const weekday = (((day + 3) % 7) + 7) % 7
  const isDayOff = weekday > 4 || holidaysIn(country, state, new Date(day * DAY).getUTCFullYear()).has(day)
  return isDayOff || (at - day) * 24 < MORNING_HOUR ? undefined : day
}
