import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { storeOf } from '../../../test/support/object-store.ts'
import { PrinterReading } from '../../features/agents/agent-protocol.api.ts'
import type { SnmpValue } from '../snmp/value.ts'
import {
  hrDeviceDescr,
  prtConsoleDisplayBufferText,
  prtConsoleLocalization,
  prtGeneralCurrentLocalization,
  prtGeneralSerialNumber,
  prtLocalizationCharacterSet,
  prtMarkerColorantValue,
  prtMarkerCounterUnit,
  prtMarkerLifeCount,
  prtMarkerSuppliesClass,
  prtMarkerSuppliesColorantIndex,
  prtMarkerSuppliesDescription,
  prtMarkerSuppliesLevel,
  prtMarkerSuppliesMaxCapacity,
  prtMarkerSuppliesSupplyUnit,
  prtMarkerSuppliesType,
  STANDARD_COLUMNS,
  SYSTEM_OBJECTS,
  sysDescr,
  sysObjectID,
} from './objects.ts'
import { isPrinter, readPrinter } from './printer-reading.ts'

describe('a reading', () => {
  it('reads supplies without localization, unit, class or colorant, and drops no unknown kind [agents/colour-is-never-assumed]', () => {
    const { supplies } = readPrinter(
      storeOf({
        [`${prtMarkerSuppliesDescription}.1.1`]: 'Toner',
        [`${prtMarkerSuppliesLevel}.1.1`]: 900,
        [`${prtMarkerSuppliesMaxCapacity}.1.1`]: 1000,
        [`${prtMarkerSuppliesType}.1.30`]: 99,
        [`${prtMarkerSuppliesLevel}.1.30`]: -2,
        [`${prtMarkerSuppliesDescription}.1.7`]: 'Waste Toner Container, PN 008R00001;SNunknown',
      }),
    )
    expect(
      supplies.map(({ index, kind, class: supplyClass, color, state, percent }) => [index, kind, supplyClass, color, state, percent]),
    ).toEqual([
      ['1.1', 'toner', 'consumed', null, 'level', 90],
      ['1.7', 'wasteToner', 'receptacle', null, 'unknown', null],
      ['1.30', 'type 99', 'consumed', null, 'unknown', null],
    ])
    expect(supplies[1]).toMatchObject({ part: '008R00001', serialNumber: null })
  })

  it('takes the room left in a receptacle as it is told', () => {
    const row = '1.5'
    const store = storeOf({
      [`${prtMarkerSuppliesClass}.${row}`]: 4,
      [`${prtMarkerSuppliesType}.${row}`]: 4,
      [`${prtMarkerSuppliesSupplyUnit}.${row}`]: 19,
      [`${prtMarkerSuppliesMaxCapacity}.${row}`]: 100,
      [`${prtMarkerSuppliesLevel}.${row}`]: 0,
    })
    expect(readPrinter(store).supplies[0]).toMatchObject({ class: 'receptacle', kind: 'wasteToner', percent: 0, state: 'level' })
  })

  it('finds the colour in the colorant table before the name', () => {
    const store = storeOf({
      [`${prtMarkerSuppliesLevel}.1.1`]: 1,
      [`${prtMarkerSuppliesColorantIndex}.1.1`]: 3,
      [`${prtMarkerSuppliesDescription}.1.1`]: 'Cyan Toner',
      [`${prtMarkerColorantValue}.1.3`]: 'Black Cartridge',
      [`${prtMarkerSuppliesLevel}.1.2`]: 1,
      [`${prtMarkerSuppliesColorantIndex}.1.2`]: 4,
      [`${prtMarkerColorantValue}.1.4`]: 'Metallic Silver',
    })
    expect(readPrinter(store).supplies.map(({ color }) => color)).toEqual(['black', 'metallic silver'])
  })

  it('decodes each table by the character set that the printer chose for it', () => {
    const store = storeOf({
      [`${prtGeneralCurrentLocalization}.1`]: 2,
      [`${prtConsoleLocalization}.1`]: 1,
      [`${prtLocalizationCharacterSet}.1.1`]: 5,
      [`${prtLocalizationCharacterSet}.1.2`]: 2009,
      [`${prtMarkerSuppliesDescription}.1.1`]: Buffer.from([0x54, 0xa2]),
      [`${prtConsoleDisplayBufferText}.1.1`]: Buffer.from([0xb3]),
      [`${prtConsoleDisplayBufferText}.1.2`]: 'Ok ',
    })
    expect(readPrinter(store)).toMatchObject({ statusText: 'ł Ok', supplies: [{ name: 'Tó' }] })
  })

  it.each([
    [
      'impressions',
      { [`${prtMarkerLifeCount}.1.1`]: 500, [`${prtMarkerCounterUnit}.1.1`]: 7 },
      500,
      'impressions',
      `${prtMarkerLifeCount}.1.1`,
    ],
    ['sheets', { [`${prtMarkerLifeCount}.1.1`]: 500, [`${prtMarkerCounterUnit}.1.1`]: 8 }, 500, 'sheets', `${prtMarkerLifeCount}.1.1`],
    ['an unsaid unit', { [`${prtMarkerLifeCount}.1.1`]: 500 }, 500, null, `${prtMarkerLifeCount}.1.1`],
    ['hours, which are no pages', { [`${prtMarkerLifeCount}.1.1`]: 500, [`${prtMarkerCounterUnit}.1.1`]: 11 }, null, null, null],
    ['a count that is unknown', { [`${prtMarkerLifeCount}.1.1`]: -2, [`${prtMarkerCounterUnit}.1.1`]: 7 }, null, null, null],
    [
      "the maker's own where the standard one is missing",
      { [sysObjectID]: 'oid:1.3.6.1.4.1.11.2.3.9.1', '1.3.6.1.4.1.11.2.3.9.4.2.1.4.1.2.5.0': 77 },
      77,
      'impressions',
      '1.3.6.1.4.1.11.2.3.9.4.2.1.4.1.2.5.0',
    ],
  ])('tells a count in %s with unit and source [agents/a-count-keeps-its-source]', (_, objects, count, unit, source) => {
    expect(readPrinter(storeOf(objects as Record<string, number | string>))).toMatchObject({
      lifetimePageCount: count,
      lifetimePageCountUnit: unit,
      lifetimePageCountSource: source,
    })
  })

  it('never throws and always fits a report, whatever a host tells', () => {
    const value: fc.Arbitrary<SnmpValue> = fc.oneof(
      fc.record({ type: fc.constant('integer'), value: fc.oneof(fc.integer(), fc.integer({ min: -4, max: 40 })) }),
      fc.record({ type: fc.constant('counter64'), value: fc.bigInt({ min: 0n, max: 0xffff_ffff_ffff_ffffn }) }),
      fc.record({
        type: fc.constant('octets'),
        value: fc
          .oneof(
            fc.uint8Array({ maxLength: 60 }),
            fc.string({ unit: 'grapheme' }).map((text) => Buffer.from(text)),
          )
          .map((content) => Buffer.from(content)),
      }),
      fc.record({
        type: fc.constant('oid'),
        value: fc.constantFrom('1.3.6.1.2.1.25.3.1.5', '1.3.6.1.4.1.641.1', '1.3.6.1.4.1.2435.2', '0.0'),
      }),
    )
    const oid = fc.oneof(
      fc.constantFrom<string>(...SYSTEM_OBJECTS),
      fc.tuple(fc.constantFrom(...STANDARD_COLUMNS), fc.integer({ min: 1, max: 3 })).map(([column, i]) => `${column}.1.${i}`),
      fc.constantFrom('1.3.6.1.4.1.2435.2.3.9.4.2.1.5.5.8.0', '1.3.6.1.4.1.641.6.4.4.1.1.5.1.1', '1.3.6.1.4.1.11.2.3.9.1.1.7.0'),
    )
    fc.assert(
      fc.property(fc.array(fc.tuple(oid, value), { maxLength: 40 }), (objects) => {
        const reading = readPrinter(new Map(objects))
        expect(PrinterReading.safeParse(reading).error?.issues).toBeUndefined()
        for (const supply of reading.supplies) if (supply.state !== 'level') expect([supply.level, supply.percent]).toEqual([null, null])
      }),
    )
  })

  it('tells printers from other hosts', () => {
    expect(isPrinter(storeOf({ [sysDescr]: 'Linux router' }))).toBe(false)
    expect(isPrinter(storeOf({ [`${prtGeneralSerialNumber}.1`]: 'A1' }))).toBe(true)
    expect(isPrinter(storeOf({ '1.3.6.1.4.1.11.2.3.9.1.1.7.0': 'MFG:X;CLS:PRINTER;' }))).toBe(true)
    expect(isPrinter(storeOf({ [`${hrDeviceDescr}.1`]: 'a disk' }))).toBe(false)
  })
})
