import type { ChainEntry } from './check-chain.ts'

export type ExportFormat = 'csv' | 'jsonl'

const TEXTS = ['person', 'subject', 'reason', 'before', 'after'] as const
const PLAIN = ['organizationId', 'number', 'at', 'actorKind', 'actorId', 'keyId', 'requestId', 'address', 'act'] as const

/** The columns of an export as CSV: what people read, then what the hash is made of. */
export const EXPORT_COLUMNS = [...PLAIN, ...TEXTS, 'salts', 'digests', 'previous', 'hash'] as const

/** An entry as the cells of a line. */
export function exportCells(entry: ChainEntry): (string | number | null)[] {
  const { texts, salts, digests, previous, hash } = entry
  return [
    ...PLAIN.map((name) => entry[name]),
    ...TEXTS.map((name) => texts[name] ?? null),
    JSON.stringify(salts),
    JSON.stringify(digests),
    previous ?? '',
    hash,
  ]
}

/** The entry that a line of cells holds; throws where it holds none. */
export function entryOfCells(cells: Record<string, string>): ChainEntry {
  const digests = JSON.parse(cells.digests!) as Record<string, string>
  const salts = JSON.parse(cells.salts!) as Record<string, string>
  // A text that was empty and one that was erased look alike: the salt distinguishes them.
  const texts = Object.fromEntries(TEXTS.filter((name) => name in salts).map((name) => [name, cells[name]!]))
  const orNull = (text: string | undefined) => text || null
  return {
    organizationId: cells.organizationId!,
    number: Number(cells.number),
    at: cells.at!,
    actorKind: cells.actorKind!,
    actorId: cells.actorId!,
    keyId: orNull(cells.keyId),
    requestId: orNull(cells.requestId),
    address: orNull(cells.address),
    act: cells.act!,
    digests,
    texts,
    salts,
    previous: cells.previous!,
    hash: cells.hash!,
  }
}
