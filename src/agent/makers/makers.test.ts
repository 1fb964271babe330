import { describe, expect, it } from 'vitest'
import { storeOf } from '../../../test/support/object-store.ts'
import { Device } from '../../simulator/device.ts'
import { objectsOfDevice } from '../../simulator/device-objects.ts'
import { ALL_PROFILES } from '../../simulator/profiles/profiles.ts'
import {
  prtGeneralSerialNumber,
  prtMarkerLifeCount,
  prtMarkerSuppliesDescription,
  prtMarkerSuppliesLevel,
  prtMarkerSuppliesType,
} from '../read/objects.ts'
import { readPrinter } from '../read/printer-reading.ts'
import { objectsOf } from './maker.ts'
import { MAKERS } from './makers.ts'

const maintenance = '1.3.6.1.4.1.2435.2.3.9.4.2.1.5.5.8.0'
const counters = '1.3.6.1.4.1.2435.2.3.9.4.2.1.5.5.10.0'
const nextCare = '1.3.6.1.4.1.2435.2.3.9.4.2.1.5.5.11.0'
const record = (code: number, value: number) => {
  const octets = Buffer.from([code, 1, 4, 0, 0, 0, 0])
  octets.writeUInt32BE(value, 3)
  return octets
}
const block = (...records: Buffer[]) => Buffer.concat([...records, Buffer.from([0xff])])

describe("makers' private objects", () => {
  it.each(ALL_PROFILES.map((profile) => [profile.manufacturer, profile.model] as const))('are read of a %s %s', (manufacturer, model) => {
    const device = new Device({ address: '127.9.9.9', model }, 3)
    const reading = readPrinter(new Map(objectsOfDevice(device)))
    expect(reading).toMatchObject({
      manufacturer,
      model,
      serialNumber: device.serial,
      macAddress: device.macAddress,
      lifetimePageCount: device.total,
    })
    if (JSON.stringify(device.profile).includes('{firmware}')) expect(reading.firmware).toBe(device.firmware)
    const ownObjects = device.profile.privateObjects ?? []
    if (device.profile.color && ownObjects.length > 0) {
      expect([reading.monoPageCount, reading.colorPageCount]).toEqual([device.mono, device.color])
      expect(reading.sources?.monoPageCount).toMatch(/^1\.3\.6\.1\.4\.1\./)
    }
    expect(reading.supplies.map(({ color }) => color)).toEqual(
      device.supplies.map(({ profile }) => profile.colorant ?? expect.toBeOneOf([null, 'black'])),
    )
  })

  it.each(ALL_PROFILES.filter(({ privateObjects }) => privateObjects).map(({ manufacturer, model }) => [manufacturer, model] as const))(
    'stand in where a %s %s lacks serial number and count in the standard table',
    (_, model) => {
      const device = new Device({ address: '127.9.9.9', model }, 3)
      const objects = new Map(objectsOfDevice(device))
      const whole = readPrinter(new Map(objects))
      objects.delete(`${prtGeneralSerialNumber}.1`)
      objects.delete(`${prtMarkerLifeCount}.1.1`)
      const reported = JSON.stringify([device.profile.privateObjects, device.profile.sysDescr, device.profile.deviceDescr])
      const { serialNumber, sources, ...reading } = readPrinter(objects)
      expect(serialNumber).toBe(reported.includes('{serial}') ? device.serial : null)
      if (serialNumber) expect(sources?.serialNumber).not.toBe(whole.sources?.serialNumber)
      if (!reported.includes('"count":"total"')) return
      expect(reading).toMatchObject({ lifetimePageCount: device.total, lifetimePageCountUnit: 'impressions' })
    },
  )

  it('know the cartridges of a Lexmark by part and serial number', () => {
    const device = new Device({ address: '127.9.9.9', model: 'CX725de' }, 3)
    const { supplies } = readPrinter(new Map(objectsOfDevice(device)))
    expect(supplies[0]).toMatchObject({ name: 'Cyan Toner', part: '84C1HC0', serialNumber: device.supplies[0]!.serial })
  })

  it('know better than "some left" in a Brother', () => {
    const device = new Device({ address: '127.9.9.9', model: 'MFC-L9570CDW' }, 3)
    const { supplies } = readPrinter(new Map(objectsOfDevice(device)))
    const toner = supplies.find(({ name }) => name === 'Cyan Toner Cartridge')
    const state = device.supplies.find(({ profile }) => profile.name === 'Cyan Toner Cartridge')!
    expect(toner).toMatchObject({ state: 'level', unit: 'percent', source: maintenance, index: '1.2' })
    expect(toner!.percent).toBeCloseTo(state.left * 100, 1)
  })

  it("take Brother's blocks apart, cut off or not", () => {
    const laser = storeOf({
      [maintenance]: block(record(0x41, 9700), record(0x6f, 7600), record(0x81, 80), record(0x69, 12_345)),
      [counters]: block(record(0x01, 100), record(0x02, 50)),
      [nextCare]: block(record(0x82, 9000), record(0x73, 45_000), record(0x86, 0)),
    })
    const reading = readPrinter(laser)
    expect(reading).toMatchObject({
      manufacturer: 'Brother',
      lifetimePageCount: 150,
      lifetimePageCountSource: counters,
      monoPageCount: 100,
      colorPageCount: 50,
    })
    expect(reading.supplies.map(({ kind, color, percent, level, unit }) => [kind, color, percent, level, unit])).toEqual([
      ['opc', null, 97, 97, 'percent'],
      ['laser', null, null, 45_000, 'impressions'],
      ['paper feed kit MP', null, 0, 0, 'impressions'],
      ['toner', 'black', 76, 76, 'percent'],
    ])
    for (let length = 0; length < 20; length++) {
      const cut = block(record(0x41, 9700), record(0x6f, 7600)).subarray(0, length)
      expect(() => readPrinter(storeOf({ [maintenance]: cut, [counters]: cut }))).not.toThrow()
    }
  })

  it('give an inkjet of Brother inks, not toners', () => {
    const store = storeOf({
      '1.3.6.1.4.1.2435.2.3.9.1.1.7.0': 'MFG:Brother;MDL:MFC-J9999DW;CLS:PRINTER;',
      [maintenance]: block(record(0x82, 35), record(0x81, 47)),
    })
    expect(readPrinter(store).supplies.map(({ kind, color, percent }) => [kind, color, percent])).toEqual([
      ['ink', 'black', 47],
      ['ink', 'cyan', 35],
    ])
  })

  it.each([
    [
      'a T in the model',
      { '1.3.6.1.4.1.2435.2.3.9.1.1.7.0': 'MFG:Brother;MDL:DCP-T999DW;', [maintenance]: block(record(0x11, 9), record(0x6f, 9800)) },
      'ink',
    ],
    ['no part of an engine', { [maintenance]: block(record(0x31, 1), record(0x6f, 9800)) }, 'ink'],
    ['a drum', { [maintenance]: block(record(0x41, 5000), record(0x6f, 9800)) }, 'toner'],
    ['pages left of a drum', { [maintenance]: block(record(0x6f, 9800)), [nextCare]: block(record(0x82, 700)) }, 'toner'],
    ['ink in the table', { [maintenance]: block(record(0x41, 5000), record(0x6f, 9800)), [`${prtMarkerSuppliesType}.1.9`]: 6 }, 'ink'],
    ['toner in the table', { [maintenance]: block(record(0x6f, 9800)), [`${prtMarkerSuppliesType}.1.9`]: 21 }, 'toner'],
  ])('distinguish ink from toner in a Brother by %s', (_, objects, kind) => {
    const { supplies } = readPrinter(storeOf(objects as Record<string, Buffer | string | number>))
    expect(supplies.find(({ percent }) => percent === 98)?.kind).toMatch(new RegExp(`^${kind}`))
  })

  it('report the ink of an old Brother in twentieths', () => {
    const share = (code: number, left: number, of: number) => Buffer.from([code, 1, 2, left, of])
    const { supplies } = readPrinter(
      storeOf({ [maintenance]: block(share(0xa1, 4, 20), share(0xa2, 20, 20), share(0xa3, 21, 20), share(0xa4, 1, 0)) }),
    )
    expect(supplies.map(({ kind, color, percent, step }) => [kind, color, percent, step])).toEqual([
      ['ink', 'black', 20, 5],
      ['ink', 'cyan', 100, 5],
    ])
  })

  it('belong to a cartridge of the table, whichever word it has for it', () => {
    const row = '1.2'
    const { supplies } = readPrinter(
      storeOf({
        [maintenance]: block(record(0x41, 9000), record(0x70, 5500)),
        [`${prtMarkerSuppliesType}.${row}`]: 21,
        [`${prtMarkerSuppliesLevel}.${row}`]: -3,
        [`${prtMarkerSuppliesDescription}.${row}`]: 'Cyan Toner Cartridge',
      }),
    )
    expect(supplies).toMatchObject([
      { index: row, kind: 'tonerCartridge', percent: 55, source: maintenance },
      { kind: 'opc', percent: 90 },
    ])
  })

  const ricohToner = '1.3.6.1.4.1.367.3.2.1.2.24.1.1'
  it('report how much toner is left in a Ricoh where its table does not', () => {
    const reported = {
      '1.3.6.1.2.1.1.2.0': 'oid:1.3.6.1.4.1.367.1.1',
      [`${ricohToner}.4.1`]: 13,
      [`${ricohToner}.5.1`]: 70,
      [`${ricohToner}.4.2`]: 10,
      [`${ricohToner}.5.2`]: -100,
      [`${ricohToner}.4.3`]: 99,
      [`${ricohToner}.5.3`]: 50,
    }
    const alone = readPrinter(storeOf(reported)).supplies
    expect(alone).toMatchObject([{ index: null, kind: 'toner', color: 'black', percent: 70, step: 10, source: `${ricohToner}.5.1` }])
    const rows = {
      [`${prtMarkerSuppliesType}.1.1`]: 3,
      [`${prtMarkerSuppliesLevel}.1.1`]: -3,
      [`${prtMarkerSuppliesDescription}.1.1`]: 'Black Toner',
      [`${prtMarkerSuppliesType}.1.2`]: 3,
      [`${prtMarkerSuppliesLevel}.1.2`]: -3,
      [`${prtMarkerSuppliesDescription}.1.2`]: 'Cyan Toner',
    }
    expect(readPrinter(storeOf({ ...reported, ...rows })).supplies).toMatchObject([
      { index: '1.1', color: 'black', state: 'level', percent: 70 },
      { index: '1.2', color: 'cyan', state: 'some-left', percent: null },
    ])
  })

  it("are Lexmark's under the number of another, where Lexmark made it", () => {
    const dell = '1.3.6.1.4.1.674.10898.100'
    const reading = readPrinter(
      storeOf({
        '1.3.6.1.2.1.1.2.0': 'oid:1.3.6.1.4.1.674.10898.2.1',
        '1.3.6.1.2.1.25.3.2.1.3.1': 'Dell B9999dn 9AB1C23 LW9.AB.P9-0',
        '1.3.6.1.2.1.1.1.0': 'Dell B9999dn version NR.APS.N9 kernel 2.6 All-N-1',
        [`${dell}.2.1.5.2.0`]: 4000,
        [`${dell}.6.4.4.1.1.5.1.1`]: 'Black Toner',
        [`${dell}.6.4.4.1.1.6.1.1`]: 'CART0001',
        [`${prtMarkerSuppliesDescription}.1.1`]: 'Black Toner',
      }),
    )
    expect(reading).toMatchObject({
      manufacturer: 'Dell',
      model: 'B9999dn',
      serialNumber: '9AB1C23',
      firmware: 'LW9.AB.P9-0 (network NR.APS.N9)',
      monoPageCount: 4000,
      supplies: [{ serialNumber: 'CART0001' }],
    })
  })

  it('count what a Samsung put on paper, not what it scanned or used of other things', () => {
    const table = '1.3.6.1.4.1.236.11.5.11.53.11.2.1'
    // job, unit, colour, value
    const rows = [
      [1, 7, 3, 100],
      [2, 7, 3, 20],
      [6, 7, 3, 3],
      [5, 7, 3, 5000],
      [1, 11, 3, 9000],
      [1, 7, 1, 40],
      [3, 7, 2, 5],
      [4, 7, 1, 700],
    ]
    const objects = rows.flatMap((row, i) => row.map((value, column) => [`${table}.${[2, 4, 6, 7][column]}.${i + 1}`, value] as const))
    const reading = readPrinter(storeOf({ '1.3.6.1.2.1.1.2.0': 'oid:1.3.6.1.4.1.236.11.5.1', ...Object.fromEntries(objects) }))
    expect(reading).toMatchObject({ monoPageCount: 123, colorPageCount: 45, sources: { monoPageCount: `${table}.7.1` } })
  })

  it("choose Epson's main firmware among its versions", () => {
    const version = '1.3.6.1.4.1.1248.1.2.2.2.1.1'
    const store = storeOf({
      '1.3.6.1.2.1.1.2.0': 'oid:1.3.6.1.4.1.1248.1.1',
      [`${version}.2.1.1`]: 'X7F0000001',
      [`${version}.3.1.1`]: 'Serial No',
      [`${version}.2.1.2`]: 'AB12P3',
      [`${version}.3.1.2`]: 'Main FW',
    })
    expect(readPrinter(store).firmware).toBe('AB12P3')
  })

  it('are asked for once each, tables apart from single objects', () => {
    for (const maker of MAKERS) {
      const { gets, walks } = objectsOf(maker)
      expect(new Set([...gets, ...walks]).size).toBe(gets.length + walks.length)
      for (const oid of [...gets, ...walks]) expect(oid).toMatch(/^1\.3\.6\.1(\.\d+)+$/)
    }
  })
})
