import type { SnmpValue } from '../agent/snmp/value.ts'
import type { Device, SupplyState } from './device.ts'
import type { BlockRecord, CountName, PrivateObject } from './profiles/profile.ts'

/** The objects of the maker's private MIB, by the profile. Counts are left out of a printer that does not report its lifetime page count. */
export function privateObjects(device: Device): [string, SnmpValue][] {
  const tellsCounts = device.printer.lifetimePageCount !== null
  return (device.profile.privateObjects ?? []).flatMap((object): [string, SnmpValue][] => {
    if ('count' in object && !tellsCounts) return []
    if ('text' in object && device.serial === null && object.text === '{serial}') return []
    return [[object.oid, valueOfObject(device, object, tellsCounts)]]
  })
}

/** HP's symbol set Roman-8, before every text. */
const PML = Buffer.from([0x01, 0x15])

function valueOfObject(device: Device, object: PrivateObject, tellsCounts: boolean): SnmpValue {
  if ('count' in object) return { type: 'counter32', value: countOf(device, object.count) >>> 0 }
  if ('integer' in object) return { type: 'integer', value: object.integer }
  if ('records' in object) return { type: 'octets', value: block(device, object.records, tellsCounts) }
  if ('cartridge' in object) return { type: 'octets', value: Buffer.from(cartridgeText(device, object)) }
  const text = Buffer.from(device.fill(object.text), 'utf8')
  return { type: 'octets', value: object.pml ? Buffer.concat([PML, text]) : text }
}

const countOf = (device: Device, name: CountName) => device[name]

function cartridgeText(device: Device, { cartridge, supply }: { cartridge: 'name' | 'serial' | 'part'; supply: string }): string {
  const state = supplyOf(device, supply)
  return { name: supply, serial: state?.serial ?? '', part: state?.profile.part ?? '' }[cartridge]
}

function supplyOf(device: Device, name: string): SupplyState | undefined {
  return device.supplies.find((supply) => supply.profile.name === name)
}

/** Records of code, type 1, length 4 and a number, ended by FF. */
function block(device: Device, records: readonly BlockRecord[], tellsCounts: boolean): Buffer {
  const octets = records.flatMap((record) => {
    if ('count' in record && !tellsCounts) return []
    const value = 'count' in record ? countOf(device, record.count) : Math.round((supplyOf(device, record.supply)?.left ?? 0) * 10_000)
    const octet = Buffer.from([record.code, 1, 4, 0, 0, 0, 0])
    octet.writeUInt32BE(value >>> 0, 3)
    return [octet]
  })
  return Buffer.concat([...octets, Buffer.from([0xff])])
}
