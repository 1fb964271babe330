import type { BlockRecord, Profile, SupplyProfile } from './profile.ts'

type Special = Pick<Profile, 'model' | 'color' | 'pagesPerMonth' | 'supplies'>

const info = '1.3.6.1.4.1.2435.2.3.9.4.2.1.5.5'

/** The table says "some left"; the maintenance block has the level in hundredths of percent. */
const COLORS = ['black', 'cyan', 'magenta', 'yellow'] as const
const records = (supplies: readonly SupplyProfile[]): BlockRecord[] =>
  supplies.flatMap(({ name, colorant, type }) => (type === 3 && colorant ? [{ code: 0x6f + COLORS.indexOf(colorant), supply: name }] : []))

const brother = (special: Special): Profile => ({
  manufacturer: 'Brother',
  ...special,
  sysObjectID: '1.3.6.1.4.1.2435.2.3.9.1',
  sysDescr: 'Brother NC-8700w, Firmware Ver.1.21  (19.03.28),MID 84E-B03,FID 2',
  deviceDescr: `Brother ${special.model} series`,
  firmware: ['ZA2203151049', 'ZB2309211416'],
  serial: 'E7####@#@######',
  vendorOctets: '3c:2a:f4',
  counterUnit: 7,
  privateObjects: [
    { oid: '1.3.6.1.4.1.2435.2.3.9.1.1.7.0', text: `MFG:Brother;CMD:PJL,PCL,PCLXL;MDL:${special.model} series;CLS:PRINTER;` },
    { oid: `${info}.1.0`, text: '{serial}' },
    { oid: `${info}.17.0`, text: '{firmware}' },
    { oid: `${info}.8.0`, records: records(special.supplies) },
    {
      oid: `${info}.10.0`,
      records: [
        { code: 0x00, count: 'total' },
        { code: 0x01, count: 'mono' },
        ...(special.color ? [{ code: 0x02, count: 'color' } as const] : []),
      ],
    },
  ],
})

const toner = (colorant: SupplyProfile['colorant'] & string, pages: number): SupplyProfile => ({
  name: `${colorant.charAt(0).toUpperCase()}${colorant.slice(1)} Toner Cartridge`,
  type: 3,
  colorant,
  unit: 13,
  capacity: -2,
  pages,
  reports: 'some-left',
})
const drum = (pages: number): SupplyProfile => ({ name: 'Drum Unit', type: 9, unit: 7, capacity: pages, pages })

export const brotherProfiles: readonly Profile[] = [
  brother({ model: 'HL-L6400DW', color: false, pagesPerMonth: [1000, 5000], supplies: [toner('black', 12_000), drum(50_000)] }),
  brother({
    model: 'MFC-L9570CDW',
    color: true,
    pagesPerMonth: [800, 4000],
    supplies: [
      ...COLORS.map((color) => toner(color, 9000)),
      drum(50_000),
      { name: 'Belt Unit', type: 20, unit: 7, capacity: 130_000, pages: 130_000 },
    ],
  }),
]
