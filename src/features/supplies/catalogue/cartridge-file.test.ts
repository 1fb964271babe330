import { describe, expect, it } from 'vitest'
import { csvLine } from '../../../platform/csv.ts'
import { CARTRIDGE_COLUMNS, cartridgeHeading, cartridgeLine, readCartridges } from './cartridge-file.ts'
import type { Cartridge } from './catalogue.api.ts'

const cartridge: Cartridge = {
  id: '00000000-0000-7000-8000-000000000001',
  version: 1,
  manufacturer: 'Acme, Ltd',
  part: '=AC-100',
  name: 'Black "toner"',
  kind: 'toner',
  color: 'black',
  yieldPages: 5000,
  yieldBasis: 'iso-19752',
  yieldClass: 'high',
  family: 'AC-100',
  priceCents: 8905,
  currency: 'EUR',
  weightGrams: 900,
  orderable: false,
  models: [
    { manufacturer: 'Acme', model: 'Press 100' },
    { manufacturer: 'Acme', model: 'Press: 200' },
  ],
}

const row = (change: Partial<Record<keyof typeof CARTRIDGE_COLUMNS, string>> = {}) =>
  csvLine(
    Object.keys(CARTRIDGE_COLUMNS).map((column) => {
      const sound: Record<string, string> = { manufacturer: 'Acme', part: 'AC-1', kind: 'toner', family: 'AC' }
      return { ...sound, ...change }[column as 'part'] ?? ''
    }),
  )
const faultsOf = (text: string) => readCartridges(cartridgeHeading() + text).rows?.map(({ faults }) => faults)

describe('the catalogue as a file', () => {
  it('is read as it was written, with formulas as text [supplies/catalogue-exports-can-be-imported]', () => {
    const { id: _, version: __, ...form } = cartridge
    expect(readCartridges(`\ufeff${cartridgeHeading()}${cartridgeLine(cartridge)}`).rows).toEqual([
      { row: 2, part: '=AC-100', form, faults: [] },
    ])
  })

  it.each([
    ['', 'The file is empty.'],
    ['Part,Price\r\nA,1\r\n', 'Missing: Manufacturer'],
    [cartridgeHeading(), 'no cartridges'],
    [`${cartridgeHeading()}"a`, 'double quote'],
    [cartridgeHeading().replace('Manufacturer,Part', 'Part,Manufacturer') + row(), 'another place'],
  ])('is refused whole: %j [supplies/catalogue-import]', (text, why) => {
    expect(readCartridges(text).refused).toContain(why)
  })

  it.each([
    [{ yieldPages: '0', yieldBasis: 'maker' }, 'Yield (pages)'],
    [{ yieldPages: '5000' }, 'Yield measured by'],
    [{ yieldPages: 'many', yieldBasis: 'maker' }, 'Yield (pages)'],
    [{ price: '12' }, 'Currency'],
    [{ price: '-1', currency: 'EUR' }, 'Price'],
    [{ kind: 'paper' }, 'Kind'],
    [{ part: '---' }, 'Part'],
    [{ models: 'Press 100' }, 'Models'],
    [{ orderable: 'perhaps' }, 'Orderable'],
  ])('names the column of a fault: %j [supplies/catalogue-import]', (change, column) => {
    expect(faultsOf(row(change))?.[0]?.map((fault) => fault.column)).toContain(column)
  })

  it('takes the second of two rows with the same part for a fault, however it is written [supplies/catalogue-import]', () => {
    expect(faultsOf(row() + row({ part: 'ac 1' }) + row({ part: 'AC-2' }))).toEqual([
      [],
      [{ column: 'Part', message: 'Row 2 has the same part of the same maker.' }],
      [],
    ])
  })
})
