import type { PrivateObject, Profile, SupplyProfile } from './profile.ts'

const cartridges = (supplies: readonly SupplyProfile[]): PrivateObject[] =>
  supplies.flatMap(({ name, part }, i) =>
    part
      ? [
          { oid: `1.3.6.1.4.1.641.6.4.4.1.1.5.1.${i + 1}`, cartridge: 'name', supply: name },
          { oid: `1.3.6.1.4.1.641.6.4.4.1.1.6.1.${i + 1}`, cartridge: 'serial', supply: name },
          { oid: `1.3.6.1.4.1.641.6.4.4.1.1.7.1.${i + 1}`, cartridge: 'part', supply: name },
        ]
      : [],
  )

/** totalSafe, totalMonoSafe, totalColorSafe of LEXMARK-MPS-MIB. */
const counts = (color: boolean): PrivateObject[] =>
  (['total', 'mono', 'color'] as const)
    .filter((count) => color || count !== 'color')
    .flatMap((count, i) => [
      { oid: `1.3.6.1.4.1.641.6.4.2.1.1.2.1.${i + 1}`, integer: { total: 2, mono: 3, color: 4 }[count] },
      { oid: `1.3.6.1.4.1.641.6.4.2.1.1.4.1.${i + 1}`, count },
    ])

type Special = Pick<Profile, 'model' | 'color' | 'sysObjectID' | 'serial' | 'pagesPerMonth' | 'supplies'> & { code: string }

const lexmark = ({ code, ...special }: Special): Profile => ({
  manufacturer: 'Lexmark',
  ...special,
  sysDescr: `Lexmark ${special.model} version {firmware} kernel 4.17.19-yocto-standard All-N-1`,
  deviceDescr: `Lexmark ${special.model} {serial} {firmware}`,
  firmware: [`${code}.076.305`, `${code}.081.231`, `${code}.222.019`],
  serialSuffix: '-110-3',
  vendorOctets: '00:21:b7',
  counterUnit: 7,
  privateObjects: [
    { oid: '1.3.6.1.4.1.641.6.2.3.1.4.1', text: `Lexmark ${special.model}` },
    { oid: '1.3.6.1.4.1.641.6.2.3.1.5.1', text: '{serial}' },
    ...counts(special.color),
    ...cartridges(special.supplies),
  ],
})

const black = (pages: number, part: string): SupplyProfile => ({
  name: 'Black Toner',
  type: 3,
  colorant: 'black',
  unit: 7,
  capacity: pages,
  pages,
  part,
})
const part = (name: string, type: number, pages: number): SupplyProfile => ({ name, type, unit: 7, capacity: pages, pages })

const colors = (pages: number, parts: string): SupplyProfile[] =>
  (['cyan', 'magenta', 'yellow', 'black'] as const).map((colorant) => ({
    name: `${colorant.charAt(0).toUpperCase()}${colorant.slice(1)} Toner`,
    type: 3,
    colorant,
    unit: 7,
    capacity: pages,
    pages,
    part: `${parts}${colorant === 'black' ? 'K' : colorant.charAt(0).toUpperCase()}0`,
  }))

export const lexmarkProfiles: readonly Profile[] = [
  lexmark({
    model: 'MS622de',
    code: 'MSTGM',
    color: false,
    sysObjectID: '1.3.6.1.4.1.641.2.71107345',
    serial: '4514#########',
    pagesPerMonth: [1500, 6000],
    supplies: [black(20_000, '56F0H00'), part('Imaging Unit', 9, 60_000), part('Maintenance Kit', 1, 200_000)],
  }),
  lexmark({
    model: 'MX722adhe',
    code: 'MXTPM',
    color: false,
    sysObjectID: '1.3.6.1.4.1.641.2.71107351',
    serial: '7464#########',
    pagesPerMonth: [3000, 15_000],
    supplies: [
      black(25_000, '58D0H00'),
      part('Imaging Unit', 9, 150_000),
      part('Maintenance Kit', 1, 200_000),
      part('ADF Kit', 1, 120_000),
    ],
  }),
  lexmark({
    model: 'CX725de',
    code: 'CXTPC',
    color: true,
    sysObjectID: '1.3.6.1.4.1.641.2.71107366',
    serial: '7528#########',
    pagesPerMonth: [2000, 8000],
    supplies: [
      ...colors(12_000, '84C1H'),
      part('Imaging Kit', 9, 150_000),
      part('Fuser', 15, 150_000),
      { name: 'Waste Toner Bottle', type: 4, unit: 7, capacity: 90_000, pages: 90_000 },
    ],
  }),
  lexmark({
    model: 'C4352',
    code: 'CSTGV',
    color: true,
    sysObjectID: '1.3.6.1.4.1.641.2.71107390',
    serial: '5027#########',
    pagesPerMonth: [1200, 5000],
    supplies: [
      ...colors(10_000, 'C240H'),
      part('Imaging Kit', 9, 125_000),
      { ...part('Waste Toner Bottle', 4, 30_000), reports: 'some-left' },
    ],
  }),
]
