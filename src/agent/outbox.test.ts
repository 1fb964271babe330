import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { FolderInUse, openAgentDatabase } from './agent-database.ts'
import { KnownPrinters } from './known-printers.ts'
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

  it('numbers what it keeps, over restarts and after forgetting [agents/told-once-in-order]', () => {
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

  it('drops the oldest reading of the same printer when it is full, then of the fullest; never the outcome of work', () => {
    const database = openAgentDatabase(folder)
    const dropped: number[] = []
    const outbox = new Outbox(database, { mostItems: 5, dropped: (count) => dropped.push(count) })
    add(outbox, done, silence('a'), silence('b'), silence('b'), silence('c'))
    add(outbox, silence('c'))
    expect(waiting(outbox)).toEqual(['1 ', '2 a', '3 b', '4 b', '6 c'])
    add(outbox, silence('d'), done)
    expect(waiting(outbox)).toEqual(['1 ', '2 a', '4 b', '6 c', '7 d', '8 '])
    expect(dropped).toEqual([1, 1])
    expect(outbox.waiting).toBe(6)
    database.close()
  })

  it('wakes who waits for something to tell', async () => {
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
    new KnownPrinters(first).keep(printer)
    new KnownPrinters(first).keep({ ...printer, excluded: true })
    first.close()
    const second = openAgentDatabase(folder)
    expect(new KnownPrinters(second).all()).toEqual([{ ...printer, excluded: true }])
    second.close()
  })
})
