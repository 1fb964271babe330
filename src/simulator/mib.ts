import { compareOids } from '../agent/snmp/oid.ts'
import type { SnmpValue, Varbind } from '../agent/snmp/value.ts'

/** The objects that a simulated printer has, in the order of SNMP. */
export class Mib {
  #sorted: Varbind[]
  #values: Map<string, SnmpValue>

  constructor(objects: Iterable<readonly [string, SnmpValue]>) {
    this.#values = new Map(objects)
    this.#sorted = [...this.#values].map(([oid, value]) => ({ oid, value })).sort((a, b) => compareOids(a.oid, b.oid))
  }

  get(oid: string): SnmpValue | undefined {
    return this.#values.get(oid)
  }

  /** The first object behind an identifier, which need not exist. */
  after(oid: string): Varbind | undefined {
    let low = 0
    let high = this.#sorted.length
    while (low < high) {
      const middle = (low + high) >> 1
      if (compareOids(this.#sorted[middle]!.oid, oid) <= 0) low = middle + 1
      else high = middle
    }
    return this.#sorted[low]
  }

  /** Whether there are other instances of an object, so that only this instance is missing. */
  hasColumnOf(oid: string): boolean {
    const column = oid.slice(0, oid.lastIndexOf('.') + 1)
    return this.after(column.slice(0, -1))?.oid.startsWith(column) ?? false
  }
}
