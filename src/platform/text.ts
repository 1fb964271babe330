/** Whether PostgreSQL can keep a text, also inside JSON: it holds no NUL and no half of a surrogate pair. */
export const isStorable = (text: string): boolean => !text.includes('\0') && text.isWellFormed()

// Deeper than any schema of ours reaches: what lies below is dropped anyway.
const DEEPEST = 20

/** Where in a value, such as `contact.city`, the first text stands that cannot be kept; undefined when all can. */
export function findUnstorable(value: unknown, path: readonly string[] = []): string | undefined {
  if (typeof value === 'string') return isStorable(value) ? undefined : path.join('.')
  if (typeof value !== 'object' || value === null || path.length > DEEPEST) return undefined
  for (const [key, inner] of Object.entries(value)) {
    const found = isStorable(key) ? findUnstorable(inner, [...path, key]) : path.join('.')
    if (found !== undefined) return found
  }
  return undefined
}
