import { execFileSync } from 'node:child_process'
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'

let folder: string
beforeEach(() => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'mps-drop-'))
  fs.chmodSync(folder, 0o755)
})
afterEach(() => fs.rmSync(folder, { recursive: true }))

const dataDir = () => path.join(folder, 'data')

/** Drops the privileges of a process of its own, and gives what it is then, and may. */
function drop(needed: string[]): { why: string | null; uid: number; gid: number; groups: number[]; writes: boolean; readsRoots: boolean } {
  const script = `
    const { dropPrivileges } = await import(${JSON.stringify(path.join(import.meta.dirname, 'drop-privileges.ts'))})
    const fs = await import('node:fs')
    const why = dropPrivileges(${JSON.stringify(dataDir())}, ${JSON.stringify(needed)}, () => {}) ?? null
    const may = (run) => { try { run(); return true } catch { return false } }
    const writes = may(() => fs.writeFileSync(${JSON.stringify(path.join(dataDir(), 'secret'))}, 'new'))
    const readsRoots = may(() => fs.readFileSync('/etc/shadow'))
    console.log(JSON.stringify({ why, uid: process.getuid(), gid: process.getgid(), groups: process.getgroups(), writes, readsRoots }))`
  return JSON.parse(execFileSync(process.execPath, ['--input-type=module', '-e', script], { encoding: 'utf8' }))
}

describe('a server that root starts [platform/the-server-is-not-root]', () => {
  if (process.getuid?.() === 0) {
    it('goes on as the user of its database, to whom the data folder then belongs; links in it are not followed', () => {
      fs.mkdirSync(path.join(dataDir(), 'audit-checkpoints'), { recursive: true, mode: 0o700 })
      fs.writeFileSync(path.join(dataDir(), 'secret'), 'old', { mode: 0o600 })
      const outside = path.join(folder, 'outside')
      fs.writeFileSync(outside, '')
      fs.symlinkSync(outside, path.join(dataDir(), 'link'))
      const { why, uid, gid, groups, writes, readsRoots } = drop([import.meta.filename])
      expect(why).toBeNull()
      expect(uid).not.toBe(0)
      expect({ groups, writes, readsRoots }).toEqual({ groups: [gid], writes: true, readsRoots: false })
      for (const name of ['', 'secret', 'audit-checkpoints']) expect(fs.statSync(path.join(dataDir(), name)).uid, name).toBe(uid)
      expect(fs.statSync(outside).uid).toBe(0)
    })

    it('keeps the owner that the database has', () => {
      fs.mkdirSync(path.join(dataDir(), 'postgresql'), { recursive: true, mode: 0o755 })
      fs.chownSync(path.join(dataDir(), 'postgresql'), 54321, 54321)
      expect(drop([])).toMatchObject({ why: null, uid: 54321, gid: 54321 })
    })

    it('stays root, and says why, where the program is closed to that user', () => {
      fs.mkdirSync(dataDir(), { mode: 0o700 })
      const closed = path.join(folder, 'closed')
      fs.mkdirSync(closed, { mode: 0o700 })
      fs.writeFileSync(path.join(closed, 'program.ts'), '')
      const { why, uid } = drop([path.join(closed, 'program.ts')])
      expect(why).toMatch(/program\.ts is closed to the user mps-express\. Move the program/)
      expect(uid).toBe(0)
    })
  } else {
    it('stays who it is when that is not root', () => {
      fs.mkdirSync(dataDir())
      expect(drop([])).toMatchObject({ why: null, uid: process.getuid?.() })
    })
  }
})
