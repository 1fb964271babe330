/** Whether PostgreSQL can keep a text, also inside JSON: it holds no NUL and no half of a surrogate pair. */
export const isStorable = (text: string): boolean => !text.includes('\0') && text.isWellFormed()

// As JSON writes a NUL and half of a surrogate pair; a text that talks of them is looked at closely.
const SUSPECT = /\\u(?:0000|d[89a-f])/

/** Whether every text in a value that JSON can hold can be kept; one look at its JSON is several times as fast as a walk through it. */
export const isPlainlyStorable = (value: unknown): boolean => !SUSPECT.test(JSON.stringify(value))

// Deeper than any schema of ours reaches: what lies below is dropped anyway.
const DEEPEST = 20

/** Where in a value, such as `contact.city`, the first text stands that cannot be kept; undefined when all can. */
export function findUnstorable(value: unknown): string | undefined {
  return placeOf(value, 0)?.join('.')
}

function placeOf(value: unknown, depth: number): string[] | undefined {
  if (typeof value === 'string') return isStorable(value) ? undefined : []
  if (typeof value !== 'object' || value === null || depth > DEEPEST) return undefined
  if (Array.isArray(value)) return placeAmong(value.entries(), depth)
  return placeAmong(Object.entries(value), depth)
}

function placeAmong(entries: Iterable<[string | number, unknown]>, depth: number): string[] | undefined {
  for (const [key, inner] of entries) {
    if (typeof key === 'string' && !isStorable(key)) return []
    const place = placeOf(inner, depth + 1)
    if (place !== undefined) return [String(key), ...place]
  }
  return undefined
}
