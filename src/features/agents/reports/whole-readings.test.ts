import { DatabaseSync } from 'node:sqlite'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { reading } from '../../../../test/support/make.ts'
import { FullReadings } from '../../../agent/delivery/full-readings.ts'
import type { PrinterReading, ReportItem } from '../../agent-protocol/agent-protocol.api.ts'
import { type Basis, completeReadings } from './whole-readings.ts'

/** The server as far as it matters here: what it has, what changes belong to, and what it knows of each address. */
class Known {
  deliveredThrough = 0
  bases = new Map<string, Basis>()
  printers = new Map<string, PrinterReading>()

  take(items: ReportItem[]) {
    const fresh = items.filter(({ sequence }) => sequence > this.deliveredThrough)
    const { items: whole, bases, wholeWanted, stoppedAt } = completeReadings(fresh, this.bases)
    for (const item of whole) if (item.kind === 'reading') this.printers.set(item.address, item.reading)
    for (const [address, basis] of bases) this.bases.set(address, basis)
    this.deliveredThrough = Math.max(
      this.deliveredThrough,
      ...fresh.map(({ sequence }) => sequence).filter((sequence) => sequence < stoppedAt),
    )
    return { deliveredThrough: this.deliveredThrough, wholeWanted }
  }

  copy(): Known {
    return Object.assign(new Known(), { ...this, bases: new Map(this.bases), printers: new Map(this.printers) })
  }
}

/** An agent: what it has to send, and what it believes that the server knows. */
class ReadingAgent {
  outbox: Extract<ReportItem, { kind: 'reading' }>[] = []
  last = new Map<string, PrinterReading>()
  #sequence = 0
  readonly #reported: FullReadings

  constructor() {
    const database = new DatabaseSync(':memory:')
    database.exec('create table told_reading (address text primary key, sequence integer, reading text, whole_at integer)')
    this.#reported = new FullReadings(database)
  }

  read(address: string, change: Partial<PrinterReading>) {
    const reported = reading({ ...this.last.get(address), ...change })
    this.last.set(address, reported)
    this.outbox.push({
      kind: 'reading',
      sequence: ++this.#sequence,
      address,
      at: new Date(this.#sequence).toISOString(),
      reading: reported,
    })
  }

  deliver(server: Known, most: number, answerLost: boolean) {
    const whole = this.outbox.slice(0, most)
    const sent = this.#reported.shorten(whole)
    const { deliveredThrough, wholeWanted } = server.take(sent)
    if (answerLost) return
    const isKept = ({ sequence }: { sequence: number }) => sequence <= deliveredThrough
    this.#reported.confirm(sent.filter(isKept))
    for (const address of wholeWanted) this.#reported.forget(address)
    this.outbox = this.outbox.filter((item) => !isKept(item))
  }
}

const address = fc.constantFrom('a', 'b', 'c')
const step = fc.oneof(
  {
    weight: 5,
    arbitrary: fc.record({
      kind: fc.constant('read'),
      address,
      pages: fc.integer({ min: 0, max: 3 }),
      host: fc.constantFrom(null, 'x', 'y'),
    }),
  },
  { weight: 4, arbitrary: fc.record({ kind: fc.constant('deliver'), most: fc.integer({ min: 1, max: 6 }), answerLost: fc.boolean() }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('back-up') }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('restore') }) },
)

it('what changes make is what was read, whatever answers are lost and whatever the server forgets [agents/changes-belong-to-a-reading] [agents/only-what-changed]', () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
      const agent = new ReadingAgent()
      let server = new Known()
      let backup = server.copy()
      for (const each of steps) {
        if (each.kind === 'read' && 'address' in each) agent.read(each.address, { lifetimePageCount: each.pages, hostName: each.host })
        if (each.kind === 'deliver' && 'most' in each) agent.deliver(server, each.most, each.answerLost)
        if (each.kind === 'back-up') backup = server.copy()
        if (each.kind === 'restore') server = backup.copy()
      }
      // The next reading of each printer puts right what the server has lost.
      for (const known of agent.last.keys()) agent.read(known, {})
      for (let tries = 0; agent.outbox.length > 0 && tries < 500; tries++) agent.deliver(server, 6, false)
      expect(agent.outbox).toEqual([])
      expect(Object.fromEntries(server.printers)).toEqual(Object.fromEntries(agent.last))
    }),
    { numRuns: 300 },
  )
})
