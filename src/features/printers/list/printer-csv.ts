import { type CsvValue, csvCell, csvLine } from '../../../platform/csv.ts'
import { COMMUNICATIONS, type SilenceReason, silenceWords } from '../printers.ts'
import { type AllPrintersColumn, COLUMN_DECLARATIONS, columnHeading } from './printer-columns.ts'

const communication = (silence: CsvValue): CsvValue => {
  const [reason, since] = String(silence ?? '').split(' ')
  return reason ? `${COMMUNICATIONS.noncommunicating}: ${silenceWords(reason as SilenceReason, since)}` : COMMUNICATIONS.communicating
}

/** How a cell of the file reads: as in the list. */
function wordsOf(column: AllPrintersColumn): (value: CsvValue) => CsvValue {
  if (column === 'communication') return communication
  const { words } = COLUMN_DECLARATIONS[column]
  return words ? (value) => words[String(value)] ?? value : (value) => value
}

/** The headings of columns as the first line of a file. */
export const headingLine = (columns: readonly AllPrintersColumn[], providerName: string): string =>
  csvLine(columns.map((column) => columnHeading(column, providerName)))

/** What writes rows, whose values stand under c0, c1 and so on, as lines. */
export function lineWriter(columns: readonly AllPrintersColumn[]): (rows: readonly Record<string, CsvValue>[]) => string {
  const inWords = columns.map(wordsOf)
  const keys = columns.map((_, i) => `c${i}`)
  return (rows) => {
    let text = ''
    for (const row of rows) {
      for (let i = 0; i < keys.length; i++) {
        const value = row[keys[i]!] ?? null
        text += (i > 0 ? ',' : '') + csvCell(inWords[i]!(value))
      }
      text += '\r\n'
    }
    return text
  }
}
