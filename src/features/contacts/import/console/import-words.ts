import { formatCount } from '../../../../platform/console/format.ts'
import { formatNoun } from '../../../../platform/numbers.ts'
import type { ContactImport } from '../contact-imports.api.ts'

type Counts = Pick<ContactImport, 'rows' | 'waiting'>

/** "Row 138", or "Rows 138-300" where several follow one another. */
export function rowRange({ fromRow, toRow }: { fromRow: number; toRow: number }): string {
  return fromRow === toRow ? `Row ${formatCount(fromRow)}` : `Rows ${formatCount(fromRow)}-${formatCount(toRow)}`
}

/** How far an import is: "137 of 300 contacts". */
export function howFar({ rows, waiting }: Counts): string {
  return `${formatCount(rows - waiting)} of ${formatNoun(rows, 'contact')}`
}

/** How far an import is, in percent; whole only when nothing waits any more. */
export function importPercent({ rows, waiting }: Counts): number {
  return rows === 0 ? 100 : Math.floor((100 * (rows - waiting)) / rows)
}

/** What an import came to, in one line: only what there is. */
export function importSummary(done: Pick<ContactImport, 'imported' | 'existing' | 'rejected' | 'notImported'>): string {
  const parts = [
    done.existing > 0 && `${formatCount(done.existing)} existed already`,
    done.rejected > 0 && `${formatCount(done.rejected)} with missing or invalid information`,
    done.notImported > 0 && `${formatCount(done.notImported)} not imported`,
  ].filter(Boolean)
  return [`${formatNoun(done.imported, 'contact')} imported`, ...parts].join(', ')
}

/** What a refusal says before it names its faults one by one: these stand below it as a list. */
export function leadOf(message: string, faults: readonly { message: string }[]): string {
  const at = faults[0] ? message.indexOf(faults[0].message) : -1
  return at >= 0 ? message.slice(0, at).trim() : message
}
