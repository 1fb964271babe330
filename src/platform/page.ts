/** A cursor of a keyset page: the sort values of its last row, opaque to the caller. */
export function encodeCursor(values: readonly (string | number | null)[]): string {
  return Buffer.from(JSON.stringify(values)).toString('base64url')
}

/** The values of a cursor; undefined when it is none of ours. */
export function decodeCursor(cursor: string, length: number): (string | number | null)[] | undefined {
  try {
    const values: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'))
    const fits =
      Array.isArray(values) && values.length === length && values.every((v) => v === null || ['string', 'number'].includes(typeof v))
    return fits ? values : undefined
  } catch {
    return undefined
  }
}

/** Cuts a page from rows that were read with one more than the limit, and makes the cursor of the next one. */
export function cutPage<Row>(rows: Row[], limit: number, key: (row: Row) => readonly (string | number | null)[]) {
  const items = rows.slice(0, limit)
  const last = items.at(-1)
  return { items, nextCursor: rows.length > limit && last ? encodeCursor(key(last)) : null }
}

/** A LIKE pattern that finds the text anywhere, with its own wildcards taken literally. */
export const containing = (text: string) => `%${text.toLowerCase().replace(/[\\%_]/g, '\\$&')}%`
