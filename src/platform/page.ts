import { isStorable } from './text.ts'

type Value = string | number | null

/** A cursor that is none of this list: made up, cut short, or of another order. */
export class InvalidCursor extends Error {}

/** A cursor of a keyset page: the sort values of its last row, opaque to the caller. */
export function encodeCursor(values: readonly Value[]): string {
  return Buffer.from(JSON.stringify(values)).toString('base64url')
}

/** Whether a value may stand at its place in a cursor: whatever a caller sends, it must be one that the query can take. */
export type CursorCheck = (value: Value) => boolean

const ID = /^[0-9a-f]{8}-([0-9a-f]{4}-){3}[0-9a-f]{12}$/i

export const cursorText: CursorCheck = (value) => typeof value === 'string' && isStorable(value)
export const cursorId: CursorCheck = (value) => typeof value === 'string' && ID.test(value)
/** A count or number of a row that is kept as a bigint. */
export const cursorCount: CursorCheck = (value) => /^\d{1,16}$/.test(String(value))
/** One that is kept as an integer. */
export const cursorInteger: CursorCheck = (value) => cursorCount(value) && Number(value) < 2 ** 31
export const cursorInstant: CursorCheck = (value) => typeof value === 'string' && INSTANT.test(value) && isOnCalendar(value)
export const cursorIs =
  (wanted: string): CursorCheck =>
  (value) =>
    value === wanted

const INSTANT = /^2\d{3}-\d\d-\d\d[T ]\d\d:\d\d:\d\d(\.\d{1,6})?(Z|\+00)$/

// Date.parse makes 3 March of 31 February and another day of 24:00; such an instant does not come back as it was.
function isOnCalendar(text: string): boolean {
  const seconds = text.slice(0, 19).replace(' ', 'T')
  const time = Date.parse(`${seconds}Z`)
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(seconds)
}

/** The values of a cursor; undefined without one. Throws InvalidCursor for what is none of this list. */
export function readCursor(cursor: string | undefined, checks: readonly CursorCheck[]): Value[] | undefined {
  if (cursor === undefined) return undefined
  const values = parse(cursor)
  if (!Array.isArray(values) || values.length !== checks.length || !checks.every((check, i) => check(values[i]))) throw new InvalidCursor()
  return values
}

function parse(cursor: string): unknown {
  try {
    return JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'))
  } catch {
    return undefined
  }
}

/** Cuts a page from rows that were read with one more than the limit, and makes the cursor of the next one. */
export function cutPage<Row>(rows: Row[], limit: number, key: (row: Row) => readonly Value[]) {
  const items = rows.slice(0, limit)
  const last = items.at(-1)
  return { items, nextCursor: rows.length > limit && last ? encodeCursor(key(last)) : null }
}
