import type { PrinterReading } from '../../features/agent-protocol/agent-protocol.api.ts'
import type { ObjectStore } from '../snmp/value.ts'
import { readAlerts } from './alerts.ts'
import { hrDeviceStatus, hrPrinterDetectedErrorState, hrPrinterStatus, prtConsoleDisplayBufferText } from './objects.ts'
import { numberAt, octetsAt, textsOf } from './store.ts'

type Status = Pick<PrinterReading, 'deviceStatus' | 'printerStatus' | 'errorState' | 'statusText' | 'alerts'>

/** Bits of hrPrinterDetectedErrorState, the highest of the first octet first (RFC 2790, RFC 3805 adds the second octet). */
const ERROR_BITS = [
  'lowPaper',
  'noPaper',
  'lowToner',
  'noToner',
  'doorOpen',
  'jammed',
  'offline',
  'serviceRequested',
  'inputTrayMissing',
  'outputTrayMissing',
  'markerSupplyMissing',
  'outputNearFull',
  'outputFull',
  'inputTrayEmpty',
  'overduePreventMaint',
] as const

const DEVICE_STATUS: Record<number, PrinterReading['deviceStatus']> = { 1: 'unknown', 2: 'running', 3: 'warning', 4: 'testing', 5: 'down' }
const PRINTER_STATUS: Record<number, PrinterReading['printerStatus']> = { 1: 'other', 2: 'unknown', 3: 'idle', 4: 'printing', 5: 'warmup' }

/**
 * What state a printer says it is in. `device` is the hrDeviceIndex of the printer. The character sets: of its display
 * (prtConsoleLocalization), and of what else it says (prtGeneralCurrentLocalization).
 */
export function readStatus(store: ObjectStore, device: string, sets: { display: number | undefined; general: number | undefined }): Status {
  const lines = textsOf(store, prtConsoleDisplayBufferText, sets.display)
  return {
    deviceStatus: DEVICE_STATUS[numberAt(store, `${hrDeviceStatus}.${device}`) ?? 0] ?? null,
    printerStatus: PRINTER_STATUS[numberAt(store, `${hrPrinterStatus}.${device}`) ?? 0] ?? null,
    errorState: errorBits(octetsAt(store, `${hrPrinterDetectedErrorState}.${device}`)),
    statusText: [...lines.values()].join(' ').slice(0, 1024) || null,
    alerts: readAlerts(store, sets.general),
  }
}

/** Names of the bits set; printers send no octet, one or two. */
export function errorBits(octets: Buffer | undefined): string[] {
  return ERROR_BITS.filter((_, bit) => ((octets?.[bit >> 3] ?? 0) & (0x80 >> (bit & 7))) !== 0)
}
