/** A table as a file holds it: its rows that hold a value, each with its place. */

export interface TableRow {
  /** as a spreadsheet numbers rows: the first is 1, blank ones count */
  row: number
  /** the line of the file that it ends in; the row itself where a file has no lines */
  line: number
  cells: string[]
}

/** At most what a cell of a spreadsheet holds, in UTF-16 units. */
export const MOST_CHARACTERS = 32_767

export const MOST_COLUMNS = 500

/** Reading ends here: whatever else a file holds, it costs nothing. */
export interface TableLimits {
  /** rows that hold a value, with the header */
  rows: number
}

/**
 * A table: all its rows, or those up to the limit and that there are more; or why the file holds none, in a sentence that says what to
 * do.
 */
export type ReadTable = { rows: TableRow[]; more: boolean; refused?: undefined } | { refused: string; rows?: undefined }

export const isBlank = (cells: readonly string[]): boolean => cells.every((cell) => cell.trim() === '')

/** Why a row is wider than any table of ours; undefined when it is not. */
export function whyTooWide(row: number, cells: readonly string[]): string | undefined {
  if (cells.length <= MOST_COLUMNS) return undefined
  return `Row ${row} has ${cells.length.toLocaleString('en-US')} values; a row has at most ${MOST_COLUMNS}. Delete the columns that are not needed.`
}
