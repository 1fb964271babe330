import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { DatabaseSync } from 'node:sqlite'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { PrinterReading, ReportItem } from '../../features/agent-protocol/agent-protocol.api.ts'
import { Device } from '../../simulator/device.ts'
import { objectsOfDevice } from '../../simulator/device-objects.ts'
import { openAgentDatabase } from '../agent-database.ts'
import { readPrinter } from '../read/printer-reading.ts'
import { FullReadings } from './full-readings.ts'

const HOUR = 3_600_000
const START = Date.parse('2026-03-01T12:00:00Z')

describe('what the server knows of a printer [agents/only-what-changed]', () => {
  const device = new Device({ address: '127.9.9.1', model: 'CX725de' }, 1)
  let folder: string
  let database: DatabaseSync
  let reported: FullReadings

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'reported-'))
    database = openAgentDatabase(folder)
    reported = new FullReadings(database)
  })
  afterEach(() => {
    database.close()
    rmSync(folder, { recursive: true })
  })

  const readingAt = (hours: number, sequence: number, address = '10.0.0.1'): Extract<ReportItem, { kind: 'reading' }> => {
    device.liveUntil(hours)
    return {
      kind: 'reading',
      sequence,
      address,
      at: new Date(START + hours * HOUR).toISOString(),
      reading: readPrinter(new Map(objectsOfDevice(device))),
    }
  }
  const deliver = (...items: ReportItem[]) => {
    const sent = reported.shorten(items)
    reported.confirm(sent)
    return sent
  }

  it('is enough to report what has changed, also within one report', () => {
    const items = [readingAt(0, 1), readingAt(1, 2), readingAt(1, 3), readingAt(2, 4)]
    const sent = deliver(...items)
    expect(sent.map(({ kind }) => kind)).toEqual(['reading', 'reading-changes', 'reading-changes', 'reading-changes'])
    let known: PrinterReading | undefined
    for (const [i, item] of sent.entries()) {
      if (item.kind === 'reading') known = item.reading
      expect(item.kind === 'reading-changes' ? { ...known!, ...item.changes } : known).toEqual(items[i]!.reading)
    }
    expect(JSON.stringify(sent[1]).length).toBeLessThan(3000)
    expect(deliver(readingAt(3, 5))[0]!.kind).toBe('reading-changes')
  })

  it('is the last whole reading, and changes report its number', () => {
    const first = readingAt(0, 1)
    const then = (sequence: number, lifetimePageCount: number) => ({ ...first, sequence, reading: { ...first.reading, lifetimePageCount } })
    deliver(first)
    expect(deliver(then(2, 7), then(3, 8))).toMatchObject([
      { basis: 1, changes: { lifetimePageCount: 7 } },
      { basis: 1, changes: { lifetimePageCount: 8 } },
    ])
    expect(deliver({ ...first, sequence: 4 })).toMatchObject([{ basis: 1, changes: {} }])
  })

  it('is sent whole once a day', () => {
    const kinds = Array.from({ length: 50 }, (_, hour) => deliver(readingAt(10 + hour, hour + 1))[0]!.kind)
    expect(kinds.flatMap((kind, hour) => (kind === 'reading' ? [hour] : []))).toEqual([0, 24, 48])
    database.close()
    database = openAgentDatabase(folder)
    reported = new FullReadings(database)
    expect(deliver(readingAt(60, 51))[0]!.kind).toBe('reading-changes')
  })

  it('is sent whole when it was not confirmed, was forgotten, or lies ahead in time', () => {
    const [first] = reported.shorten([readingAt(70, 1)])
    expect(first!.kind).toBe('reading')
    expect(deliver(readingAt(71, 2))[0]!.kind).toBe('reading')
    reported.forget('10.0.0.1')
    expect(deliver(readingAt(72, 3))[0]!.kind).toBe('reading')
    expect(deliver({ ...readingAt(72, 4), at: new Date(START).toISOString() })[0]!.kind).toBe('reading')
    expect(deliver(readingAt(72, 5, '10.0.0.2'))[0]!.kind).toBe('reading')
  })
})
