import type { AlertReading } from '../../features/agent-protocol/agent-protocol.api.ts'
import type { ObjectStore } from '../snmp/value.ts'
import {
  prtAlertCode,
  prtAlertDescription,
  prtAlertGroup,
  prtAlertGroupIndex,
  prtAlertSeverityLevel,
  prtAlertTrainingLevel,
} from './objects.ts'
import { numberAt, rowsOf, textAt } from './store.ts'

/** PrtAlertSeverityLevelTC; 5 is a warning that comes and goes without a row that ends it. */
const SEVERITIES: Record<number, AlertReading['severity']> = { 3: 'critical', 4: 'warning', 5: 'warning' }
const RANK = { critical: 0, warning: 1, other: 2 } as const

/** PrtAlertTrainingLevelTC. */
const TRAINING: Record<number, string> = {
  1: 'other',
  2: 'unknown',
  3: 'untrained',
  4: 'trained',
  5: 'fieldService',
  6: 'management',
  7: 'noInterventionRequired',
}

/** PrtAlertGroupTC. */
const GROUPS: Record<number, string> = {
  1: 'other',
  3: 'hostResourcesMIBStorageTable',
  4: 'hostResourcesMIBDeviceTable',
  5: 'generalPrinter',
  6: 'cover',
  7: 'localization',
  8: 'input',
  9: 'output',
  10: 'marker',
  11: 'markerSupplies',
  12: 'markerColorant',
  13: 'mediaPath',
  14: 'channel',
  15: 'interpreter',
  16: 'consoleDisplayBuffer',
  17: 'consoleLights',
  18: 'alert',
  30: 'finDevice',
  31: 'finSupply',
  32: 'finSupplyMediaInput',
  33: 'finAttribute',
}

/** Some printers keep a row that only says how quiet they are. */
const QUIET = /^(ready|idle|(deep )?sleep(ing)?( mode)?|energy saver|power ?saver?( mode)?|standby)$/i
/** PrtAlertCodeTC: subunitPowerSaver, subunitWarmingUp, doorClosed, printerReadyToPrint. */
const QUIET_CODES = new Set([23, 24, 502, 507])
/** alertRemovalOfBinaryChangeEntry: a row that says that another one is gone. */
const REMOVAL = 1801

/**
 * What the printer warns of, the worst first, in the order of its table.
 *
 * @rule agents/quiet-is-no-alert  A row of prtAlertTable that only reports ready, idle, sleep, closed, the end of another alert, or
 * nothing, is not an alert; two rows with the same text for the same part are one alert.
 */
export function readAlerts(store: ObjectStore, characterSet: number | undefined): AlertReading[] {
  const rows = new Set([prtAlertSeverityLevel, prtAlertCode, prtAlertDescription].flatMap((column) => rowsOf(store, column)))
  const alerts = new Map<string, AlertReading>()
  for (const row of rows) {
    const alert = readAlert(store, row, characterSet)
    if (isAlert(alert)) alerts.set(JSON.stringify(alert), alert)
  }
  return [...alerts.values()].sort((a, b) => RANK[a.severity] - RANK[b.severity]).slice(0, 256)
}

function readAlert(store: ObjectStore, row: string, characterSet: number | undefined): AlertReading {
  const number = (column: string) => numberAt(store, `${column}.${row}`)
  const group = number(prtAlertGroup)
  const groupIndex = number(prtAlertGroupIndex)
  const training = TRAINING[number(prtAlertTrainingLevel) ?? 0]
  return {
    severity: SEVERITIES[number(prtAlertSeverityLevel) ?? 0] ?? 'other',
    code: number(prtAlertCode) ?? null,
    ...(group !== undefined && group > 0 && { group: GROUPS[group] ?? `group ${group}` }),
    // -1 stands for a part that is not one row of the group's table.
    ...(groupIndex !== undefined && groupIndex > 0 && { groupIndex }),
    ...(training !== undefined && { training }),
    text: (textAt(store, `${prtAlertDescription}.${row}`, characterSet) ?? '').slice(0, 1024),
  }
}

function isAlert({ severity, code, text }: AlertReading): boolean {
  if (code === REMOVAL) return false
  if (severity === 'critical') return true
  return !QUIET.test(text) && !QUIET_CODES.has(code ?? 0) && (severity !== 'other' || text !== '')
}
