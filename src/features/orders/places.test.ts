import { describe, expect, it } from 'vitest'
import { dateOfDay, dayIn, dayOfDate, timeZoneOf, workingDaysOnTheWay, workingMorning } from './places.ts'

describe('the time zone of an address', () => {
  it.each([
    ['DE', null, 'Europe/Berlin'],
    ['US', 'CA', 'America/Los_Angeles'],
    ['US', 'IL', 'America/Chicago'],
    ['US', null, 'America/New_York'],
    ['AU', 'WA', 'Australia/Perth'],
    ['ZZ', null, 'UTC'],
  ])('%s %s is %s', (country, state, zone) => {
    expect(timeZoneOf(country, state)).toBe(zone)
  })

  it('is one that this system knows, for every country', () => {
    for (const country of ['BR', 'CA', 'CL', 'CN', 'IN', 'JP', 'MX', 'NZ', 'NP', 'RU', 'UA', 'XK', 'BV'])
      expect(Number.isFinite(dayIn(timeZoneOf(country, null), new Date())), country).toBe(true)
  })
})

describe('a day', () => {
  const dateAt = (country: string, state: string | null, instant: string) => dateOfDay(dayIn(timeZoneOf(country, state), new Date(instant)))

  it('begins at midnight where the address is, also where clocks are changed and on 29 February [orders/local-days]', () => {
    expect(dateAt('US', 'CA', '2026-03-04T07:59:00Z')).toBe('2026-03-03')
    expect(dateAt('US', 'CA', '2026-03-04T08:00:00Z')).toBe('2026-03-04')
    // Clocks go forward in the night to 8 March there, and to 29 March in Europe.
    expect(dateAt('US', 'CA', '2026-03-09T06:59:00Z')).toBe('2026-03-08')
    expect(dateAt('US', 'CA', '2026-03-09T07:00:00Z')).toBe('2026-03-09')
    expect(dateAt('DE', null, '2026-03-29T21:59:00Z')).toBe('2026-03-29')
    expect(dateAt('DE', null, '2028-02-28T23:00:00Z')).toBe('2028-02-29')
    expect(dayOfDate('2028-03-01') - dayOfDate('2028-02-28')).toBe(2)
  })

  it('counts forward without a jump when the hour is repeated', () => {
    const zone = timeZoneOf('DE', null)
    const hours = Array.from({ length: 48 }, (_, i) => dayIn(zone, new Date(Date.parse('2026-10-24T22:00:00Z') + i * 3_600_000)))
    expect(hours.every((day, i) => i === 0 || day >= hours[i - 1]! - 1 / 24)).toBe(true)
    expect(new Set(hours.map(Math.floor)).size).toBe(2)
  })
})

describe('a working morning', () => {
  it.each([
    ['2026-03-04T04:59:00Z', undefined],
    ['2026-03-04T05:00:00Z', '2026-03-04'],
    ['2026-03-04T22:59:00Z', '2026-03-04'],
    ['2026-03-04T23:00:00Z', undefined],
    ['2026-03-07T10:00:00Z', undefined],
    ['2026-03-30T04:00:00Z', '2026-03-30'],
  ])('in Berlin at %s: %s [orders/local-days]', (instant, day) => {
    const found = workingMorning('DE', null, new Date(instant))
    expect(found === undefined ? undefined : dateOfDay(found)).toBe(day)
  })

  it('comes in a country whose holidays are not known: on Monday to Friday', () => {
    expect(workingMorning('NR', null, new Date('2026-03-04T20:00:00Z'))).toBeDefined()
  })
})

it('a parcel that was ordered on Friday and comes on Tuesday was two working days on its way', () => {
  expect(workingDaysOnTheWay('2026-03-06', new Date('2026-03-10T12:00:00Z'), { country: 'NR', state: null })).toBe(2)
})
