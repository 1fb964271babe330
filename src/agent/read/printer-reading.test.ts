import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { storeOf } from '../../../test/support/object-store.ts'
import { PrinterReading } from '../../features/agent-protocol/agent-protocol.api.ts'
import { type Maker, objectsOf } from '../makers/maker.ts'
import { MAKERS } from '../makers/makers.ts'
import type { ObjectStore, SnmpValue } from '../snmp/value.ts'
import {
  deviceIds,
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

  it.each([
    ['the one it chose', { [`${prtGeneralCurrentLocalization}.1`]: 2 }, 4, 5, 'ł'],
    ['the only one', {}, 5, undefined, 'ł'],
    ['the one that all have', { [`${prtGeneralCurrentLocalization}.1`]: 9 }, 5, 5, 'ł'],
    ['none of several', {}, 4, 5, '³'],
  ])('is decoded by %s of the character sets of its localizations', (_, chosen, first, second, text) => {
    const sets = { [`${prtLocalizationCharacterSet}.1.1`]: first, ...(second && { [`${prtLocalizationCharacterSet}.1.2`]: second }) }
    const reported = storeOf({ ...chosen, ...sets, [`${prtMarkerSuppliesDescription}.1.1`]: Buffer.from([0xb3]) })
    expect(readPrinter(reported).supplies[0]?.name).toBe(text)
  })

  it.each([
    ['a receptacle', 4],
    ['a supply', 3],
    ['neither', 1],
  ])(
    'takes the room left in a waste container as it is reported, where the printer calls it %s [agents/waste-is-filled]',
    (_, supplyClass) => {
      const row = '1.5'
      const store = storeOf({
        [`${prtMarkerSuppliesClass}.${row}`]: supplyClass,
        [`${prtMarkerSuppliesType}.${row}`]: 4,
        [`${prtMarkerSuppliesSupplyUnit}.${row}`]: 19,
        [`${prtMarkerSuppliesMaxCapacity}.${row}`]: 100,
        [`${prtMarkerSuppliesLevel}.${row}`]: 0,
      })
      expect(readPrinter(store).supplies[0]).toMatchObject({ class: 'receptacle', kind: 'wasteToner', percent: 0, state: 'level' })
    },
  )

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
  ])('reports a count in %s with unit and source [agents/a-count-keeps-its-source]', (_, objects, count, unit, source) => {
    expect(readPrinter(storeOf(objects as Record<string, number | string>))).toMatchObject({
      lifetimePageCount: count,
      lifetimePageCountUnit: unit,
      lifetimePageCountSource: source,
    })
  })

  const value: fc.Arbitrary<SnmpValue> = fc.oneof(
    fc.record({
      type: fc.constantFrom('integer', 'counter32', 'gauge32', 'timeticks'),
      value: fc.oneof(fc.integer(), fc.integer({ min: -4, max: 120 }), fc.constantFrom(2 ** 32 - 1, -(2 ** 31))),
    }),
    fc.record({ type: fc.constant('counter64'), value: fc.bigInt({ min: 0n, max: 0xffff_ffff_ffff_ffffn }) }),
    fc.record({
      type: fc.constant('octets'),
      value: fc
        .oneof(
          fc.uint8Array({ maxLength: 60 }),
          fc.string({ unit: 'grapheme' }).map((text) => Buffer.from(text)),
          fc.constantFrom('MFG:X;MDL:Y;CLS:PRINTER;', 'Black Toner', 'Lexmark MX9 version A.1', 'Brother HL-J9', '00:21:b7:00:00:01'),
        )
        .map((content) => Buffer.from(content)),
    }),
    fc.record({
      type: fc.constant('oid'),
      value: fc.constantFrom('1.3.6.1.2.1.25.3.1.5', '1.3.6.1.4.1.641.1', '1.3.6.1.4.1.2435.2', '0.0'),
    }),
    fc.record({ type: fc.constantFrom('null', 'noSuchObject', 'noSuchInstance') }),
  )
  const object = (makers: readonly Maker[]) => {
    const own = makers.map(objectsOf)
    const index = fc.oneof(fc.constant('0'), fc.integer({ min: 1, max: 3 }).map(String), fc.constantFrom('1.1', '1.2', '7.40', '1.2.3.4.5'))
    return fc.oneof(
      fc.constantFrom<string>(...SYSTEM_OBJECTS, ...deviceIds),
      fc
        .tuple(fc.constantFrom(...STANDARD_COLUMNS, ...own.flatMap(({ walks }) => walks)), index)
        .map(([column, row]) => `${column}.${row}`),
      fc.constantFrom<string>(...own.flatMap(({ gets }) => gets), sysDescr),
    )
  }
  /** What any printer of these makers might report, sound or not. */
  const reported = (makers: readonly Maker[]) =>
    fc
      .tuple(
        fc.constantFrom(...makers.flatMap(({ enterprises }) => enterprises), 0),
        fc.array(fc.tuple(object(makers), value), { maxLength: 60 }),
      )
      .map(([enterprise, objects]): ObjectStore => {
        const store: ObjectStore = new Map(objects)
        if (enterprise) store.set(sysObjectID, { type: 'oid', value: `1.3.6.1.4.1.${enterprise}.1` })
        return store
      })

  const OF: readonly [string, readonly Maker[]][] = [
    ['every maker', MAKERS],
    ...MAKERS.filter(({ derive }) => derive).map((maker): [string, Maker[]] => [maker.name, [maker]]),
  ]
  it.each(OF)('never throws, always fits a report and never makes up a number, whatever printers of %s report', (_, makers) => {
    fc.assert(
      fc.property(reported(makers), (store) => {
        const reading = readPrinter(store)
        expect(PrinterReading.safeParse(reading).error?.issues).toBeUndefined()
        for (const { state, level, percent, capacity } of reading.supplies) {
          if (state !== 'level') expect([level, percent]).toEqual([null, null])
          if (level !== null) expect(Number.isSafeInteger(level) && level >= 0).toBe(true)
          if (percent !== null) expect(percent >= 0 && percent <= 100).toBe(true)
          if (capacity !== null) expect(Number.isSafeInteger(capacity) && capacity > 0).toBe(true)
        }
        for (const pages of [reading.lifetimePageCount, reading.monoPageCount, reading.colorPageCount])
          if (pages !== null) expect(Number.isSafeInteger(pages) && pages >= 0).toBe(true)
      }),
      { numRuns: 150 },
    )
  })

  it('names an object that was reported as the source of every value that has one [agents/a-value-keeps-its-source]', () => {
    fc.assert(
      fc.property(reported(MAKERS), (store) => {
        const reading = readPrinter(store)
        const { sources = {} } = reading
        for (const source of Object.values(sources)) expect(store.has(source)).toBe(true)
        for (const name of ['model', 'serialNumber', 'firmware', 'monoPageCount', 'colorPageCount'] as const)
          expect(sources[name] !== undefined).toBe(reading[name] !== null)
        expect(reading.lifetimePageCountSource !== null).toBe(reading.lifetimePageCount !== null)
        for (const { state, source } of reading.supplies) if (state === 'level') expect(store.has(source)).toBe(true)
      }),
      { numRuns: 300 },
    )
  })

  it('distinguishes printers from other hosts', () => {
    expect(isPrinter(storeOf({ [sysDescr]: 'Linux router' }))).toBe(false)
    expect(isPrinter(storeOf({ [`${prtGeneralSerialNumber}.1`]: 'A1' }))).toBe(true)
    expect(isPrinter(storeOf({ '1.3.6.1.4.1.11.2.3.9.1.1.7.0': 'MFG:X;CLS:PRINTER;' }))).toBe(true)
    expect(isPrinter(storeOf({ [`${hrDeviceDescr}.1`]: 'a disk' }))).toBe(false)
  })
})
