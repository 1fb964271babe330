import { randomUUID } from 'node:crypto'
import { type FileHandle, open, rm } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'

const MOST_READ_AT_ONCE = 256 * 1024

/** Writes a chunk; fails when nobody reads any more. */
export type Write = (chunk: Uint8Array) => Promise<void>

/**
 * What is written as fast as it can be made, and read as slowly as the reader likes: in between it stands in a file that is gone at the end. So a slow
 * reader keeps neither a transaction nor memory.
 */
export async function* spooled(make: (write: Write) => Promise<void>): AsyncGenerator<Uint8Array> {
  const name = path.join(os.tmpdir(), `mps-express-${randomUUID()}.spool`)
  const file = await open(name, 'wx+', 0o600)
  // Where the system allows it the file has no name from here on: nothing is left of it even if this process dies.
  await rm(name).catch(() => {})
  const spool = new Spool(file)
  const made = spool.fill(make)
  try {
    yield* spool.read()
  } finally {
    spool.leave()
    await made
    await file.close()
    await rm(name, { force: true }).catch(() => {})
  }
}

class Spool {
  readonly #file: FileHandle
  #written = 0
  #ended = false
  #failure: unknown
  #left = false
  #news = Promise.withResolvers<void>()

  constructor(file: FileHandle) {
    this.#file = file
  }

  async fill(make: (write: Write) => Promise<void>): Promise<void> {
    try {
      await make(async (chunk) => {
        if (this.#left) throw new Error('the reader left')
        await this.#file.writeFile(chunk)
        this.#written += chunk.length
        this.#report()
      })
    } catch (error) {
      this.#failure = error
    }
    this.#ended = true
    this.#report()
  }

  async *read(): AsyncGenerator<Uint8Array> {
    for (let position = 0; ; ) {
      if (position < this.#written) {
        const chunk = new Uint8Array(Math.min(this.#written - position, MOST_READ_AT_ONCE))
        const { bytesRead } = await this.#file.read(chunk, 0, chunk.length, position)
        position += bytesRead
        yield chunk.subarray(0, bytesRead)
      } else if (this.#failure) throw this.#failure
      else if (this.#ended) return
      else await this.#news.promise
    }
  }

  leave(): void {
    this.#left = true
  }

  #report(): void {
    this.#news.resolve()
    this.#news = Promise.withResolvers()
  }
}
