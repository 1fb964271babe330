import { describe, expect, it } from 'vitest'
import { type SupplyLevel, shownLevel, supplyName, unitWords } from './supply-level.ts'

const toner: SupplyLevel = {
  class: 'consumed',
  state: 'level',
  percent: 42.4,
  level: 4240,

  unit: 'impressions',
  step: null,
}

describe('the level of a supply', () => {
  it('is a percentage with a bar where it is known', () => {
    expect(shownLevel(toner)).toEqual({ text: '42%', percent: 42, note: null })
    expect(shownLevel({ ...toner, percent: 0 })).toEqual({ text: '0%', percent: 0, note: null })
  })

  it.each([
    ['some-left', 'Some left'],
    ['unknown', 'Unknown'],
    ['other', 'Not measured'],
  ] as const)('is a word for %s, whatever else the reading holds [printers/special-levels-show-no-number]', (state, text) => {
    const shown = shownLevel({ ...toner, state, percent: 0, level: 0 })
    expect(shown).toEqual({ text, percent: null, note: null })
    expect(shown.text).not.toMatch(/\d/)
  })

  it('of a waste container is the room left', () => {
    expect(shownLevel({ ...toner, class: 'receptacle', percent: 0 }).text).toBe('0% room left')
  })

  it('without a capacity is a number of its unit, without a bar', () => {
    expect(shownLevel({ ...toner, percent: null, level: 1200, unit: 'tenthsOfGrams' })).toEqual({
      text: '1,200 tenths of grams',
      percent: null,
      note: 'capacity not known',
    })
  })

  it('that is reported in steps says so', () => {
    expect(shownLevel({ ...toner, percent: 25, step: 25 }).note).toBe('reported in steps of 25%')
  })

  it('that is missing is unknown', () => {
    expect(shownLevel({ ...toner, percent: null, level: null }).text).toBe('Unknown')
  })
})

describe('the name of a supply', () => {
  it('is the printer’s own, else kind and colour', () => {
    expect(supplyName({ name: 'Black Cartridge 58D', kind: 'toner', color: 'black' })).toBe('Black Cartridge 58D')
    expect(supplyName({ name: null, kind: 'wasteToner', color: null })).toBe('Waste toner')
    expect(supplyName({ name: null, kind: 'toner', color: 'cyan' })).toBe('Cyan toner')
  })

  it('does not take a supply without a colour for black', () => {
    expect(supplyName({ name: null, kind: 'toner', color: null })).toBe('Toner')
    expect(unitWords('opc')).toBe('photoconductor')
  })
})
