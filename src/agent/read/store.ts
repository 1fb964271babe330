import { type ObjectStore, type SnmpValue, walkedUnder } from '../snmp/value.ts'
import { decodeText } from './text.ts'

/** Looking things up in what a printer reported. */

/** The object's number, signed as it came; undefined where there is none or it is too big to be one. */
export function numberAt(store: ObjectStore, oid: string): number | undefined {
  return numberOf(store.get(oid))
}

function numberOf(value: SnmpValue | undefined): number | undefined {
  switch (value?.type) {
    case 'integer':
    case 'counter32':
    case 'gauge32':
    case 'timeticks':
      return value.value
    case 'counter64':
      return value.value <= Number.MAX_SAFE_INTEGER ? Number(value.value) : undefined
    default:
      return undefined
  }
}

/** The object's text, decoded and tidied; undefined where it is missing or empty. */
export function textAt(store: ObjectStore, oid: string, characterSet?: number): string | undefined {
  const value = store.get(oid)
  if (value?.type !== 'octets') return undefined
  return decodeText(value.value, characterSet) || undefined
}

export function octetsAt(store: ObjectStore, oid: string): Buffer | undefined {
  const value = store.get(oid)
  return value?.type === 'octets' ? value.value : undefined
}

export function oidAt(store: ObjectStore, oid: string): string | undefined {
  const value = store.get(oid)
  return value?.type === 'oid' ? value.value : undefined
}

/** The indexes of a column's rows (what follows the column's identifier), in the order of the store. */
export function rowsOf(store: ObjectStore, column: string): string[] {
  const end = column.length
  const walked = walkedUnder(store, column)
  if (walked) return walked.map((oid) => oid.slice(end + 1))
  const rows: string[] = []
  const last = column.charCodeAt(end - 1)
  // Hardly any object but those of the column has these two characters here.
  store.forEach((_, oid) => {
    if (oid.charCodeAt(end) === DOT && oid.charCodeAt(end - 1) === last && oid.startsWith(column)) rows.push(oid.slice(end + 1))
  })
  return rows
}

const DOT = 46

/** A column's texts by row index; rows without a text are left out. */
export function textsOf(store: ObjectStore, column: string, characterSet?: number): Map<string, string> {
  const texts = new Map<string, string>()
  for (const row of rowsOf(store, column)) {
    const text = textAt(store, `${column}.${row}`, characterSet)
    if (text !== undefined) texts.set(row, text)
  }
  return texts
}
