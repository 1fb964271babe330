import type { PrinterReading } from '../../features/agent-protocol/agent-protocol.api.ts'
import { hrDeviceDescr, sysDescr } from '../read/objects.ts'
import { textAt, textsOf } from '../read/store.ts'
import type { ObjectStore } from '../snmp/value.ts'
import type { Derived, Maker } from './maker.ts'

/**
 * LEXMARK-PVT-MIB (prtgen…, the counts) and LEXMARK-MPS-MIB (device, inventories, paperGeneralCount…, currentSupply…), under Lexmark's own
 * number; what Lexmark makes for others has the same objects under theirs.
 */
export function lexmarkObjects(root: string) {
  const prtgen = `${root}.2.1.2.1`
  const pages = `${root}.2.1.5`
  const mpsDevice = `${root}.6.2.3.1`
  const swInventoryRevision = `${root}.6.3.3.1.7.1.1`
  const currentSupply = `${root}.6.4.4.1.1`
  // Of paperGeneralCountType: totalSafe (2), totalMonoSafe (3), totalColorSafe (4): sides that came out of the printer.
  const safe = (code: number) => ({ values: `${root}.6.4.2.1.1.4`, where: [{ column: `${root}.6.4.2.1.1.2`, codes: [code] }] }) as const
  const [description, serialNumber, partNumber] = [5, 6, 7].map((column) => `${currentSupply}.${column}`) as [string, string, string]
  return {
    deviceIds: [`${prtgen}.3.1`],
    model: [{ oid: `${mpsDevice}.4.1` }, { oid: `${prtgen}.2.1` }],
    // The printer's description ends in serial number and version of the engine.
    serialNumber: [
      { oid: `${mpsDevice}.5.1` },
      { oid: `${prtgen}.6.1` },
      { from: 'hrDeviceDescr', pattern: /\s((?=\w*\d)\w{7,})\s+\w+\.\w[\w.-]*$/ },
    ],
    serialSuffix: /-\d{2,3}-\d{1,2}$/,
    firmware: [{ oid: swInventoryRevision }, { oid: `${prtgen}.4.1` }],
    lifetimePageCount: [safe(2), { oid: `${pages}.1.0` }],
    monoPageCount: [safe(3), { oid: `${pages}.2.0` }],
    colorPageCount: [safe(4), { oid: `${pages}.3.0` }],
    walks: [description, serialNumber, partNumber],
    derive: (store, reading) => ({
      ...bothFirmwares(store, reading),
      supplies: withCartridges(store, reading.supplies, { description, serialNumber, partNumber }),
    }),
  } satisfies Partial<Maker>
}

const objects = lexmarkObjects('1.3.6.1.4.1.641')

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
  ...objects,
  model: [...objects.model, { from: 'sysDescr' }, { from: 'hrDeviceDescr', pattern: /^\S+ \S+/ }],
}

/** Models of some years have a code for the engine and another for the network; the printer's own pages show both. */
function bothFirmwares(store: ObjectStore, { model, firmware: reported }: PrinterReading): Derived {
  const described = [...textsOf(store, hrDeviceDescr)].find(([, text]) => model !== null && text.includes(model))
  const engine = /\s(\w+\.\w[\w.-]*)$/.exec(described?.[1] ?? '')?.[1]
  const network = /\sversion\s+(\S+)/i.exec(textAt(store, sysDescr) ?? '')?.[1]
  const base = engine ?? reported
  if (!base) return {}
  const firmware = !network || base === network ? base : `${base} (network ${network})`
  return { firmware, ...(engine && { sources: { firmware: `${hrDeviceDescr}.${described?.[0]}` } }) }
}

interface Inventory {
  description: string
  serialNumber: string
  partNumber: string
}

/** The inventory of cartridges is a table of its own; its rows are found by their description. */
function withCartridges(store: ObjectStore, supplies: PrinterReading['supplies'], inventory: Inventory) {
  const rows = new Map<string, string>()
  for (const oid of store.keys()) {
    if (!oid.startsWith(`${inventory.description}.`)) continue
    const name = textAt(store, oid)
    if (name) rows.set(name, oid.slice(inventory.description.length + 1))
  }
  return supplies.map((supply) => {
    const row = supply.name === null ? undefined : rows.get(supply.name)
    if (row === undefined) return supply
    const serialNumber = textAt(store, `${inventory.serialNumber}.${row}`)?.slice(0, 128) ?? supply.serialNumber
    return { ...supply, serialNumber, part: textAt(store, `${inventory.partNumber}.${row}`)?.slice(0, 128) ?? supply.part }
  })
}
