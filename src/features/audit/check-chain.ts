import { digestText, type HashedEntry, hashEntry } from './entry-hash.ts'

/** An entry with its hash and the texts beside it. */
export interface ChainEntry extends HashedEntry {
  hash: string
  /** hash of the entry before, where an export says so */
  previous?: string
  texts: Record<string, string>
  salts: Record<string, string>
}

/** What a checkpoint says of a chain: its end at that time. */
export interface CheckpointedHead {
  checkpoint: number
  at: string
  number: number
  hash: string
}

interface BadEntry {
  number: number
  what: string
  expected: string
  found: string
}

/** What came out of checking a chain. */
export interface ChainReport {
  first: number | null
  last: number | null
  count: number
  head: string | null
  /** ranges of numbers that are missing */
  gaps: [number, number][]
  /** the newest checkpoint whose end of this chain is in it, as it was signed */
  checkpoint: CheckpointedHead | null
  /** entries after that, which no checkpoint covers, and the time of the first of them */
  uncovered: { entries: number; since: string | null }
  erasedTexts: number
  firstBad: BadEntry | null
  faults: number
}

/** How much of a chain is given: all of it; an export, which may be older than the newest checkpoint; what a filter found of it. */
type Expectation = 'all' | 'export' | 'filtered'

/**
 * Checks a chain entry by entry, whatever its length: hashes, numbers, the texts beside the entries, and what checkpoints say of it. The checkpoints come in
 * the order of the entries they name.
 */
export class ChainCheck {
  readonly #report: ChainReport = {
    first: null,
    last: null,
    count: 0,
    head: null,
    gaps: [],
    checkpoint: null,
    uncovered: { entries: 0, since: null },
    erasedTexts: 0,
    firstBad: null,
    faults: 0,
  }
  readonly #checkpoints: Iterator<CheckpointedHead>
  #next: CheckpointedHead | undefined
  readonly #expects: Expectation
  #previous: string | undefined = ''

  constructor(checkpoints: Iterable<CheckpointedHead>, expects: Expectation) {
    this.#checkpoints = checkpoints[Symbol.iterator]()
    this.#expects = expects
    this.#step()
  }

  #step() {
    const { value, done } = this.#checkpoints.next()
    this.#next = done ? undefined : value
  }

  #bad(bad: BadEntry) {
    this.#report.faults++
    this.#report.firstBad ??= bad
  }

  take(entry: ChainEntry): void {
    const r = this.#report
    const expected = (r.last ?? 0) + 1
    if (entry.number !== expected) this.#jump(entry, expected)
    r.first ??= entry.number
    r.count++
    this.#checkHash(entry)
    this.#checkTexts(entry)
    this.#compare(entry)
    r.last = entry.number
    r.head = entry.hash
    this.#previous = entry.hash
  }

  #jump({ number, previous }: ChainEntry, expected: number) {
    this.#previous = previous
    if (this.#expects === 'filtered') return
    if (number > expected) this.#report.gaps.push([expected, number - 1])
    this.#bad({ number, what: 'number', expected: String(expected), found: String(number) })
  }

  #checkHash(entry: ChainEntry) {
    const previous = this.#previous
    if (previous === undefined) return
    if (entry.previous !== undefined && entry.previous !== previous)
      this.#bad({ number: entry.number, what: 'hash of the entry before', expected: previous, found: entry.previous })
    const expected = hashEntry(previous, entry)
    if (expected !== entry.hash) this.#bad({ number: entry.number, what: 'hash', expected, found: entry.hash })
  }

  #checkTexts({ number, digests, texts, salts }: ChainEntry) {
    for (const name of new Set([...Object.keys(texts), ...Object.keys(salts)])) {
      const text = texts[name]
      const found = text === undefined ? 'no text' : digestText(salts[name] ?? '', text)
      if (found !== digests[name]) this.#bad({ number, what: `digest of ${name}`, expected: digests[name] ?? 'no such text', found })
    }
    this.#report.erasedTexts += Object.keys(digests).filter((name) => texts[name] === undefined).length
  }

  #compare({ number, hash, at }: ChainEntry) {
    const r = this.#report
    r.uncovered.entries++
    r.uncovered.since ??= at
    for (; this.#next && this.#next.number <= number; this.#step()) {
      if (this.#next.number < number) this.#missed(this.#next)
      else if (this.#next.hash === hash) {
        if (!r.checkpoint || r.checkpoint.at < this.#next.at) r.checkpoint = this.#next
        r.uncovered = { entries: 0, since: null }
      } else
        this.#bad({
          number,
          what: `hash in checkpoint ${this.#next.checkpoint} of ${this.#next.at}`,
          expected: this.#next.hash,
          found: hash,
        })
    }
  }

  #missed({ checkpoint, at, number, hash }: CheckpointedHead) {
    if (this.#expects === 'filtered') return
    this.#bad({ number, what: `entry in checkpoint ${checkpoint} of ${at}`, expected: hash, found: 'no such entry' })
  }

  /** Ends the check: with the end that the database keeps of the chain, where there is one. */
  end(head?: { number: number; hash: string }): ChainReport {
    const r = this.#report
    for (; this.#next && this.#expects === 'all'; this.#step()) this.#missed(this.#next)
    if (head && (head.number !== (r.last ?? 0) || head.hash !== (r.head ?? '')))
      this.#bad({
        number: head.number,
        what: 'end of the chain',
        expected: `${head.number} ${head.hash}`,
        found: r.last === null ? 'no entry' : `${r.last} ${r.head}`,
      })
    return r
  }
}
