import { type PrivateObject, type Profile, toners, wasteToner } from './profile.ts'

/** Makers and brands that are in no fleet by themselves: what each adds in objects of its own, or says in its own way. */

type Special = Pick<Profile, 'manufacturer' | 'model' | 'sysObjectID' | 'sysDescr'> & Partial<Profile>

/** A colour printer with four toners in percent and a waste container. */
const colorPrinter = (special: Special): Profile => ({
  color: true,
  deviceDescr: `${special.manufacturer} ${special.model}`,
  firmware: ['1.20.3', '1.31.0'],
  serial: '#@@######',
  vendorOctets: '00:00:f0',
  counterUnit: 7,
  pagesPerMonth: [800, 6000],
  supplies: [...toners(15_000, 12_000, 19), wasteToner(40_000, 'some-left')],
  ...special,
})

const counts = (objects: { total?: string; mono: string; color: string }): PrivateObject[] => [
  ...(objects.total ? [{ oid: objects.total, count: 'total' } as const] : []),
  { oid: objects.mono, count: 'mono' },
  { oid: objects.color, count: 'color' },
]

const xeroxCounter = '1.3.6.1.4.1.253.8.53.13.2.1.6.1.20'
const xeroxCounts = counts({ total: `${xeroxCounter}.1`, mono: `${xeroxCounter}.34`, color: `${xeroxCounter}.33` })
const xeroxSerial: PrivateObject = { oid: '1.3.6.1.4.1.253.8.53.3.2.1.3.1', text: '{serial}' }

/** Rows of scmHrDevCountTable: print (1) of A4 (5) in impressions (7), mono (3) and full colour (1); and a scan (5), which is no page. */
const samsungCount = '1.3.6.1.4.1.236.11.5.11.53.11.2.1'
const samsungRow = (row: number, job: number, color: number, value: PrivateObject): PrivateObject[] => [
  { oid: `${samsungCount}.2.${row}`, integer: job },
  { oid: `${samsungCount}.3.${row}`, integer: 5 },
  { oid: `${samsungCount}.4.${row}`, integer: 7 },
  { oid: `${samsungCount}.6.${row}`, integer: color },
  value,
]

const konicaPages = '1.3.6.1.4.1.18334.1.1.1.5.7.2.2.1.5'
const kyoceraPages = '1.3.6.1.4.1.1347.42.3.1.2.1.1'
const toshibaPages = '1.3.6.1.4.1.1129.2.3.50.1.3.21.6.1.2.1'
const okiInfo = '1.3.6.1.4.1.2001.1.1.1.1.11.1.10'
const epsonDevice = '1.3.6.1.4.1.1248.1.2.2'
const dellRoot = '1.3.6.1.4.1.674.10898.100'
const canonCounter = '1.3.6.1.4.1.1602.1.11.1.3.1.4'

export const rarerProfiles: readonly Profile[] = [
  colorPrinter({
    manufacturer: 'Xerox',
    model: 'VersaLink C405DN',
    sysObjectID: '1.3.6.1.4.1.253.8.62.1.35.1.3.1',
    sysDescr: 'Xerox VersaLink C405DN; System {firmware}, Controller 1.70.1, IOT 6.30.0, Panel 22.21.0, Boot 1.3.28',
    privateObjects: [xeroxSerial, ...xeroxCounts],
  }),
  colorPrinter({
    manufacturer: 'Fujifilm',
    model: 'ApeosPort C3070',
    sysObjectID: '1.3.6.1.4.1.297.1.11.93.1.38.1.1',
    sysDescr: 'FUJIFILM ApeosPort C3070',
    privateObjects: [
      { oid: '1.3.6.1.4.1.297.1.111.1.31.10.0', text: 'System {firmware}; ESS 1.3.1; IOT 10.36.0' },
      xeroxSerial,
      ...xeroxCounts,
    ],
  }),
  colorPrinter({
    manufacturer: 'Samsung',
    model: 'X4300LX',
    sysObjectID: '1.3.6.1.4.1.236.11.5.1',
    sysDescr: 'Samsung X4300LX; V{firmware}; Engine V1.00.07; NIC V6.01.00; S/N {serial}',
    privateObjects: [
      ...samsungRow(1, 1, 3, { oid: `${samsungCount}.7.1`, count: 'mono' }),
      ...samsungRow(2, 1, 1, { oid: `${samsungCount}.7.2`, count: 'color' }),
      ...samsungRow(3, 5, 1, { oid: `${samsungCount}.7.3`, integer: 4711 }),
    ],
  }),
  colorPrinter({
    manufacturer: 'OKI',
    model: 'C834',
    sysObjectID: '1.3.6.1.4.1.2001.1.1.1.297.93.1.1.1',
    sysDescr: 'OKI OkiLAN 8450e Rev.02.64 10/100BASE Ethernet PrintServer: Attached to C834 Rev.{firmware} : Copyright (c) 2010',
    privateObjects: [
      { oid: `${okiInfo}.45.0`, text: '{serial}' },
      ...counts({ total: `${okiInfo}.170.1.8.1`, mono: `${okiInfo}.170.1.7.1`, color: `${okiInfo}.170.1.6.1` }),
    ],
  }),
  colorPrinter({
    manufacturer: 'Epson',
    model: 'WF-C17590',
    sysObjectID: '1.3.6.1.4.1.1248.1.1.2.1.3.5.69.69.80.83.50',
    sysDescr: 'EPSON Built-in 10/100/1000 Print Server',
    deviceDescr: 'EPSON WF-C17590 Series',
    supplies: toners(50_000, 50_000, 19, (color) => `${color} Ink Cartridge`).map((supply) => ({ ...supply, type: 6 })),
    privateObjects: [
      { oid: `${epsonDevice}.1.1.1.2.1`, text: 'WF-C17590' },
      { oid: `${epsonDevice}.1.1.1.5.1`, text: '{serial}' },
      { oid: `${epsonDevice}.2.1.1.2.1.1`, text: '{serial}' },
      { oid: `${epsonDevice}.2.1.1.3.1.1`, text: 'Serial No' },
      { oid: `${epsonDevice}.2.1.1.2.1.2`, text: '{firmware}' },
      { oid: `${epsonDevice}.2.1.1.3.1.2`, text: 'Main FW' },
      ...counts({ mono: `${epsonDevice}.27.1.1.3.1.1`, color: `${epsonDevice}.27.1.1.4.1.1` }),
    ],
  }),
  colorPrinter({
    manufacturer: 'Toshiba',
    model: 'e-STUDIO3515AC',
    sysObjectID: '1.3.6.1.4.1.1129.2.3.45.1',
    sysDescr: 'TOSHIBA e-STUDIO3515AC',
    privateObjects: counts({ total: `${toshibaPages}.4`, mono: `${toshibaPages}.3`, color: `${toshibaPages}.1` }),
  }),
  colorPrinter({
    manufacturer: 'Dell',
    model: 'S5840cdn',
    sysObjectID: '1.3.6.1.4.1.674.10898.2.100.100.51.1094474009',
    sysDescr: 'Dell S5840cdn version {firmware} kernel 3.0.0 All-N-1',
    serialSuffix: '-132-13',
    firmware: ['NH62.PP.N636'],
    privateObjects: [
      { oid: `${dellRoot}.2.1.2.1.6.1`, text: '{serial}' },
      ...(['total', 'mono', 'color'] as const).flatMap((count, i): PrivateObject[] => [
        { oid: `${dellRoot}.6.4.2.1.1.2.1.${i + 1}`, integer: i + 2 },
        { oid: `${dellRoot}.6.4.2.1.1.4.1.${i + 1}`, count },
      ]),
    ],
  }),
  colorPrinter({
    manufacturer: 'Canon',
    model: 'iR-ADV C3520 III',
    sysObjectID: '1.3.6.1.4.1.1602.4.7',
    sysDescr: 'Canon iR-ADV C3520 III /P',
    privateObjects: [
      { oid: '1.3.6.1.4.1.1602.1.2.1.8.1.3.1.1', text: '{serial}' },
      { oid: '1.3.6.1.4.1.1602.1.1.1.4.0', text: '{firmware}' },
      { oid: `${canonCounter}.101`, count: 'total' },
      { oid: `${canonCounter}.113`, count: 'mono' },
      { oid: `${canonCounter}.112`, integer: 0 },
      { oid: `${canonCounter}.123`, count: 'color' },
      { oid: `${canonCounter}.122`, integer: 0 },
    ],
  }),
  colorPrinter({
    manufacturer: 'Develop',
    model: 'ineo+ 258',
    sysObjectID: '1.3.6.1.4.1.18334.1.1.1.2.1.130.3.4',
    sysDescr: 'Develop ineo+ 258',
    privateObjects: [
      { oid: '1.3.6.1.4.1.18334.1.1.1.1.6.1.0', text: '{firmware}' },
      ...counts({ mono: `${konicaPages}.1.2`, color: `${konicaPages}.2.2` }),
    ],
  }),
  colorPrinter({
    manufacturer: 'Olivetti',
    model: 'd-COLOR MF309',
    sysObjectID: '1.3.6.1.4.1.18334.1.1.1.2.1.152.3.4',
    sysDescr: 'Olivetti d-COLOR MF309',
    privateObjects: [
      { oid: '1.3.6.1.4.1.18334.1.1.1.1.6.1.0', text: '{firmware}' },
      ...counts({ mono: `${konicaPages}.1.2`, color: `${konicaPages}.2.2` }),
    ],
  }),
  colorPrinter({
    manufacturer: 'UTAX',
    model: '3207ci',
    sysObjectID: '1.3.6.1.4.1.1347.41',
    sysDescr: 'TA_UTAX Printing System',
    deviceDescr: '3207ci',
    supplies: toners(20_000, 12_000, 7, (color) => `CK-8513${color === 'Black' ? 'K' : color.charAt(0)}`),
    privateObjects: [
      { oid: '1.3.6.1.4.1.1347.43.5.1.1.1.1', text: '3207ci' },
      { oid: '1.3.6.1.4.1.1347.43.5.1.1.28.1', text: '{serial}' },
      { oid: '1.3.6.1.4.1.1347.43.5.4.1.5.1.1', text: '{firmware}' },
      ...counts({ mono: `${kyoceraPages}.1.1`, color: `${kyoceraPages}.1.3` }),
    ],
  }),
  ...(['Gestetner', 'Lanier', 'Savin', 'NRG', 'infotec'] as const).map((manufacturer) =>
    colorPrinter({
      manufacturer,
      model: `IM C2${manufacturer.length}00`,
      sysObjectID: '1.3.6.1.4.1.367.1.1',
      sysDescr: `${manufacturer.toUpperCase()} IM C2${manufacturer.length}00 {firmware} / ${manufacturer} Network Printer C model`,
    }),
  ),
]
