/**
 * The same function of a text, which remembers what it gave for the last texts, at most about so many: printers of a model say the same, and
 * an agent reads thousands of them.
 */
export function remembering<T>(of: (text: string) => T, most = 2000): (text: string) => T {
  const known = new Map<string, { value: T }>()
  return (text) => {
    let found = known.get(text)
    if (!found) {
      if (known.size >= most) known.clear()
      found = { value: of(text) }
      known.set(text, found)
    }
    return found.value
  }
}
