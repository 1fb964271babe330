import { type PrivateObject, type Profile, type SupplyProfile, toners, wasteToner } from './profile.ts'

type Special = Pick<Profile, 'model' | 'color' | 'pagesPerMonth' | 'supplies'>

const pages = '1.3.6.1.4.1.1347.42.3.1.2.1.1'
const counts = (color: boolean): PrivateObject[] => [
  { oid: `${pages}.1.1`, count: 'mono' },
  ...(color ? [{ oid: `${pages}.1.3`, count: 'color' } as const] : []),
]

/** The model is nowhere in sysDescr. */
const kyocera = (special: Special): Profile => ({
  manufacturer: 'Kyocera',
  ...special,
  sysObjectID: '1.3.6.1.4.1.1347.41',
  sysDescr: 'KYOCERA Document Solutions Printing System',
  deviceDescr: special.model,
  firmware: ['2TR_S000.003.011', '2TR_S000.004.107'],
  serial: 'R4B#######',
  vendorOctets: '00:17:c8',
  counterUnit: 7,
  privateObjects: [
    { oid: '1.3.6.1.4.1.1347.43.5.1.1.1.1', text: special.model },
    { oid: '1.3.6.1.4.1.1347.43.5.1.1.28.1', text: '{serial}' },
    { oid: '1.3.6.1.4.1.1347.43.5.4.1.5.1.1', text: '{firmware}' },
    { oid: '1.3.6.1.4.1.1347.43.10.1.1.12.1.1', count: 'total' },
    ...counts(special.color),
  ],
})

const toner = (name: string, yields: number): SupplyProfile => ({
  name,
  type: 3,
  colorant: 'black',
  unit: 7,
  capacity: yields,
  pages: yields,
})

export const kyoceraProfiles: readonly Profile[] = [
  kyocera({
    model: 'ECOSYS P3155dn',
    color: false,
    pagesPerMonth: [1500, 7000],
    supplies: [toner('TK-3160', 12_500), { ...wasteToner(150_000, 'some-left'), unit: 7 }],
  }),
  kyocera({
    model: 'TASKalfa 2554ci',
    color: true,
    pagesPerMonth: [2500, 9000],
    supplies: [
      ...toners(20_000, 12_000, 7, (color) => `TK-8365${color === 'Black' ? 'K' : color.charAt(0)}`),
      wasteToner(40_000, 'some-left'),
    ],
  }),
]
