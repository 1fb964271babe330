import { describe, expect, it } from 'vitest'
import { spooled } from './spool.ts'

const bytes = (text: string) => new TextEncoder().encode(text)

describe('what is spooled', () => {
  it('is read as it was written, and all of it is made while nobody reads', async () => {
    let made = 0
    const stream = spooled(async (write) => {
      for (; made < 1000; made++) await write(bytes(`${made},`.padStart(1000)))
    })
    let text = Buffer.from((await stream.next()).value as Uint8Array).toString()
    await expect.poll(() => made).toBe(1000)
    for await (const chunk of stream) text += Buffer.from(chunk).toString()
    expect(text.replaceAll(' ', '')).toBe(Array.from({ length: 1000 }, (_, i) => `${i},`).join(''))
  })

  it('ends with what went wrong', async () => {
    const stream = spooled(async (write) => {
      await write(bytes('a'))
      throw new Error('the database went away')
    })
    const read = async () => {
      for await (const _ of stream);
    }
    await expect(read()).rejects.toThrow('the database went away')
  })

  it('is made no further when its reader leaves', async () => {
    let failure: unknown
    const stream = spooled(async (write) => {
      try {
        for (;;) await write(bytes('x'))
      } catch (error) {
        failure = error
        throw error
      }
    })
    await stream.next()
    await stream.return(undefined)
    expect(failure).toMatchObject({ message: 'the reader left' })
  })
})
