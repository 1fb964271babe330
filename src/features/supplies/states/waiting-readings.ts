import type { AlertReading, PrinterReading, SupplyReading } from '../../agent-protocol/agent-protocol.api.ts'
import { isLowAlert } from './low-alerts.ts'

/** What of a reading is about supplies. */
export interface SuppliesRead {
  manufacturer: string | null
  model: string | null
  lifetimePageCount: number | null
  colorPageCount: number | null
  supplies: ReportedSupply[]
  alerts: AlertReading[]
}
export type ReportedSupply = Pick<
  SupplyReading,
  'index' | 'name' | 'kind' | 'color' | 'part' | 'serialNumber' | 'state' | 'percent' | 'step'
>

/** A reading that waits until it is followed. */
export interface WaitingReading {
  printerId: string
  at: string
  read: SuppliesRead
}

const FIELDS = [
  'index',
  'name',
  'kind',
  'color',
  'part',
  'serialNumber',
  'state',
  'percent',
  'step',
] as const satisfies (keyof ReportedSupply)[]

/** Readings of supplies as a text without the names of their fields: many are kept with every report, and not for long. */
export function packReadings(list: { printerId: string; at: string; reading: PrinterReading }[]): string {
  return JSON.stringify(
    list.map(({ printerId, at, reading }) => [
      printerId,
      at,
      reading.manufacturer,
      reading.model,
      reading.lifetimePageCount,
      reading.colorPageCount,
      reading.supplies.map((supply) => FIELDS.map((field) => supply[field])),
      reading.alerts.filter(isLowAlert),
    ]),
  )
}

/** The readings of such a text. */
export function unpackReadings(text: string): WaitingReading[] {
  const list = JSON.parse(text) as [
    string,
    string,
    string | null,
    string | null,
    number | null,
    number | null,
    unknown[][],
    AlertReading[],
  ][]
  return list.map(([printerId, at, manufacturer, model, lifetimePageCount, colorPageCount, supplies, alerts]) => ({
    printerId,
    at,
    read: {
      manufacturer,
      model,
      lifetimePageCount,
      colorPageCount,
      supplies: supplies.map((values) => Object.fromEntries(FIELDS.map((field, i) => [field, values[i]])) as unknown as ReportedSupply),
      alerts,
    },
  }))
}
