import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { tryOut } from './trial.ts'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'agent-trial-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

/** Tries out a bundle of this content. */
function attempt(content: string, { milliseconds = 20_000, signal = new AbortController().signal } = {}) {
  const file = join(folder, 'bundle.mjs')
  writeFileSync(file, content)
  return tryOut({ workId: 'w', version: '2.0.0', file, sha256: '' }, { milliseconds, signal, log: () => {} })
}

describe('a bundle that is tried out', () => {
  it.each([
    ['ends', 'process.exit(7)', /code 7/],
    ['is no program', 'this is none', /code 1/],
  ])('is given up when it %s [agents/updates-go-back]', async (_, content, why) => {
    expect(await attempt(content)).toMatch(why)
  })

  it('is given up and ended when it does not reach the server in time, whatever it does [agents/updates-go-back]', async () => {
    const deaf = `process.on('SIGTERM', () => {}); process.on('message', () => {}); setInterval(() => {}, 1000)`
    expect(await attempt(deaf, { milliseconds: 50 })).toMatch('did not reach the server within 0.05 seconds')
    const aborted = AbortSignal.abort()
    expect(await attempt(deaf, { signal: aborted, milliseconds: 100 })).toBeDefined()
  })

  it('has proved itself when it says that it reached the server; it then ends, for this program to start as that', async () => {
    const proof = join(folder, 'proof')
    const sound = `import { writeFileSync } from 'node:fs'
      process.on('message', (message) => { writeFileSync(${JSON.stringify(proof)}, process.env.MPS_AGENT_TRIAL + ' ' + message); process.exit(0) })
      process.send('reached')`
    expect(await attempt(sound)).toBeUndefined()
    expect(readFileSync(proof, 'utf8')).toBe('2.0.0 stop')
  })
})
