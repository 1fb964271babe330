import { setImmediate } from 'node:timers/promises'
import { describe, expect, it } from 'vitest'
import type * as Work from '../../test/support/thread-work.ts'
import { OffThread, OutOfLimits } from './off-thread.ts'

const file = new URL('../../test/support/thread-work.ts', import.meta.url)
const thread = (limits = { milliseconds: 20_000, megabytes: 64 }) => new OffThread<typeof Work>(file, limits)

describe('work in a thread of its own', () => {
  it('gives what the function gives, or its fault, and goes on after it', async () => {
    const { run } = bound(thread())
    await expect(run('a', 'add', 1, 2)).resolves.toBe(3)
    await expect(run('a', 'fail')).rejects.toThrow('made to fail')
    await expect(run('a', 'add', 3, 4)).resolves.toBe(7)
  })

  it('leaves this thread to others: it sets the flag that the work waits for', async () => {
    const flag = new Int32Array(new SharedArrayBuffer(4))
    const counted = thread().run('a', 'countUntil', flag)
    for (let turn = 0; turn < 100; turn++) await setImmediate()
    Atomics.store(flag, 0, 1)
    expect(await counted).toBeGreaterThanOrEqual(0)
  })

  it.each([
    ['time', 'runForEver'],
    ['memory', 'hoard'],
  ] as const)(
    'ends at its limit of %s, and the next work is done',
    async (limit, name) => {
      const { run } = bound(thread({ milliseconds: name === 'hoard' ? 60_000 : 500, megabytes: 16 }))
      const error = await run('a', name).catch((fault: unknown) => fault)
      expect(error).toBeInstanceOf(OutOfLimits)
      expect((error as OutOfLimits).limit).toBe(limit)
      await expect(run('a', 'add', 1, 1)).resolves.toBe(2)
    },
    60_000,
  )

  it('is done in turns by key: who comes with one waits for one of another, not for all of them', async () => {
    const { run } = bound(thread())
    const order: string[] = []
    const done = (key: string, n: number) => run(key, 'add', n, 0).then(() => order.push(`${key}${n}`))
    await Promise.all([done('a', 1), done('a', 2), done('a', 3), done('b', 1), done('c', 1)])
    expect(order).toEqual(['a1', 'a2', 'b1', 'c1', 'a3'])
  })
})

const bound = (own: OffThread<typeof Work>) => ({ run: own.run.bind(own) as typeof own.run })
