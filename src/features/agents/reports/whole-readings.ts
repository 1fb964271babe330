import type { PrinterReading, ReportItem } from '../../agent-protocol/agent-protocol.api.ts'

/** The reading of an address that changes belong to: the last that an agent sent whole. */
export interface Basis {
  sequence: number
  reading: PrinterReading
}

export type WholeItem = Exclude<ReportItem, { kind: 'reading-changes' }>

interface Completed {
  items: WholeItem[]
  /** what later changes belong to, by address: only what is new */
  bases: Map<string, Basis>
  /** addresses of which there is nothing that their changes belong to */
  wholeWanted: string[]
  /** sequence of the first such item: it and what follows are not among `items` */
  stoppedAt: number
}

/**
 * Makes whole readings of those that report only what has changed.
 * @rule agents/changes-belong-to-a-reading  Changes are accepted only for the full reading that they were compared with: if the server
 * has another one or none, it stops there and asks for a full reading.
 */
export function completeReadings(items: readonly ReportItem[], known: ReadonlyMap<string, Basis>): Completed {
  const taken: WholeItem[] = []
  const bases = new Map<string, Basis>()
  const wanted = new Set<string>()
  let stoppedAt = Number.POSITIVE_INFINITY
  // What comes after the first that is wanted is looked at, so that all are asked for at once.
  const passed = new Map<string, Basis>()
  for (const item of items) {
    const { address, sequence } = item
    const whole = item.kind === 'reading-changes' ? completed(item, passed.get(address) ?? known.get(address)) : item
    if (!whole) {
      wanted.add(address)
      stoppedAt = Math.min(stoppedAt, sequence)
      continue
    }
    if (sequence < stoppedAt) taken.push(whole)
    if (item.kind !== 'reading') continue
    passed.set(address, item)
    if (sequence < stoppedAt) bases.set(address, item)
  }
  return { items: taken, bases, wholeWanted: [...wanted], stoppedAt }
}

function completed(item: Extract<ReportItem, { kind: 'reading-changes' }>, basis: Basis | undefined): WholeItem | undefined {
  if (!basis || basis.sequence !== item.basis) return undefined
  const { sequence, address, at, changes } = item
  return { kind: 'reading', sequence, address, at, reading: { ...basis.reading, ...changes } }
}
