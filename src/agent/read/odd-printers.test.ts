import { describe, expect, it } from 'vitest'
import { storeOf } from '../../../test/support/object-store.ts'
import type { PrinterReading, SupplyReading } from '../../features/agent-protocol/agent-protocol.api.ts'
import {
  ifDescr,
  ifPhysAddress,
  ifType,
  prtAlertCode,
  prtAlertDescription,
  prtAlertSeverityLevel,
  prtGeneralSerialNumber,
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
  sysDescr,
  sysObjectID,
} from './objects.ts'
import { readPrinter } from './printer-reading.ts'

/** What printers in the field are known to do, and what a reading makes of it. */

type Objects = Record<string, number | string | Buffer>

const COLUMNS = {
  name: prtMarkerSuppliesDescription,
  level: prtMarkerSuppliesLevel,
  capacity: prtMarkerSuppliesMaxCapacity,
  unit: prtMarkerSuppliesSupplyUnit,
  class: prtMarkerSuppliesClass,
  type: prtMarkerSuppliesType,
  colorant: prtMarkerSuppliesColorantIndex,
}
type Row = Partial<Record<keyof typeof COLUMNS, number | string>>

const supplies = (...rows: Row[]): Objects =>
  Object.fromEntries(
    rows.flatMap((row, i) => Object.entries(row).map(([column, value]) => [`${COLUMNS[column as keyof Row]}.1.${i + 1}`, value])),
  )
const made = (enterprise: number): Objects => ({ [sysObjectID]: `oid:1.3.6.1.4.1.${enterprise}.1.1` })
const CANON = made(1602)
const RICOH = made(367)
const SHARP = made(2385)

const TONER = { type: 3, class: 3, unit: 19, capacity: 100 }
const IMPRESSIONS = 7

describe('a supply', () => {
  const noNumber = { level: null, percent: null }
  it.each<[what: string, Objects, Partial<SupplyReading>[]]>([
    [
      'of which some is left has no number, whatever its capacity',
      supplies({ ...TONER, level: -3 }),
      [{ state: 'some-left', ...noNumber }],
    ],
    [
      'of a printer that is asleep is unknown, which is neither empty nor a level',
      supplies({ ...TONER, level: -2 }, { ...TONER, level: -2, capacity: -2, unit: IMPRESSIONS }),
      [
        { state: 'unknown', ...noNumber },
        { state: 'unknown', ...noNumber },
      ],
    ],
    ['that is "other" has no number', supplies({ ...TONER, level: -1 }), [{ state: 'other', ...noNumber }]],
    [
      'reported in percent needs no capacity',
      supplies({ ...TONER, capacity: -2, level: 45 }),
      [{ percent: 45, capacity: null, unit: 'percent' }],
    ],
    [
      'reported in pages of an unknown number of pages has a level, but no percentage',
      supplies({ ...TONER, unit: 8, capacity: -2, level: 4200 }),
      [{ state: 'level', level: 4200, percent: null, unit: 'sheets' }],
    ],
    [
      'reported in grams is a share of its capacity',
      supplies({ ...TONER, unit: 13, capacity: 5000, level: 1250 }),
      [{ percent: 25, unit: 'tenthsOfGrams' }],
    ],
    ['with more in it than goes in is full', supplies({ ...TONER, level: 150 }), [{ percent: 100 }]],
    [
      'that is a waste container reports the room left: full is 0, and it is no toner',
      supplies(
        { type: 4, class: 4, unit: 19, capacity: 100, level: 0, name: 'Waste Toner Box' },
        { type: 4, class: 3, unit: 19, capacity: 100, level: 80 },
      ),
      [
        { kind: 'wasteToner', class: 'receptacle', percent: 0 },
        { kind: 'wasteToner', class: 'receptacle', percent: 80 },
      ],
    ],
    [
      'known by three marks only is stepped',
      { ...CANON, ...supplies({ ...TONER, level: 100 }, { ...TONER, level: 10 }, { ...TONER, level: 1 }) },
      [{ step: 90 }, { step: 90 }, { step: 90 }],
    ],
    [
      'known as full or empty is stepped',
      { ...CANON, ...supplies({ ...TONER, level: 100 }, { ...TONER, level: 0 }) },
      [{ step: 100 }, { step: 100 }],
    ],
    ['known in tens is stepped', { ...RICOH, ...supplies({ ...TONER, level: 40 }, { ...TONER, level: 90 }) }, [{ step: 10 }, { step: 10 }]],
    [
      'known in quarters is stepped',
      { ...SHARP, ...supplies({ ...TONER, level: 25 }, { ...TONER, level: 75 }) },
      [{ step: 25 }, { step: 25 }],
    ],
    [
      'of the same maker that is known in percent is not',
      { ...SHARP, ...supplies({ ...TONER, level: 25 }, { ...TONER, level: 74 }) },
      [{ step: null }, { step: null }],
    ],
    [
      'that is not there, nothing of nothing, is unknown and not empty: a fifth toner at 0',
      supplies({ ...TONER, level: 60 }, { type: 3, level: 0, capacity: 0 }, { type: 3, level: 0, capacity: -2, unit: 2 }, { level: 0 }),
      [{ percent: 60 }, { state: 'unknown', ...noNumber }, { state: 'unknown', ...noNumber }, { state: 'unknown', ...noNumber }],
    ],
    ['that is really empty is empty', supplies({ ...TONER, level: 0 }), [{ state: 'level', level: 0, percent: 0 }]],
    [
      'without a type and a class is kept',
      supplies({ name: 'Gizmo', level: 3, capacity: 4 }),
      [{ name: 'Gizmo', kind: 'unknown', class: 'consumed', percent: 75 }],
    ],
    ['of a type that nobody knows is kept', supplies({ type: 250, level: 3, capacity: 4 }), [{ kind: 'type 250', percent: 75 }]],
    [
      'without a colour has none, also where it is the only toner',
      supplies({ ...TONER, name: 'Toner', level: 9, colorant: 0 }),
      [{ color: null }],
    ],
    [
      'has the colour that its colorant or its name reports',
      {
        ...supplies(
          { ...TONER, colorant: 2, level: 1 },
          { ...TONER, name: 'Toner (K)', level: 1 },
          { ...TONER, name: 'Tóner amarillo', level: 1 },
        ),
        [`${prtMarkerColorantValue}.1.2`]: 'Magenta',
      },
      [{ color: 'magenta' }, { color: 'black' }, { color: 'yellow' }],
    ],
    [
      'that is the only one, and has fewer parts to its index, is read as any other',
      {
        [`${prtMarkerSuppliesLevel}.1`]: 30,
        [`${prtMarkerSuppliesMaxCapacity}.1`]: 60,
        [`${prtMarkerSuppliesDescription}.1`]: 'Black Toner',
      },
      [{ index: '1', name: 'Black Toner', percent: 50, color: 'black' }],
    ],
    [
      'is read where nothing says in which language',
      supplies({ ...TONER, name: 'Encre noire', level: 12 }),
      [{ name: 'Encre noire', color: 'black', percent: 12 }],
    ],
  ])('%s', (_, objects, expected) => {
    const read = readPrinter(storeOf(objects)).supplies
    expect(read).toHaveLength(expected.length)
    expect(read).toMatchObject(expected)
  })

  it('that an alert calls low keeps the percentage that says it is not; both are reported', () => {
    const reading = readPrinter(
      storeOf({
        ...supplies({ ...TONER, level: 80 }),
        [`${prtAlertSeverityLevel}.1.1`]: 4,
        [`${prtAlertCode}.1.1`]: 1104,
        [`${prtAlertDescription}.1.1`]: 'Toner low',
      }),
    )
    expect(reading).toMatchObject({ supplies: [{ percent: 80 }], alerts: [{ severity: 'warning', code: 1104 }] })
  })

  it("has no level of an object that is another maker's: a constant 50", () => {
    const half = { '1.3.6.1.4.1.367.3.2.1.2.24.1.1.4.1': 3, '1.3.6.1.4.1.367.3.2.1.2.24.1.1.5.1': 50 }
    const some = supplies({ ...TONER, level: -3, name: 'Black Toner' })
    expect(readPrinter(storeOf({ ...CANON, ...some, ...half })).supplies).toMatchObject([{ state: 'some-left', percent: null }])
    expect(readPrinter(storeOf({ ...RICOH, ...some, ...half })).supplies).toMatchObject([{ state: 'level', percent: 50, step: 10 }])
  })
})

describe('a page count', () => {
  const pages = `${prtMarkerLifeCount}.1.1`
  const own = '1.3.6.1.4.1.1602.1.11.1.3.1.4.101'
  it.each<[string, Objects, Partial<PrinterReading>]>([
    [
      "of the standard goes before the maker's, which differs by some pages",
      { ...CANON, [pages]: 2913, [own]: 2926 },
      { lifetimePageCount: 2913, lifetimePageCountSource: pages },
    ],
    ['of the maker stands in, and says so', { ...CANON, [own]: 2926 }, { lifetimePageCount: 2926, lifetimePageCountSource: own }],
    ['that was reset is what is reported, however few', { ...CANON, [pages]: 0 }, { lifetimePageCount: 0, lifetimePageCountSource: pages }],
    ['is never negative', { [pages]: -2 }, { lifetimePageCount: null, lifetimePageCountSource: null }],
    ['that was never set is none', { [pages]: 4_294_967_295 }, { lifetimePageCount: null }],
    ['in metres is none', { [pages]: 12, [`${prtMarkerCounterUnit}.1.1`]: 17 }, { lifetimePageCount: null }],
    [
      'is found in whatever row it stands',
      { [`${prtMarkerLifeCount}.3.2`]: 77 },
      { lifetimePageCount: 77, lifetimePageCountSource: `${prtMarkerLifeCount}.3.2` },
    ],
    [
      'of a colour that is not reported is none, not 0',
      { ...CANON, '1.3.6.1.4.1.1602.1.11.1.3.1.4.113': 40, '1.3.6.1.4.1.1602.1.11.1.3.1.4.112': 2 },
      { monoPageCount: 42, colorPageCount: null, sources: { monoPageCount: '1.3.6.1.4.1.1602.1.11.1.3.1.4.113' } },
    ],
  ])('%s', (_, objects, expected) => {
    expect(readPrinter(storeOf(objects))).toMatchObject(expected)
  })
})

describe('a serial number', () => {
  const standard = `${prtGeneralSerialNumber}.1`
  const kyocera = '1.3.6.1.4.1.1347.43.5.1.1.28.1'
  it.each<[string, Objects, string | null, string?]>([
    ['keeps the zeros in front', { [standard]: '00A7K1234' }, '00A7K1234', standard],
    ['loses NULs before and behind', { [standard]: Buffer.from('\0\0A7K1234\0\0rest') }, 'A7K1234', standard],
    ['loses blanks and what cannot be printed', { [standard]: Buffer.from('\u0001\u0015 A7K1234 \r\n') }, 'A7K1234', standard],
    ['that is blank is looked for elsewhere', { ...made(1347), [standard]: '   ', [kyocera]: 'R4B1234567' }, 'R4B1234567', kyocera],
    [
      'that is all zeros is looked for elsewhere',
      { ...made(1347), [standard]: '0000000000', [kyocera]: 'R4B1234567' },
      'R4B1234567',
      kyocera,
    ],
    ['of filling octets is none', { [standard]: Buffer.alloc(16, 0xff) }, null],
    ['of NULs is none', { [standard]: Buffer.alloc(16) }, null],
    ['that the firmware does not report yet is none', { [standard]: '' }, null],
    ["loses what the maker's agent adds", { ...made(641), [standard]: '7463AAA1B2C-130-0' }, '7463AAA1B2C', standard],
    ['keeps what looks alike with others', { ...made(1347), [standard]: 'AB12-130-0' }, 'AB12-130-0', standard],
    ['stands in the description, where there is no table', { [sysDescr]: 'Samsung M9; V11.01; S/N ABC123DEF' }, 'ABC123DEF', sysDescr],
  ])('%s', (_, objects, serialNumber, source) => {
    const reading = readPrinter(storeOf(objects))
    expect([reading.serialNumber, reading.sources?.serialNumber]).toEqual([serialNumber, source])
  })
})

describe('a hardware address', () => {
  const card = (row: number, name: string, octets: string | Buffer, type = 6): Objects => ({
    [`${ifDescr}.${row}`]: name,
    [`${ifType}.${row}`]: type,
    [`${ifPhysAddress}.${row}`]: typeof octets === 'string' ? Buffer.from(octets, 'hex') : octets,
  })
  const wired = card(9, 'eth0', '0021b7000009')
  it.each<[string, Objects, string | null]>([
    ['of zeros is none', { ...card(1, 'eth0', '000000000000') }, null],
    ['of a broadcast is none', { ...card(1, 'eth0', 'ffffffffffff') }, null],
    ['shared by routers is none', { ...card(1, 'eth0', '00005e000105') }, null],
    ['of another length is none', { ...card(1, 'eth0', '0021b7') }, null],
    [
      'of a virtual card goes behind',
      { ...card(1, 'usb0', '0021b7000001'), ...card(2, 'docker0', '0021b7000002'), ...wired },
      '00:21:b7:00:00:09',
    ],
    [
      'of a wireless card goes behind',
      { ...card(1, 'wlan0', '0021b7000001'), ...card(2, 'Wi-Fi Direct', '0221b7000002'), ...wired },
      '00:21:b7:00:00:09',
    ],
    ['of a wireless card stands alone', { ...card(1, 'ieee80211', '0021b7000001', 71) }, '00:21:b7:00:00:01'],
    ['written out is read', { ...card(1, 'eth0', Buffer.from('00:21:B7:0a:0b:0c')) }, '00:21:b7:0a:0b:0c'],
    ['written out without colons is read', { ...card(1, 'eth0', Buffer.from('0021B70A0B0C')) }, '00:21:b7:0a:0b:0c'],
    ['in a row without a name and a type is read', { [`${ifPhysAddress}.4`]: Buffer.from('0021b7000004', 'hex') }, '00:21:b7:00:00:04'],
  ])('%s', (_, objects, address) => {
    expect(readPrinter(storeOf(objects)).macAddress).toBe(address)
  })
})

describe('a description', () => {
  it.each<[string, Objects, Partial<PrinterReading>]>([
    [
      'in Latin-1',
      { [sysDescr]: Buffer.from('Océ VarioPrint 9, Bürogerät', 'latin1') },
      { manufacturer: 'Océ', description: 'Océ VarioPrint 9, Bürogerät' },
    ],
    ['in UTF-8', { [sysDescr]: 'Océ VarioPrint 9, Bürogerät' }, { manufacturer: 'Océ', description: 'Océ VarioPrint 9, Bürogerät' }],
    [
      'with odd blanks',
      { [sysDescr]: '  SHARP\u00a0\u00a0MX-9999N \r\n' },
      { manufacturer: 'Sharp', model: 'MX-9999N', description: 'SHARP MX-9999N' },
    ],
    ['that is garbage', { ...made(641), [sysDescr]: Buffer.from([0xff, 0xfe, 0x01, 0x02, 0x80]) }, { manufacturer: 'Lexmark' }],
    [
      'with its maker twice',
      { [sysDescr]: 'Samsung Samsung X9999 Series; V1.2.3' },
      { manufacturer: 'Samsung', model: 'X9999', firmware: '1.2.3' },
    ],
    ['without its maker', { ...made(18334), [sysDescr]: 'bizhub C9999' }, { manufacturer: 'Konica Minolta', model: 'bizhub C9999' }],
    ['that is empty', { ...made(2385), [sysDescr]: '' }, { manufacturer: 'Sharp', model: null, description: null }],
  ])('%s is read', (_, objects, expected) => {
    expect(readPrinter(storeOf(objects))).toMatchObject(expected)
  })
})
