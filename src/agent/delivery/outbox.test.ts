import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { FolderInUse, openAgentDatabase } from '../agent-database.ts'
import { KnownPrinters } from '../discovery/known-printers.ts'
import { type NewItem, Outbox } from './outbox.ts'

const at = '2026-01-01T00:00:00.000Z'
const silence = (address: string): NewItem => ({ kind: 'no-reading', address, at, reason: 'no-answer' })
const done: NewItem = { kind: 'work-done', address: '', at, workId: '6f1c1c38-1f0e-4a55-9d55-0d1f6a3c0a01', printersFound: 3 }

describe('the outbox', () => {
  let folder: string
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'outbox-'))
  })
  afterEach(() => rmSync(folder, { recursive: true, force: true }))

  const add = (outbox: Outbox, ...items: NewItem[]) => {
    for (const item of items) outbox.add(item)
    outbox.flush()
  }
  const waiting = (outbox: Outbox) => outbox.next(500, 1_000_000).map(({ sequence, address }) => `${sequence} ${address}`)

  it('numbers what it keeps, over restarts and after forgetting [agents/delivered-once-in-order]', () => {
    const first = openAgentDatabase(folder)
    const before = new Outbox(first, { mostItems: 100 })
    add(before, silence('a'), silence('b'), silence('c'))
    before.forgetThrough(3)
    add(before, silence('d'))
    first.close()

    const second = openAgentDatabase(folder)
    const after = new Outbox(second, { mostItems: 100 })
    expect(after.waiting).toBe(1)
    after.forgetThrough(4)
    add(after, silence('e'), done)
    expect(waiting(after)).toEqual(['5 e', '6 '])
    expect(after.next(500, 1_000_000)[1]).toEqual({ ...done, sequence: 6 })
    second.close()
  })

  it('gives as much as may go together, at least one', () => {
    const database = openAgentDatabase(folder)
    const outbox = new Outbox(database, { mostItems: 100 })
    add(outbox, silence('a'), silence('b'), silence('c'))
    expect(outbox.next(2, 1_000_000)).toHaveLength(2)
    expect(outbox.next(500, 1)).toHaveLength(1)
    expect(outbox.next(500, 200)).toHaveLength(2)
    database.close()
  })

  it('drops what leaves the smallest gap of the same printer when it is full, then of the fullest; never the outcome of work', () => {
    const database = openAgentDatabase(folder)
    const dropped: number[] = []
    const outbox = new Outbox(database, { mostItems: 6, dropped: (count) => dropped.push(count) })
    add(outbox, done, silence('a'), silence('b'), silence('b'), silence('b'), silence('c'))
    add(outbox, silence('b'))
    expect(waiting(outbox)).toEqual(['1 ', '2 a', '3 b', '5 b', '6 c', '7 b'])
    add(outbox, silence('d'), done)
    expect(waiting(outbox)).toEqual(['1 ', '2 a', '3 b', '6 c', '7 b', '8 d', '9 '])
    expect(dropped).toEqual([1, 1])
    expect(outbox.waiting).toBe(7)
    database.close()
  })

  it('covers the whole time without the server, however long, within its bound', () => {
    const database = openAgentDatabase(folder)
    const outbox = new Outbox(database, { mostItems: 40 })
    for (let i = 0; i < 1000; i++) outbox.add(silence(i % 2 === 0 ? 'a' : 'b'))
    outbox.flush()
    const numbers = outbox
      .next(500, 1_000_000)
      .filter(({ address }) => address === 'a')
      .map(({ sequence }) => sequence)
    expect(numbers[0]).toBe(1)
    expect(numbers.at(-1)).toBe(999)
    const gaps = numbers.slice(1).map((number, i) => number - numbers[i]!)
    expect(Math.max(...gaps)).toBeLessThanOrEqual(150)
    expect(outbox.waiting).toBe(40)
    database.close()
  })

  it('keeps in memory what a full disk does not take, and writes it when it does [agents/a-full-disk-loses-nothing-taken]', () => {
    const database = openAgentDatabase(folder)
    const complaints: unknown[] = []
    const outbox = new Outbox(database, { mostItems: 3000, disk: (error) => complaints.push(error) })
    add(outbox, silence('before'))
    database.exec(`pragma max_page_count = ${Number(database.prepare('pragma page_count').get()?.page_count)}`)
    for (let i = 0; i < 500; i++) outbox.add(silence(`printer ${i}`))
    outbox.flush()
    expect(String(complaints[0])).toMatch(/full/)
    expect(outbox.waiting).toBe(501)
    expect(waiting(outbox)).toEqual(['1 before'])
    for (let i = 0; i < 2600; i++) outbox.add(silence('more'))
    outbox.flush()
    expect(outbox.waiting).toBe(3001)
    database.exec('pragma max_page_count = 1000000')
    outbox.flush()
    expect(outbox.waiting).toBe(3000)
    expect(outbox.next(2, 1_000_000).map(({ sequence }) => sequence)).toEqual([1, 2])
    outbox.close()
    database.close()
  })

  it('has beside it the printers found while the disk was full, until it takes them [agents/a-full-disk-loses-nothing-taken]', () => {
    const database = openAgentDatabase(folder)
    const known = new KnownPrinters(database)
    database.exec(`pragma max_page_count = ${Number(database.prepare('pragma page_count').get()?.page_count)}`)
    const printers = Array.from({ length: 500 }, (_, i) => ({ address: `10.0.1.${i}`, profileId: 'p', foundBy: 'all', excluded: false }))
    for (const printer of printers) known.keep(printer)
    known.flush()
    expect(known.all()).toHaveLength(500)
    expect(new KnownPrinters(database).all()).toHaveLength(0)
    database.exec('pragma max_page_count = 1000000')
    known.close()
    expect(new KnownPrinters(database).all()).toEqual(printers)
    database.close()
  })

  it('holds back what was reported by a clock that is not sure, and moves it [agents/times-are-the-servers]', async () => {
    const database = openAgentDatabase(folder)
    const outbox = new Outbox(database, { mostItems: 100 })
    add(outbox, silence('sure'))
    outbox.add(silence('unsure'), true)
    outbox.flush()
    expect(waiting(outbox)).toEqual(['1 sure'])
    outbox.forgetThrough(1)
    const ending = new AbortController()
    const filled = outbox.filled(ending.signal)
    outbox.settle(-3_600_500)
    await filled
    expect(outbox.next(500, 1_000_000)).toEqual([{ ...silence('unsure'), at: '2025-12-31T22:59:59.500Z', sequence: 2 }])
    database.close()
  })

  it('is numbered again from the number that another installation has reached', () => {
    const database = openAgentDatabase(folder)
    const outbox = new Outbox(database, { mostItems: 100 })
    add(outbox, silence('a'), silence('b'), silence('c'))
    outbox.renumberFrom(3)
    add(outbox, silence('d'))
    expect(waiting(outbox)).toEqual(['3 a', '4 b', '5 c', '6 d'])
    expect(outbox.sentThrough).toBe(2)
    database.close()
  })

  it('wakes who waits for something to send', async () => {
    const database = openAgentDatabase(folder)
    const outbox = new Outbox(database, { mostItems: 100 })
    const filled = outbox.filled(new AbortController().signal)
    outbox.add(silence('a'))
    await filled
    expect(outbox.waiting).toBe(1)
    database.close()
  })

  it('is in one hand only', () => {
    const database = openAgentDatabase(folder)
    expect(() => openAgentDatabase(folder)).toThrow(FolderInUse)
    database.close()
  })

  it('stands beside the known printers, which are remembered too', () => {
    const first = openAgentDatabase(folder)
    const printer = { address: '10.0.0.1', profileId: 'p', foundBy: '10.0.0.0/24', excluded: false }
    const known = new KnownPrinters(first)
    known.keep(printer)
    known.flush()
    known.keep({ ...printer, excluded: true })
    known.close()
    first.close()
    const second = openAgentDatabase(folder)
    expect(new KnownPrinters(second).all()).toEqual([{ ...printer, excluded: true }])
    second.close()
  })
})
