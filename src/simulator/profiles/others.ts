import { type Profile, toners, wasteToner } from './profile.ts'

const konicaPages = '1.3.6.1.4.1.18334.1.1.1.5.7.2.2.1.5'

export const otherProfiles: readonly Profile[] = [
  {
    manufacturer: 'Konica Minolta',
    model: 'bizhub C300i',
    color: true,
    sysObjectID: '1.3.6.1.4.1.18334.1.1.1.2.1.181.3.4',
    sysDescr: 'KONICA MINOLTA bizhub C300i',
    deviceDescr: 'KONICA MINOLTA bizhub C300i',
    firmware: ['1.104', '2.011'],
    serial: 'AA2K0#########',
    vendorOctets: '00:20:6b',
    counterUnit: 7,
    pagesPerMonth: [2500, 10_000],
    supplies: [...toners(28_000, 28_000, 19, (color) => `Toner (${color})`), wasteToner(60_000, 'some-left')],
    privateObjects: [
      { oid: '1.3.6.1.4.1.18334.1.1.1.1.6.1.0', text: '{firmware}' },
      { oid: `${konicaPages}.1.2`, count: 'mono' },
      { oid: `${konicaPages}.2.2`, count: 'color' },
    ],
  },
  {
    manufacturer: 'Canon',
    model: 'LBP226dw',
    color: false,
    sysObjectID: '1.3.6.1.4.1.1602.4.7',
    sysDescr: 'Canon LBP226dw /P',
    deviceDescr: 'Canon LBP226dw /P',
    firmware: ['04.05', '05.02'],
    serial: '@@@######',
    vendorOctets: '74:bf:c0',
    counterUnit: 7,
    pagesPerMonth: [300, 2000],
    // Full, half, empty: nothing between.
    supplies: [{ name: 'Canon Cartridge 057', type: 3, unit: 19, capacity: 100, pages: 3100, reports: { step: 50 } }],
    privateObjects: [
      { oid: '1.3.6.1.4.1.1602.1.1.1.1.0', text: 'LBP226dw' },
      { oid: '1.3.6.1.4.1.1602.1.1.1.4.0', text: '{firmware}' },
      { oid: '1.3.6.1.4.1.1602.1.11.1.3.1.4.101', count: 'total' },
    ],
  },
  {
    manufacturer: 'Pantum',
    model: 'BP5100DN',
    color: false,
    sysObjectID: '1.3.6.1.4.1.40093.1.1.4.9',
    sysDescr: 'Pantum BP5100DN',
    deviceDescr: 'Pantum BP5100DN',
    firmware: ['1.2.2.9'],
    serial: 'CM####@####',
    vendorOctets: '9c:8e:99',
    counterUnit: 7,
    pagesPerMonth: [500, 3000],
    supplies: [{ name: 'Toner', type: 3, unit: 19, capacity: 100, pages: 6000 }],
  },
]
