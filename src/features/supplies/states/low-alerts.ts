import type { PrinterReading, SupplyReading } from '../../agent-protocol/agent-protocol.api.ts'

/** Codes of PrtAlertCodeTC that say that a supply is low, empty, or a receptacle nearly full, by the kinds of supply that they are about. */
const LOW_CODES: Record<number, readonly string[]> = {
  1101: ['toner', 'tonerCartridge'],
  1102: ['ink', 'inkCartridge'],
  1104: ['toner', 'tonerCartridge'],
  1105: ['ink', 'inkCartridge'],
  1107: ['wasteToner'],
  1108: ['wasteInk'],
  1109: ['wasteToner'],
  1110: ['wasteInk'],
  1111: ['opc'],
  1112: ['opc'],
  1113: ['developer'],
  1114: ['developer'],
}

/** Whether an alert is about a supply that is low. */
export const isLowAlert = ({ code }: { code: number | null }): boolean => (code ?? 0) in LOW_CODES

type Supply = Pick<SupplyReading, 'index' | 'kind' | 'color'>

/**
 * Whether the printer says that a supply is low: an alert names it by its place in the table, by its color, or is about the only supply of its kind.
 * @rule supplies/low-alerts-are-kept  That a printer says a supply is low is kept with its time, also where the level says nothing.
 */
export function saysLow(supply: Supply, supplies: readonly Supply[], alerts: PrinterReading['alerts']): boolean {
  return alerts.some((alert) => {
    const kinds = LOW_CODES[alert.code ?? 0]
    if (!kinds?.includes(supply.kind)) return false
    const place = supply.index?.split('.').at(-1)
    if (alert.group === 'markerSupplies' && alert.groupIndex !== undefined && place !== undefined) return String(alert.groupIndex) === place
    const alike = supplies.filter(({ kind }) => kind === supply.kind)
    return alike.length === 1 || (supply.color !== null && alert.text.toLowerCase().includes(supply.color.toLowerCase()))
  })
}
