import type { PrinterReading } from '../../agent-protocol/agent-protocol.api.ts'
import { type SightingPlan, usableMac } from './registration.ts'

/** What of a reading and its plan is written to the printer's own row. */
export function toPrinterRow({
  address,
  reading,
  plan,
}: {
  address: string
  reading: PrinterReading
  plan: Extract<SightingPlan, { kind: 'record' }>
}) {
  return {
    id: plan.printerId,
    identity: plan.identity,
    registration: plan.registration,
    failure: plan.failure,
    address,
    manufacturer: reading.manufacturer,
    model: reading.model,
    serialNumber: reading.serialNumber,
    macAddress: usableMac(reading.macAddress),
    hostName: reading.hostName,
    location: reading.location,
    firmware: reading.firmware,
    description: reading.description,
  }
}
export type PrinterRow = ReturnType<typeof toPrinterRow>
