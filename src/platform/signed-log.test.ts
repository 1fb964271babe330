import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { readSignedLog, SignedLog } from './signed-log.ts'

let folder: string
const key = () => path.join(folder, 'key')
const log = () => path.join(folder, 'log')
beforeEach(() => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'mps-signed-log-'))
})
afterEach(() => fs.rmSync(folder, { recursive: true, force: true }))

const open = () => SignedLog.open<{ n: number }>(log(), key())
async function read() {
  const lines = []
  for await (const line of readSignedLog(log())) lines.push(line)
  return lines
}
const faults = async () => (await read()).map(({ fault }) => fault)

async function write(...times: string[]) {
  const written = await open()
  for (const at of times) written.append({ n: 1 }, at)
}

describe('a signed log', () => {
  it('goes on where it ended, over days and restarts', async () => {
    await write('2026-01-01T10:00:00Z', '2026-01-01T23:59:59Z')
    await write('2026-01-02T00:00:00Z')
    const lines = await read()
    expect(lines.map(({ file, line, fault }) => [file, line.number, fault])).toEqual([
      ['2026-01-01.jsonl', 1, undefined],
      ['2026-01-01.jsonl', 2, undefined],
      ['2026-01-02.jsonl', 3, undefined],
    ])
    expect(fs.statSync(key()).mode & 0o777).toBe(0o600)
  })

  it('takes away half a line that a server left when it died, and goes on', async () => {
    await write('2026-01-01T10:00:00Z')
    fs.appendFileSync(path.join(log(), '2026-01-01.jsonl'), '{"number":2,"at":"2026')
    await write('2026-01-01T11:00:00Z')
    expect(await faults()).toEqual([undefined, undefined])
  })

  it('shows a line that was changed, taken out or signed by another', async () => {
    await write('2026-01-01T10:00:00Z', '2026-01-01T11:00:00Z', '2026-01-01T12:00:00Z')
    const file = path.join(log(), '2026-01-01.jsonl')
    const whole = fs.readFileSync(file, 'utf8')
    const [first, second, third] = whole.trim().split('\n') as [string, string, string]
    fs.writeFileSync(file, [first, second.replace('"n":1', '"n":2'), third, ''].join('\n'))
    expect(await faults()).toEqual([undefined, 'has a wrong signature', 'names another line than line 2 as the one before'])
    fs.writeFileSync(file, [first, third, ''].join('\n'))
    expect(await faults()).toEqual([undefined, 'follows line 1: 2 to 2 are missing'])
    fs.writeFileSync(file, [first, 'nonsense', ''].join('\n'))
    expect(await faults()).toEqual([undefined, 'is no line of this log'])
    fs.writeFileSync(file, whole)
    fs.rmSync(key())
    await write('2026-01-01T13:00:00Z')
    expect((await faults())[3]).toMatch(/^is signed with another key/)
  })
})
