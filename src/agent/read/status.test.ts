import { describe, expect, it } from 'vitest'
import { storeOf } from '../../../test/support/object-store.ts'
import {
  hrDevicePrinter,
  hrDeviceStatus,
  hrDeviceType,
  hrPrinterDetectedErrorState,
  hrPrinterStatus,
  prtConsoleDisplayBufferText,
  prtConsoleLocalization,
  prtGeneralCurrentLocalization,
  prtLocalizationCharacterSet,
} from './objects.ts'
import { readPrinter } from './printer-reading.ts'
import { errorBits } from './status.ts'

const BITS = [
  'lowPaper',
  'noPaper',
  'lowToner',
  'noToner',
  'doorOpen',
  'jammed',
  'offline',
  'serviceRequested',
  'inputTrayMissing',
  'outputTrayMissing',
  'markerSupplyMissing',
  'outputNearFull',
  'outputFull',
  'inputTrayEmpty',
  'overduePreventMaint',
]

describe('the error state', () => {
  it.each(BITS.map((name, bit) => [name, bit] as const))('is %s by bit %s alone, the highest of an octet first', (name, bit) => {
    const octets = Buffer.alloc(2)
    octets[bit >> 3] = 0x80 >> (bit & 7)
    expect(errorBits(octets)).toEqual([name])
    if (bit < 8) expect(errorBits(octets.subarray(0, 1))).toEqual([name])
  })

  it.each([
    ['no octet', '', []],
    ['an octet of zeros', '00', []],
    ['one octet', 'c4', ['lowPaper', 'noPaper', 'jammed']],
    ['two octets', '2006', ['lowToner', 'inputTrayEmpty', 'overduePreventMaint']],
    ['a bit without a meaning', '0001', []],
    ['more octets than there are meanings', '0000ff', []],
    ['all bits', 'ffff', BITS],
  ])('of %s is read', (_, hex, names) => {
    expect(readPrinter(storeOf({ [`${hrPrinterDetectedErrorState}.1`]: Buffer.from(hex, 'hex') })).errorState).toEqual(names)
  })
})

describe('the status', () => {
  // The combinations of RFC 3805 (2.2.13.2), by hrDeviceStatus and hrPrinterStatus.
  it.each([
    ['idle', 2, 3, 'running', 'idle'],
    ['busy', 2, 4, 'running', 'printing'],
    ['warming up', 2, 5, 'running', 'warmup'],
    ['asleep', 2, 1, 'running', 'other'],
    ['idle with a warning', 3, 3, 'warning', 'idle'],
    ['busy with a warning', 3, 4, 'warning', 'printing'],
    ['stopped by something critical', 5, 1, 'down', 'other'],
    ['testing', 4, 1, 'testing', 'other'],
    ['unknown', 1, 2, 'unknown', 'unknown'],
    ['values that do not exist', 9, 0, null, null],
  ])('of a printer that is %s is reported in both words', (_, device, printer, deviceStatus, printerStatus) => {
    const reported = storeOf({ [`${hrDeviceStatus}.1`]: device, [`${hrPrinterStatus}.1`]: printer })
    expect(readPrinter(reported)).toMatchObject({ deviceStatus, printerStatus })
  })

  it('is that of the device that is the printer, whatever its row', () => {
    const reported = {
      [`${hrDeviceType}.1`]: 'oid:1.3.6.1.2.1.25.3.1.3',
      [`${hrDeviceStatus}.1`]: 2,
      [`${hrDeviceStatus}.5`]: 3,
      [`${hrPrinterStatus}.5`]: 4,
      [`${hrPrinterDetectedErrorState}.5`]: Buffer.from([0x40]),
    }
    const expected = { deviceStatus: 'warning', printerStatus: 'printing', errorState: ['noPaper'] }
    expect(readPrinter(storeOf({ ...reported, [`${hrDeviceType}.5`]: `oid:${hrDevicePrinter}` }))).toMatchObject(expected)
    expect(readPrinter(storeOf(reported))).toMatchObject(expected)
    // A fax or a scanner may call itself a printer too.
    expect(
      readPrinter(
        storeOf({ ...reported, [`${hrDeviceType}.3`]: `oid:${hrDevicePrinter}`, [`${hrDeviceType}.5`]: `oid:${hrDevicePrinter}` }),
      ),
    ).toMatchObject(expected)
  })

  it('is null where the printer says nothing', () => {
    expect(readPrinter(storeOf({}))).toMatchObject({
      deviceStatus: null,
      printerStatus: null,
      errorState: [],
      statusText: null,
      alerts: [],
    })
  })

  it('text is what stands on the display, in its lines, by the character set of the display', () => {
    const display = {
      [`${prtGeneralCurrentLocalization}.1`]: 1,
      [`${prtConsoleLocalization}.1`]: 2,
      [`${prtLocalizationCharacterSet}.1.1`]: 106,
      [`${prtLocalizationCharacterSet}.1.2`]: 2004,
      [`${prtConsoleDisplayBufferText}.1.1`]: Buffer.from([0x50, 0x72, 0xc5, 0x74, 0x20, 0x20]),
      [`${prtConsoleDisplayBufferText}.1.2`]: '',
      [`${prtConsoleDisplayBufferText}.1.3`]: 'Tray\u0000\u0000',
    }
    expect(readPrinter(storeOf(display)).statusText).toBe('Prét Tray')
  })
})
