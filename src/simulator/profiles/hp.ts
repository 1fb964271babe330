import { type Profile, type SupplyProfile, toners } from './profile.ts'

const pml = '1.3.6.1.4.1.11.2.3.9.4.2.1'

type Special = Pick<Profile, 'model' | 'color' | 'pagesPerMonth' | 'supplies'>

/** The network card speaks for the printer; its text names the printer at the end. */
const hp = (special: Special): Profile => ({
  manufacturer: 'HP',
  ...special,
  sysObjectID: '1.3.6.1.4.1.11.2.3.9.1',
  sysDescr: `HP ETHERNET MULTI-ENVIRONMENT,SN:{serial},FN:2D4X0F7,SVCID:30046,PID:HP ${special.model}`,
  deviceDescr: `HP ${special.model}`,
  firmware: ['20230421', '20231108', '20240216'],
  serial: 'PHB@@#####',
  vendorOctets: 'b0:0c:d1',
  counterUnit: 7,
  privateObjects: [
    { oid: '1.3.6.1.4.1.11.2.3.9.1.1.7.0', text: `MFG:HP;CMD:PJL,PML,PCL;MDL:HP ${special.model};CLS:PRINTER;DES:HP ${special.model};` },
    { oid: `${pml}.1.3.2.0`, text: `HP ${special.model}`, pml: true },
    { oid: `${pml}.1.3.3.0`, text: '{serial}', pml: true },
    { oid: `${pml}.1.3.5.0`, text: '{firmware}', pml: true },
    { oid: `${pml}.4.1.2.5.0`, count: 'total' },
    { oid: `${pml}.4.1.2.6.0`, count: 'mono' },
    ...(special.color ? [{ oid: `${pml}.4.1.2.7.0`, count: 'color' } as const] : []),
  ],
})

const cartridge = (name: string, pages: number): SupplyProfile => ({ name, type: 3, colorant: 'black', unit: 19, capacity: 100, pages })

export const hpProfiles: readonly Profile[] = [
  hp({ model: 'LaserJet Pro M404dn', color: false, pagesPerMonth: [400, 2500], supplies: [cartridge('Black Cartridge HP CF258A', 3000)] }),
  hp({
    model: 'LaserJet Pro MFP M428fdw',
    color: false,
    pagesPerMonth: [500, 3000],
    supplies: [cartridge('Black Cartridge HP CF258X', 10_000)],
  }),
  hp({
    model: 'Color LaserJet MFP M479fdw',
    color: true,
    pagesPerMonth: [600, 3000],
    supplies: toners(7500, 6000, 19, (color) => `${color} Cartridge HP W20${{ Black: 3, Cyan: 4, Yellow: 5, Magenta: 6 }[color]}0X`),
  }),
]
