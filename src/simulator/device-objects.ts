import {
  hrDeviceDescr,
  hrDevicePrinter,
  hrDeviceStatus,
  hrDeviceType,
  hrPrinterDetectedErrorState,
  hrPrinterStatus,
  ifDescr,
  ifPhysAddress,
  ifType,
  prtAlertCode,
  prtAlertDescription,
  prtAlertSeverityLevel,
  prtConsoleDisplayBufferText,
  prtConsoleLocalization,
  prtGeneralCurrentLocalization,
  prtGeneralPrinterName,
  prtGeneralSerialNumber,
  prtLocalizationCharacterSet,
  prtMarkerColorantValue,
  prtMarkerCounterUnit,
  prtMarkerDefaultIndex,
  prtMarkerLifeCount,
  prtMarkerSuppliesClass,
  prtMarkerSuppliesColorantIndex,
  prtMarkerSuppliesDescription,
  prtMarkerSuppliesLevel,
  prtMarkerSuppliesMaxCapacity,
  prtMarkerSuppliesSupplyUnit,
  prtMarkerSuppliesType,
  sysDescr,
  sysLocation,
  sysName,
  sysObjectID,
} from '../agent/read/objects.ts'
import type { SnmpValue } from '../agent/snmp/value.ts'
import type { Device, SupplyState } from './device.ts'
import { privateObjects } from './private-objects.ts'

/** What a device reports at the hour at which it is: every object that it has. */
export type Objects = [string, SnmpValue][]

const text = (value: string): SnmpValue => ({ type: 'octets', value: Buffer.from(value, 'utf8') })
const integer = (value: number): SnmpValue => ({ type: 'integer', value })
const counter = (value: number): SnmpValue => ({ type: 'counter32', value: value >>> 0 })

/** Every object of the device, in no order. */
export function objectsOfDevice(device: Device): Objects {
  return [
    ...system(device),
    ...general(device),
    ...device.supplies.flatMap((supply, i) => supplyRow(supply, i + 1)),
    ...status(device),
    ...privateObjects(device),
  ]
}

function system(device: Device): Objects {
  const { profile, printer } = device
  const octets = Buffer.from(device.macAddress.replaceAll(':', ''), 'hex')
  return [
    [sysDescr, text(device.fill(profile.sysDescr))],
    [sysObjectID, { type: 'oid', value: profile.sysObjectID }],
    ['1.3.6.1.2.1.1.3.0', { type: 'timeticks', value: ((device.hour - device.bootedAtHour) * 360_000) % 0xffff_ffff }],
    ['1.3.6.1.2.1.1.4.0', text('')],
    [sysName, text(device.hostName)],
    [sysLocation, text(printer.location ?? '')],
    [`${ifDescr}.1`, text('lo')],
    [`${ifType}.1`, integer(24)],
    [`${ifPhysAddress}.1`, text('')],
    [`${ifDescr}.2`, text('eth0')],
    [`${ifType}.2`, integer(6)],
    [`${ifPhysAddress}.2`, { type: 'octets', value: octets }],
    [`${hrDeviceType}.1`, { type: 'oid', value: hrDevicePrinter }],
    [`${hrDeviceDescr}.1`, text(device.fill(profile.deviceDescr ?? `${profile.manufacturer} ${profile.model}`))],
  ]
}

function general(device: Device): Objects {
  const { profile, printer } = device
  const colorants = device.supplies.map((supply) => supply.profile.colorant)
  const objects: Objects = [
    [`${prtGeneralCurrentLocalization}.1`, integer(1)],
    [`${prtMarkerDefaultIndex}.1`, integer(1)],
    [`${prtConsoleLocalization}.1`, integer(1)],
    [`${prtGeneralPrinterName}.1`, text(device.hostName)],
    [`${prtLocalizationCharacterSet}.1.1`, integer(106)],
    ...colorants.flatMap((colorant, i): Objects => (colorant ? [[`${prtMarkerColorantValue}.1.${i + 1}`, text(colorant)]] : [])),
  ]
  if (device.serial !== null)
    objects.push([
      `${prtGeneralSerialNumber}.1`,
      text(`${device.serial}${device.printer.serialNumber === undefined ? (profile.serialSuffix ?? '') : ''}`),
    ])
  if (printer.lifetimePageCount === null) return objects
  return [...objects, [`${prtMarkerCounterUnit}.1.1`, integer(profile.counterUnit)], [`${prtMarkerLifeCount}.1.1`, counter(device.total)]]
}

const RECEPTACLES = new Set([4, 8])
const SPECIAL = { other: -1, unknown: -2, 'some-left': -3 } as const

function supplyRow({ profile, left }: SupplyState, index: number): Objects {
  const row = `1.${index}`
  return [
    [`${prtMarkerSuppliesColorantIndex}.${row}`, integer(profile.colorant ? index : 0)],
    [`${prtMarkerSuppliesClass}.${row}`, integer(RECEPTACLES.has(profile.type) ? 4 : 3)],
    [`${prtMarkerSuppliesType}.${row}`, integer(profile.type)],
    [`${prtMarkerSuppliesDescription}.${row}`, text(profile.name)],
    [`${prtMarkerSuppliesSupplyUnit}.${row}`, integer(profile.unit)],
    [`${prtMarkerSuppliesMaxCapacity}.${row}`, integer(profile.capacity)],
    [`${prtMarkerSuppliesLevel}.${row}`, integer(levelOf(profile, left))],
  ]
}

/** The level as the printer reports it: a percentage where it has no capacity to measure by. */
function levelOf({ reports, capacity }: SupplyState['profile'], left: number): number {
  if (typeof reports === 'string') return SPECIAL[reports]
  const full = capacity > 0 ? capacity : 100
  if (!reports) return Math.round(left * full)
  return Math.round((Math.ceil((left * 100) / reports.step) * reports.step * full) / 100)
}

const LOW = 0.1
const BITS = { lowToner: 0x20, noToner: 0x10 } as const

function status(device: Device): Objects {
  const consumed = device.supplies.filter((supply) => !RECEPTACLES.has(supply.profile.type))
  const empty = consumed.filter((supply) => supply.left === 0)
  const low = consumed.filter((supply) => supply.left > 0 && supply.left < LOW)
  const octet = (low.length > 0 ? BITS.lowToner : 0) | (empty.length > 0 ? BITS.noToner : 0)
  const lines = [...empty.map((supply) => `Replace ${supply.profile.name}`), ...low.map((supply) => `${supply.profile.name} low`)]
  return [
    [`${hrDeviceStatus}.1`, integer(empty.length > 0 ? 5 : low.length > 0 ? 3 : 2)],
    [`${hrPrinterStatus}.1`, integer(3)],
    [`${hrPrinterDetectedErrorState}.1`, { type: 'octets', value: Buffer.from([octet, 0]) }],
    [`${prtConsoleDisplayBufferText}.1.1`, text(lines[0] ?? 'Ready')],
    ...lines.flatMap(
      (line, i): Objects => [
        [`${prtAlertSeverityLevel}.1.${i + 1}`, integer(i < empty.length ? 3 : 4)],
        // markerTonerEmpty, markerTonerAlmostEmpty
        [`${prtAlertCode}.1.${i + 1}`, integer(i < empty.length ? 1101 : 1104)],
        [`${prtAlertDescription}.1.${i + 1}`, text(line)],
      ],
    ),
  ]
}
