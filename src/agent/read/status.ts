import type { AlertReading, PrinterReading } from '../../features/agents/agent-protocol.api.ts'
import type { ObjectStore } from '../snmp/value.ts'
import {
  hrDeviceStatus,
  hrPrinterDetectedErrorState,
  hrPrinterStatus,
  prtAlertCode,
  prtAlertDescription,
  prtAlertSeverityLevel,
  prtConsoleDisplayBufferText,
} from './objects.ts'
import { numberAt, octetsAt, rowsOf, textAt, textsOf } from './store.ts'

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

/** What state a printer says it is in. `device` is the hrDeviceIndex of the printer. */
export function readStatus(store: ObjectStore, device: string, consoleCharacterSet: number | undefined): Status {
  const lines = textsOf(store, prtConsoleDisplayBufferText, consoleCharacterSet)
  return {
    deviceStatus: DEVICE_STATUS[numberAt(store, `${hrDeviceStatus}.${device}`) ?? 0] ?? null,
    printerStatus: PRINTER_STATUS[numberAt(store, `${hrPrinterStatus}.${device}`) ?? 0] ?? null,
    errorState: errorBits(octetsAt(store, `${hrPrinterDetectedErrorState}.${device}`)),
    statusText: [...lines.values()].join(' ').slice(0, 1024) || null,
    alerts: readAlerts(store, consoleCharacterSet),
  }
}

/** Names of the bits set; printers send no octet, one or two. */
export function errorBits(octets: Buffer | undefined): string[] {
  return ERROR_BITS.filter((_, bit) => ((octets?.[bit >> 3] ?? 0) & (0x80 >> (bit & 7))) !== 0)
}

/** Some printers keep a row that only says how quiet they are. */
const QUIET = /^(ready|idle|(deep )?sleep(ing)?( mode)?|energy saver|power ?saver?( mode)?|standby)$/i

/** @rule agents/quiet-is-no-alert  A row of prtAlertTable that only says ready, idle or sleep, or nothing at all, is no alert. */
function readAlerts(store: ObjectStore, characterSet: number | undefined): AlertReading[] {
  const rows = new Set([prtAlertSeverityLevel, prtAlertCode, prtAlertDescription].flatMap((column) => rowsOf(store, column)))
  return [...rows]
    .map((row) => {
      const severity = numberAt(store, `${prtAlertSeverityLevel}.${row}`)
      return {
        severity: severity === 3 ? 'critical' : severity === 4 || severity === 5 ? 'warning' : 'other',
        code: numberAt(store, `${prtAlertCode}.${row}`) ?? null,
        text: (textAt(store, `${prtAlertDescription}.${row}`, characterSet) ?? '').slice(0, 1024),
      } as const
    })
    .filter((alert) => alert.severity === 'critical' || !QUIET.test(alert.text))
    .filter((alert) => alert.severity !== 'other' || alert.text !== '')
    .slice(0, 256)
}
