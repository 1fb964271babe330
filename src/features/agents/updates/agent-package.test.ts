import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { tar } from '../../../platform/tar.ts'
import { fileNameOf, installScript, readme, systemdUnit } from './agent-package.ts'

const FACTS = { agentName: 'Böblingen, 2nd floor (50 %)', server: 'https://mps.example.com', code: 'ABCD-EFGH-JKMN', version: '1.2.3' }

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'agent-package-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

describe('an installation package', () => {
  it('is an archive that tar unpacks', () => {
    const archive = join(folder, 'package.tar')
    const files = [
      { path: 'p/agent.mjs', content: Buffer.alloc(1500, 'x') },
      { path: 'p/install.sh', content: installScript(), executable: true },
      { path: 'p/empty', content: '' },
    ]
    writeFileSync(archive, tar(files, new Date('2026-01-02T03:04:05Z')))
    execFileSync('tar', ['-xf', archive, '-C', folder])
    expect(readFileSync(join(folder, 'p/agent.mjs')).equals(Buffer.alloc(1500, 'x'))).toBe(true)
    expect(readFileSync(join(folder, 'p/install.sh'), 'utf8')).toBe(installScript())
    expect(statSync(join(folder, 'p/install.sh')).mode & 0o111).toBe(0o111)
    expect(statSync(join(folder, 'p/empty')).mtime.toISOString()).toBe('2026-01-02T03:04:05.000Z')
    execFileSync('sh', ['-n', join(folder, 'p/install.sh')])
    // One that runs already would not be started again by `enable --now`.
    expect(installScript()).toContain('systemctl restart mps-express-agent\n')
    expect(() => tar([{ path: 'x'.repeat(101), content: '' }], new Date())).toThrow(/too long/)
    expect(gunzipSync(execFileSync('gzip', ['-c', archive]))).toEqual(readFileSync(archive))
  })

  it('runs the agent without privileges, with server and code filled in [agents/no-privileges]', () => {
    const unit = systemdUnit(FACTS)
    expect(unit).toContain('agent.mjs run --server "https://mps.example.com" --data /var/lib/mps-express-agent --code ABCD-EFGH-JKMN\n')
    expect(unit).toContain('Description=MPS Express fleet agent (Böblingen, 2nd floor (50 %%))')
    for (const line of ['DynamicUser=yes', 'NoNewPrivileges=yes', 'CapabilityBoundingSet=', 'ProtectSystem=strict', 'Restart=always'])
      expect(unit.split('\n')).toContain(line)
    expect(systemdUnit({ ...FACTS, agentName: 'a\nExecStart=/bin/x' })).not.toMatch(/^ExecStart=\/bin\/x/m)
    expect(systemdUnit({ ...FACTS, server: 'https://a.example/"$x%h' })).toContain('--server "https://a.example/\\"$$x%%h"')
    expect(readme(FACTS)).toContain('node agent.mjs run --server https://mps.example.com --data ./agent-data --code ABCD-EFGH-JKMN')
  })

  it.each([
    ['Böblingen, 2nd floor', 'mps-express-agent-bo-blingen-2nd-floor.tar.gz'],
    ['../../etc', 'mps-express-agent-etc.tar.gz'],
    ['東京', 'mps-express-agent-agent.tar.gz'],
  ])('of %j is the file %s', (name, file) => expect(fileNameOf(name)).toBe(file))
})
