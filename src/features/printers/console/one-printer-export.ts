import { flash } from '../../../platform/console/flash.ts'
import { BYTE_ORDER_MARK } from '../../../platform/csv.ts'
import { download, type PrinterExport } from '../list/console/printer-export.ts'
import { EXPORTED_COLUMN_NAMES, type PrinterColumn } from '../list/printer-columns.ts'
import { headingLine, lineWriter } from '../list/printer-csv.ts'
import type { Printer } from '../printers.api.ts'

/** The export of one printer, from its page: a file as the list gives it, with every column. */
export function exportOfOne(printer: Printer, providerName: string): PrinterExport {
  return {
    whyNot: undefined,
    start: () => {
      const address = URL.createObjectURL(new Blob([fileOf(printer, providerName)], { type: 'text/csv' }))
      download(address, `${(printer.serialNumber ?? printer.ipAddress ?? 'printer').replace(/[^\w.-]/g, '-')}.csv`)
      URL.revokeObjectURL(address)
      flash({ type: 'success', content: 'Exporting this printer with every column of the list.' })
    },
  }
}

function fileOf(printer: Printer, providerName: string): string {
  const values = Object.fromEntries(EXPORTED_COLUMN_NAMES.map((column, i) => [`c${i}`, shownIn(printer, column)]))
  return BYTE_ORDER_MARK + headingLine(EXPORTED_COLUMN_NAMES, providerName) + lineWriter(EXPORTED_COLUMN_NAMES)([values])
}

function shownIn(printer: Printer, column: PrinterColumn): string | number | null {
  if (column === 'tags') return printer.tags.join(', ')
  if (column === 'communication') return [printer.silenceReason, printer.silentSince].filter(Boolean).join(' ') || null
  return printer[column]
}
