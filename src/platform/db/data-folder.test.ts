import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { DataFolderInUse, defaultDataDir, lockDataFolder } from './data-folder.ts'

let folder: string
const processes: ChildProcess[] = []

beforeEach(() => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'data-folder-'))
})

afterEach(() => {
  for (const each of processes.splice(0)) each.kill('SIGKILL')
  fs.rmSync(folder, { recursive: true })
})

/** Another process that has the lock by the time this resolves. */
async function lockElsewhere(dataDir: string): Promise<ChildProcess> {
  const code = `
    import { lockDataFolder } from ${JSON.stringify(path.join(import.meta.dirname, 'data-folder.ts'))}
    const lock = await lockDataFolder(${JSON.stringify(dataDir)})
    process.on('SIGTERM', () => { lock.release(); console.log('released') })
    console.log('locked')
    setInterval(() => {}, 1000)`
  const child = spawn(process.execPath, ['--input-type=module', '-e', code], { stdio: ['ignore', 'pipe', 'inherit'] })
  processes.push(child)
  await once(child.stdout, 'data')
  return child
}

describe('the lock of a data folder', () => {
  it('is held by one at a time, also within a process', async () => {
    const lock = await lockDataFolder(folder, 0)
    await expect(lockDataFolder(folder, 0)).rejects.toThrow(DataFolderInUse)
    lock.release()
    ;(await lockDataFolder(folder, 0)).release()
  })

  it('names the process that has it', async () => {
    const child = await lockElsewhere(folder)
    await expect(lockDataFolder(folder, 0)).rejects.toThrow(`another server (process ${child.pid}) already uses the data folder ${folder}`)
  })

  it('is free as soon as its owner is killed, and another process with the number then does not count', async () => {
    const child = await lockElsewhere(folder)
    child.kill('SIGKILL')
    await once(child, 'exit')
    fs.writeFileSync(path.join(folder, 'server.pid'), `${process.ppid}\n`)
    ;(await lockDataFolder(folder, 0)).release()
  })

  it('waits for a server that is about to stop', async () => {
    const child = await lockElsewhere(folder)
    const waiting = lockDataFolder(folder, 20_000)
    child.kill('SIGTERM')
    ;(await waiting).release()
  })

  it('makes the folder, closed to others', async () => {
    const inner = path.join(folder, 'a', 'b')
    const lock = await lockDataFolder(inner, 0)
    expect(fs.statSync(inner).mode & 0o777).toBe(0o700)
    lock.release()
  })
})

it('gives each checkout a data folder of its own, which root keeps under /var/lib', () => {
  const place =
    process.getuid?.() === 0
      ? '/var/lib/mps-express'
      : path.join(process.env.XDG_DATA_HOME || path.join(os.homedir(), '.local/share'), 'mps-express')
  expect(path.dirname(defaultDataDir())).toBe(place)
  expect(path.basename(defaultDataDir())).toMatch(/^.+-[0-9a-f]{8}$/)
})
