import { type PrivateObject, type Profile, type SupplyProfile, toners } from './profile.ts'

type Special = Pick<Profile, 'model' | 'color' | 'sysObjectID' | 'pagesPerMonth' | 'supplies'>

const total = '1.3.6.1.4.1.2385.1.1.19.2.1.3.5.4'
const counts = (color: boolean): PrivateObject[] => [
  { oid: `${total}.61`, count: 'mono' },
  ...(color ? [{ oid: `${total}.63`, count: 'color' } as const] : []),
]

const sharp = (special: Special): Profile => ({
  manufacturer: 'Sharp',
  ...special,
  sysDescr: `SHARP ${special.model}`,
  deviceDescr: `SHARP ${special.model}`,
  firmware: ['02.04', '03.10'],
  serial: '##########',
  vendorOctets: '24:31:84',
  counterUnit: 7,
  privateObjects: [{ oid: '1.3.6.1.4.1.2385.2.1.1.2.1.2.1', text: '{firmware}' }, ...counts(special.color)],
})

/** Percent without a capacity; and a fuser that never says. */
const drum = (name: string, pages: number): SupplyProfile => ({ name, type: 9, unit: 19, capacity: -2, pages })
const fuser: SupplyProfile = { name: 'Fusing Unit', type: 15, unit: 7, capacity: -2, pages: 300_000, reports: 'unknown' }

export const sharpProfiles: readonly Profile[] = [
  sharp({
    model: 'MX-3061',
    color: true,
    sysObjectID: '1.3.6.1.4.1.2385.3.1.118.1.2',
    pagesPerMonth: [2000, 9000],
    supplies: [...toners(40_000, 24_000, 19), drum('Black Photoconductive Drum', 200_000), fuser],
  }),
  sharp({
    model: 'MX-M3071',
    color: false,
    sysObjectID: '1.3.6.1.4.1.2385.3.1.118.1.9',
    pagesPerMonth: [2000, 8000],
    supplies: [
      { name: 'Black Toner', type: 3, colorant: 'black', unit: 19, capacity: 100, pages: 40_000 },
      drum('Photoconductive Drum', 250_000),
      fuser,
    ],
  }),
]
