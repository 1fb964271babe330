import { copyFileSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { PROFILE } from '../../test/support/simulated-network.ts'
import { openAgentDatabase } from './agent-database.ts'
import { instanceOf, Memory } from './memory.ts'
import { KeyRing } from './snmp/usm-keys.ts'

describe("the agent's secrets [agents/secrets-at-rest-are-sealed]", () => {
  let folder: string
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'vault-'))
  })
  afterEach(() => rmSync(folder, { recursive: true }))

  const configuration = {
    revision: 3,
    include: [{ entry: '10.0.0.0/24', profileId: PROFILE.id }],
    exclude: [],
    profiles: [{ ...PROFILE, community: 'a very secret community' }],
    packetsPerSecond: 100,
    heartbeatSeconds: 60,
    readSeconds: 900,
    discoverSeconds: 86_400,
  }
  const engine = Buffer.from('800000090300aabbccddee', 'hex')
  const makeKeys = (ring: KeyRing) => ring.privacyKey('aes-256-cisco', 'md5', 'a very secret password', engine)

  it('come back after a restart, and stand nowhere in plain text', () => {
    const first = openAgentDatabase(folder)
    const memory = new Memory(first, folder)
    memory.configuration = configuration
    memory.clockAhead = 5000
    const ring = new KeyRing(memory.keys)
    const key = makeKeys(ring)
    expect(ring.made).toBe(2)
    memory.keys.flush()
    first.close()

    const octets = readFileSync(join(folder, 'agent.db'))
    for (const secret of ['secret community', 'secret password', key, key.subarray(16)]) expect(octets.includes(secret)).toBe(false)
    expect(statSync(join(folder, 'key')).mode & 0o777).toBe(0o600)

    const second = openAgentDatabase(folder)
    const again = new Memory(second, folder)
    expect([again.configuration, again.clockAhead]).toEqual([configuration, 5000])
    const other = new KeyRing(again.keys)
    expect(makeKeys(other)).toEqual(key)
    expect(other.made).toBe(0)
    second.close()
  })

  it('are forgotten, not guessed, with another key', () => {
    const database = openAgentDatabase(folder)
    const memory = new Memory(database, folder)
    memory.configuration = configuration
    makeKeys(new KeyRing(memory.keys))
    memory.keys.flush()
    writeFileSync(join(folder, 'key'), Buffer.alloc(32, 7).toString('base64'))
    const other = new Memory(database, folder)
    expect(other.configuration).toBeUndefined()
    const ring = new KeyRing(other.keys)
    makeKeys(ring)
    expect(ring.made).toBe(2)
    copyFileSync(join(folder, 'agent.db'), join(folder, 'key'))
    expect(() => new Memory(database, folder)).toThrow(/contains no key/)
    database.close()
  })

  it('leaves out a profile that it is too old to understand, and works with the others', () => {
    const database = openAgentDatabase(folder)
    const memory = new Memory(database, folder)
    memory.configuration = { ...configuration, profiles: [...configuration.profiles, { ...PROFILE, version: 'v4' } as never] }
    expect(memory.configuration?.profiles).toHaveLength(1)
    expect(instanceOf(folder)).toBe(instanceOf(`${folder}/../${folder.split('/').at(-1)}`))
    expect(instanceOf(folder)).not.toBe(instanceOf(`${folder}-copy`))
    database.close()
  })
})
