import { type PrivateObject, type Profile, toners, wasteToner } from './profile.ts'

type Special = Pick<Profile, 'model' | 'color' | 'pagesPerMonth' | 'supplies'>

/** ricohEngCounter: 10 all, 401 printer black and white, 403 printer full colour. */
const counts = (color: boolean): PrivateObject[] =>
  (['total', 'mono', 'color'] as const)
    .filter((count) => color || count !== 'color')
    .flatMap((count, i) => [
      { oid: `1.3.6.1.4.1.367.3.2.1.2.19.5.1.2.${i + 1}`, integer: { total: 10, mono: 401, color: 403 }[count] },
      { oid: `1.3.6.1.4.1.367.3.2.1.2.19.5.1.9.${i + 1}`, count },
    ])

const ricoh = (special: Special): Profile => ({
  manufacturer: 'Ricoh',
  ...special,
  sysObjectID: '1.3.6.1.4.1.367.1.1',
  sysDescr: `RICOH ${special.model} {firmware} / RICOH Network Printer C model / RICOH Network Scanner C model`,
  deviceDescr: `RICOH ${special.model}`,
  firmware: ['1.08', '1.13', '2.02'],
  serial: '#@##@######',
  vendorOctets: '00:26:73',
  counterUnit: 8,
  privateObjects: [
    { oid: '1.3.6.1.4.1.367.3.2.1.1.1.1.0', text: special.model },
    { oid: '1.3.6.1.4.1.367.3.2.1.1.1.2.0', text: '{firmware}' },
    { oid: '1.3.6.1.4.1.367.3.2.1.2.1.4.0', text: '{serial}' },
    ...counts(special.color),
  ],
})

/** Levels go down in tens. */
const inTens = { reports: { step: 10 } } as const

export const ricohProfiles: readonly Profile[] = [
  ricoh({
    model: 'IM C3000',
    color: true,
    pagesPerMonth: [3000, 12_000],
    supplies: [...toners(31_000, 19_000, 19).map((supply) => ({ ...supply, ...inTens })), wasteToner(100_000)],
  }),
  ricoh({
    model: 'SP 4510DN',
    color: false,
    pagesPerMonth: [800, 4000],
    supplies: [{ name: 'Black Toner', type: 3, colorant: 'black', unit: 19, capacity: 100, pages: 12_000, ...inTens }],
  }),
]
