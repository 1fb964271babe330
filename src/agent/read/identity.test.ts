import { describe, expect, it } from 'vitest'
import { storeOf } from '../../../test/support/object-store.ts'
import { cleanModel } from './identity.ts'
import { hrDeviceDescr, prtGeneralSerialNumber, sysDescr, sysObjectID } from './objects.ts'
import { readPrinter } from './printer-reading.ts'

const enterprise = (number: number) => `oid:1.3.6.1.4.1.${number}.1.2`

describe('who a printer is', () => {
  it.each([
    // what it says, maker, model, firmware
    [{ [sysDescr]: 'Lexmark CX999de version CXABC.001.002 kernel 4.17 All-N-1' }, 'Lexmark', 'CX999de', 'CXABC.001.002'],
    [
      { [sysDescr]: 'Lexmark MX999 version NH01.AB.N001 kernel 3.0.0', [`${hrDeviceDescr}.1`]: 'Lexmark MX999 7464AAA0001 LW01.AB.P001' },
      'Lexmark',
      'MX999',
      'LW01.AB.P001 (network NH01.AB.N001)',
    ],
    [{ [sysDescr]: 'RICOH MP C9999 1.23.4 / RICOH Network Printer C model' }, 'Ricoh', 'MP C9999', '1.23.4'],
    [{ [sysDescr]: 'LANIER MP C9999/LD999C 2.01 / LANIER Network Printer C model' }, 'Lanier', 'MP C9999/LD999C', '2.01'],
    [{ [sysDescr]: 'Samsung M9999FX; V11.01.03; Engine V1.00; S/N ABC123DEF' }, 'Samsung', 'M9999FX', '11.01.03'],
    [{ [sysDescr]: 'Xerox Phaser 9999; System 35.004.32.000, MCB 2.50' }, 'Xerox', 'Phaser 9999', '35.004.32.000'],
    [
      { [sysDescr]: 'Xerox WorkCentre 9999v1 Multifunction System; System Software 061.999.225.38900, ESS 061.029.39000' },
      'Xerox',
      'WorkCentre 9999v1',
      '061.999.225.38900',
    ],
    [
      { [sysDescr]: 'OKI OkiLAN 9999g Rev.00.69 10/100BASE Ethernet PrintServer: Attached to MC999 Rev.07.87 : Copyright' },
      'OKI',
      'MC999',
      '07.87',
    ],
    [{ [sysDescr]: 'HP ETHERNET MULTI-ENVIRONMENT,SN:ABC1234567,FN:1,SVCID:2,PID:HP LaserJet 9999dn' }, 'HP', 'LaserJet 9999dn', null],
    [{ [sysDescr]: 'HP ETHERNET MULTI-ENVIRONMENT,ROM J.sp.00,JETDIRECT EX', [sysObjectID]: enterprise(1347) }, 'Kyocera', null, null],
    [
      { [sysDescr]: 'TA_UTAX Printing System', [sysObjectID]: enterprise(1347), [`${hrDeviceDescr}.1`]: 'P-9999DN' },
      'UTAX',
      'P-9999DN',
      null,
    ],
    [
      {
        [sysDescr]: 'Brother NC-9999h, Firmware Ver.Z ,MID 1',
        [sysObjectID]: enterprise(2435),
        [`${hrDeviceDescr}.1`]: 'Brother HL-9999DW series',
      },
      'Brother',
      'HL-9999DW',
      'Z',
    ],
    [
      { [sysDescr]: 'Acme WidePrint 9; 3.2.1', '1.3.6.1.4.1.11.2.3.9.1.1.7.0': 'MANUFACTURER:Acme;MODEL:WidePrint 9;CLS:PRINTER;' },
      'Acme',
      'WidePrint 9',
      '3.2.1',
    ],
    [{ [sysDescr]: 'WorkCentre 9999; System 1.2.3' }, 'Xerox', 'WorkCentre 9999', null],
    [{ [sysDescr]: 'ECOSYS M9999' }, 'Kyocera', 'ECOSYS M9999', null],
    [{ [sysDescr]: 'Phaser 9999', [sysObjectID]: enterprise(11) }, 'HP', 'Phaser 9999', null],
    [{ [sysDescr]: 'something' }, null, 'something', null],
    [{}, null, null, null],
  ])('is read from %j [agents/the-brand-names-the-maker]', (objects, manufacturer, model, firmware) => {
    expect(readPrinter(storeOf(objects as Record<string, string>))).toMatchObject({ manufacturer, model, firmware })
  })

  it('is called without its maker [agents/models-without-the-maker]', () => {
    expect(cleanModel('Samsung Samsung SCX-9999 Series')).toBe('SCX-9999')
    expect(cleanModel('Hewlett-Packard HP LaserJet 9999')).toBe('LaserJet 9999')
    expect(cleanModel('KONICA MINOLTA bizhub C999i')).toBe('bizhub C999i')
    expect(cleanModel('Lexmark')).toBeUndefined()
  })

  it('has the serial number of the table, else of the private object or the description', () => {
    const kyocera = { [sysObjectID]: enterprise(1347), '1.3.6.1.4.1.1347.43.5.1.1.28.1': 'R4B7777777' }
    expect(readPrinter(storeOf(kyocera)).serialNumber).toBe('R4B7777777')
    expect(readPrinter(storeOf({ ...kyocera, [`${prtGeneralSerialNumber}.1`]: 'R4B8888888' })).serialNumber).toBe('R4B8888888')
    expect(readPrinter(storeOf({ ...kyocera, [`${prtGeneralSerialNumber}.1`]: '0000000000' })).serialNumber).toBe('R4B7777777')
    expect(readPrinter(storeOf({ [sysDescr]: 'Samsung M9; V11.01; S/N ABC123DEF' })).serialNumber).toBe('ABC123DEF')
    expect(
      readPrinter(storeOf({ [sysDescr]: 'Lexmark MX9 version A.1 kernel 3', [`${prtGeneralSerialNumber}.1`]: '7464A000B1-130-0' }))
        .serialNumber,
    ).toBe('7464A000B1')
  })
})
