/** Object identifiers are kept as dotted text without a leading dot, as in `1.3.6.1.2.1.1.1.0`. */

/** Orders two object identifiers the way SNMP does: number by number, the shorter first where one begins the other. */
export function compareOids(a: string, b: string): number {
  let i = 0
  let j = 0
  while (i < a.length && j < b.length) {
    let left = 0
    for (; i < a.length && a.charCodeAt(i) !== DOT; i++) left = left * 10 + a.charCodeAt(i) - ZERO
    let right = 0
    for (; j < b.length && b.charCodeAt(j) !== DOT; j++) right = right * 10 + b.charCodeAt(j) - ZERO
    if (left !== right) return left - right
    i++
    j++
  }
  return (i < a.length ? 1 : 0) - (j < b.length ? 1 : 0)
}

const DOT = 46
const ZERO = 48

/** Whether an object lies under a subtree (the root itself does not). */
export function isUnder(oid: string, root: string): boolean {
  return oid.length > root.length && oid.charCodeAt(root.length) === DOT && oid.startsWith(root)
}
