import { describe, expect, it } from 'vitest'
import { holidaysIn } from './holidays.ts'
import { dateOfDay, dayOfDate, holidaysAround, workingDaysOnTheWay, workingMorning } from './places.ts'

const dates = (country: string, state: string | null, year: number) => [...holidaysIn(country, state, year)].map(dateOfDay).toSorted()

describe('public holidays', () => {
  it('are those of the country, on its calendar', () => {
    expect(dates('DE', null, 2026)).toEqual([
      '2026-01-01',
      '2026-04-03',
      '2026-04-06',
      '2026-05-01',
      '2026-05-14',
      '2026-05-25',
      '2026-10-03',
      '2026-12-25',
      '2026-12-26',
    ])
  })

  it('are those of the state besides, where its rules are known', () => {
    expect(dates('DE', 'BY', 2026)).toContain('2026-01-06')
    expect(dates('DE', 'no such state', 2026)).toEqual(dates('DE', null, 2026))
  })

  it('that last for several days are each of these days', () => {
    expect(dates('AE', null, 2026)).toEqual(expect.arrayContaining(['2026-03-20', '2026-03-21', '2026-03-22']))
  })

  it.each(['NR', 'ZZ', ''])('are none in the country "%s", whose rules are not known', (country) => {
    expect(dates(country, null, 2026)).toEqual([])
    expect(holidaysAround({ country, state: null }, dayOfDate('2028-02-29')).size).toBe(0)
  })

  it('around a day are those of its year and of the next, also around 29 February', () => {
    const around = holidaysAround({ country: 'DE', state: null }, dayOfDate('2028-02-29'))
    expect(around.has(dayOfDate('2028-04-14'))).toBe(true)
    expect(around.has(dayOfDate('2029-01-01'))).toBe(true)
    expect(around.has(dayOfDate('2028-02-29'))).toBe(false)
  })
})

describe('a working morning', () => {
  const comes = (country: string, state: string | null, instant: string) => workingMorning(country, state, new Date(instant)) !== undefined

  it('does not come on a public holiday [orders/every-working-morning]', () => {
    expect(comes('DE', null, '2026-12-24T10:00:00Z')).toBe(true)
    expect(comes('DE', null, '2026-12-25T10:00:00Z')).toBe(false)
    expect(comes('NR', null, '2026-12-25T03:00:00Z')).toBe(true)
  })

  it('comes in one state and not in another [orders/every-working-morning]', () => {
    expect(comes('DE', null, '2026-01-06T10:00:00Z')).toBe(true)
    expect(comes('DE', 'BY', '2026-01-06T10:00:00Z')).toBe(false)
  })

  it('ends at midnight of the place when the clocks have been changed the day before [orders/local-days]', () => {
    // Easter Monday follows the night of the change in 2027 by a day: 28 March is Easter Sunday there.
    expect(comes('DE', null, '2027-03-29T10:00:00Z')).toBe(false)
    expect(comes('DE', null, '2027-03-29T22:30:00Z')).toBe(false)
    expect(comes('DE', null, '2027-03-30T04:00:00Z')).toBe(true)
  })

  it('comes on 29 February [orders/local-days]', () => {
    expect(comes('DE', null, '2028-02-29T06:00:00Z')).toBe(true)
  })
})

it('a holiday is no working day on the way of a parcel', () => {
  const place = { country: 'DE', state: null }
  expect(workingDaysOnTheWay('2026-04-02', new Date('2026-04-07T12:00:00Z'), place)).toBe(1)
  expect(workingDaysOnTheWay('2026-12-31', new Date('2027-01-04T12:00:00Z'), place)).toBe(1)
})
