import { hrDeviceDescr, sysDescr } from '../read/objects.ts'
import { textAt } from '../read/store.ts'
import type { ObjectStore } from '../snmp/value.ts'
import type { Derived, Maker } from './maker.ts'

/** LEXMARK-PVT-MIB and LEXMARK-MPS-MIB. */
const prtgen = '1.3.6.1.4.1.641.2.1.2.1'
const mpsDevice = '1.3.6.1.4.1.641.6.2.3.1'
const swInventoryRevision = '1.3.6.1.4.1.641.6.3.3.1.7.1.1'
const paperGeneralCountType = '1.3.6.1.4.1.641.6.4.2.1.1.2'
const paperGeneralCountValue = '1.3.6.1.4.1.641.6.4.2.1.1.4'
const currentSupplyDescription = '1.3.6.1.4.1.641.6.4.4.1.1.5'
const currentSupplySerialNumber = '1.3.6.1.4.1.641.6.4.4.1.1.6'
const currentSupplyPartNumber = '1.3.6.1.4.1.641.6.4.4.1.1.7'

export const lexmark: Maker = {
  name: 'Lexmark',
  enterprises: [641],
  brands: [
    { name: 'Lexmark', begins: /^(Lexmark( International)?|(?=MarkNet))\b/i },
    { name: 'IBM', begins: /^(IBM\b|(?=Info ?print\b))/i },
    { name: 'Source Technologies', begins: /^Source Technologies\b/i },
    { name: 'Unisys', begins: /^Unisys\b/i },
  ],
  descriptions: [/^(?<model>.+?)\s+version\s+V?(?<firmware>\S+)/i],
  model: [{ oid: `${mpsDevice}.4.1` }, { oid: `${prtgen}.2.1` }, { from: 'sysDescr' }, { from: 'hrDeviceDescr', pattern: /^\S+ \S+/ }],
  serialNumber: [{ oid: `${mpsDevice}.5.1` }, { oid: `${prtgen}.6.1` }],
  serialSuffix: /-\d{2,3}-\d{1,2}$/,
  firmware: [{ oid: swInventoryRevision }, { oid: `${prtgen}.4.1` }],
  // totalSafe, totalMonoSafe, totalColorSafe: sides that came out of the printer.
  lifetimePageCount: [{ types: paperGeneralCountType, values: paperGeneralCountValue, codes: [2] }],
  monoPageCount: [{ types: paperGeneralCountType, values: paperGeneralCountValue, codes: [3] }],
  colorPageCount: [{ types: paperGeneralCountType, values: paperGeneralCountValue, codes: [4] }],
  walks: [currentSupplyDescription, currentSupplySerialNumber, currentSupplyPartNumber],
  derive: (store, reading) => ({ ...bothFirmwares(store, reading.firmware), supplies: withCartridges(store, reading.supplies) }),
}

/** Models of some years have a code for the engine and another for the network; the printer's own pages show both. */
function bothFirmwares(store: ObjectStore, told: string | null): Derived {
  const engine = /\s(\w+\.\w[\w.]*)$/.exec(textAt(store, `${hrDeviceDescr}.1`) ?? '')?.[1]
  const network = /\sversion\s+(\S+)/i.exec(textAt(store, sysDescr) ?? '')?.[1]
  const base = engine ?? told
  if (!base || !network || base === network) return base ? { firmware: base } : {}
  return { firmware: `${base} (network ${network})` }
}

/** The inventory of cartridges is a table of its own; its rows are found by their description. */
function withCartridges(store: ObjectStore, supplies: Derived['supplies'] = []) {
  const rows = new Map<string, string>()
  for (const oid of store.keys()) {
    if (!oid.startsWith(`${currentSupplyDescription}.`)) continue
    const name = textAt(store, oid)
    if (name) rows.set(name, oid.slice(currentSupplyDescription.length + 1))
  }
  return supplies.map((supply) => {
    const row = supply.name === null ? undefined : rows.get(supply.name)
    if (row === undefined) return supply
    const serialNumber = textAt(store, `${currentSupplySerialNumber}.${row}`)?.slice(0, 128) ?? supply.serialNumber
    return { ...supply, serialNumber, part: textAt(store, `${currentSupplyPartNumber}.${row}`)?.slice(0, 128) ?? supply.part }
  })
}
