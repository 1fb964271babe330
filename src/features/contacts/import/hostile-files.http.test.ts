import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startImport } from '../../../../test/support/contact-files.ts'
import { HOSTILE_FILES } from '../../../../test/support/hostile-files.ts'
import { type Cast, makeCast } from '../../../../test/support/make.ts'
import { startTestServer, type TestServer } from '../../../../test/support/server.ts'

let server: TestServer
let cast: Cast
beforeAll(async () => {
  server = await startTestServer({ worker: false })
  cast = await makeCast(server)
})
afterAll(() => server.stop())

/** Milliseconds that each answer to a person of another organization took, one after another, while something goes on. */
async function waitsMeanwhile(going: Promise<unknown>): Promise<number[]> {
  const waits: number[] = []
  let goes = true
  const over = going.finally(() => {
    goes = false
  })
  while (goes) {
    const asked = performance.now()
    await cast.stranger.contacts.list({ organizationId: cast.neighbour, limit: 1 })
    waits.push(performance.now() - asked)
  }
  await over.catch(() => {})
  return waits
}

describe('a hostile file [contacts/files-are-read-away]', () => {
  it('is answered with what is wrong; others are answered many times meanwhile, and nobody waits for a large part of it', async () => {
    const waits: number[] = []
    for (const [name, content, refusal] of HOSTILE_FILES) {
      const answer = startImport(cast.fleetAdministrator, cast.child, content()).then(
        ({ rows }) => ({ name, rows: rows > 0 }),
        ({ code, message }) => ({ name, code, message }),
      )
      waits.push(...(await waitsMeanwhile(answer)))
      const expected = refusal ? { name, code: 'file-not-importable', message: expect.stringMatching(refusal) } : { name, rows: true }
      expect(await answer).toEqual(expected)
    }
    const all = waits.reduce((sum, each) => sum + each, 0)
    expect(waits.length).toBeGreaterThan(10 * HOSTILE_FILES.length)
    expect(Math.max(...waits) / all).toBeLessThan(0.2)
  }, 120_000)
})
