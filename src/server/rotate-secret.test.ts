import { spawn } from 'node:child_process'
import { once } from 'node:events'
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { createTestDatabase, type TestDatabase } from '../../test/support/database.ts'
import { openProfiles, profilePlace } from '../features/agents/snmp-profiles/snmp-profiles.queries.ts'
import { createDb, createPool, inScope } from '../platform/db/database.ts'
import { ScopeSeal } from '../platform/db/scope-seal.ts'
import { assertScopeKey } from '../platform/db/server-login.ts'
import { makeScope } from '../platform/make-scope.ts'
import { Sealer } from '../platform/secrets.ts'
import { installationSecrets } from './installation.ts'

const FORMER = 'the secret of before, long enough'
const PROFILES = 350

let database: TestDatabase
let owner: pg.Client
let dataDir: string
const organizationId = '11111111-1111-7111-8111-111111111111'

beforeAll(async () => {
  database = await createTestDatabase()
  owner = new pg.Client({ connectionString: database.url })
  await owner.connect()
  dataDir = fs.mkdtempSync(path.join(os.tmpdir(), 'mps-secrets-'))
  fs.writeFileSync(path.join(dataDir, 'secret'), `${FORMER}\n`, { mode: 0o600 })
  await owner.query(`insert into organizations (id, kind, name) values ($1, 'provider', 'Provider')`, [organizationId])
  const sealer = new Sealer(FORMER)
  for (let i = 0; i < PROFILES; i++) {
    const id = `22222222-2222-7222-8222-${String(i).padStart(12, '0')}`
    const sealed = sealer.seal(`community ${i}`, profilePlace(organizationId, id, 'community'))
    await owner.query(
      `insert into snmp_profiles (organization_id, id, name, version, port, timeout_milliseconds, retries, community_sealed)
        values ($1, $2, $3, 'v2c', 161, 1000, 1, $4)`,
      [organizationId, id, `profile ${String(i).padStart(4, '0')}`, sealed],
    )
  }
})
afterAll(async () => {
  await owner.end()
  await database.drop()
  fs.rmSync(dataDir, { recursive: true })
})

function rotate() {
  const env = { ...process.env, DATABASE_URL: database.url, MPS_DATA_DIR: dataDir }
  const script = path.resolve(import.meta.dirname, '../../scripts/secrets.ts')
  const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', script, 'rotate'], {
    env,
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let output = ''
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (part) => (output += part))
  return { child, ended: once(child, 'close').then(([code]) => ({ code, output })) }
}

/** The communities as a server with the secrets of the data folder opens them. */
async function opened(sealer: Sealer): Promise<string[]> {
  const db = createDb(new pg.Pool({ connectionString: database.url, max: 1 }), new ScopeSeal(FORMER))
  const scope = makeScope({ organizationId, actor: { kind: 'system', id: 'test', name: 'test' } })
  const { rows } = await owner.query<{ id: string }>('select id from snmp_profiles')
  try {
    const ids = rows.map(({ id }) => id)
    return (await inScope(db, scope, (tx) => openProfiles(tx, scope, ids, sealer))).map((access) =>
      'community' in access ? access.community : '',
    )
  } finally {
    await db.destroy()
  }
}

async function countSealedWith(secret: string): Promise<number> {
  const { rows } = await owner.query<{ n: number }>(
    'select count(*)::int as n from snmp_profiles where substring(community_sealed from 1 for 4) = $1',
    [new Sealer(secret).mark],
  )
  return rows[0]!.n
}

const everyCommunity = Array.from({ length: PROFILES }, (_, i) => `community ${i}`)

describe('npm run secrets -- rotate', () => {
  it('refuses while a server works on the database, and changes nothing', async () => {
    const server = new pg.Client({ connectionString: database.url, application_name: 'mps-express' })
    await server.connect()
    const { code, output } = await rotate().ended
    await server.end()
    expect(output).toContain('Stop every server of this installation')
    expect(code).toBe(2)
    expect(installationSecrets(dataDir)).toEqual({ secret: FORMER, formerSecrets: [] })
  })

  it('killed in the middle leaves values that all open, and ends when it is run again [platform/secrets-are-rotated]', async () => {
    const holding = new pg.Client({ connectionString: database.url })
    await holding.connect()
    // The rotation comes to this row in its third portion, and waits there.
    await holding.query(`begin; select from snmp_profiles where name = 'profile 0250' for update`)
    const { child, ended } = rotate()
    await vi.waitFor(async () => expect(await countSealedWith(FORMER)).toBe(PROFILES - 200), { timeout: 20_000 })
    child.kill('SIGKILL')
    await ended
    await holding.end()
    const between = installationSecrets(dataDir)
    expect(between).toMatchObject({ secret: expect.not.stringContaining(FORMER), formerSecrets: [FORMER] })
    expect(await countSealedWith(between.secret)).toBe(200)
    expect(await opened(new Sealer(between.secret, between.formerSecrets))).toEqual(everyCommunity)

    expect(await rotate().ended).toEqual({ code: 0, output: `The secret was rotated: ${PROFILES - 200} values sealed again.\n` })
    const after = installationSecrets(dataDir)
    expect(after).toEqual({ secret: between.secret, formerSecrets: [] })
    expect(await opened(new Sealer(after.secret))).toEqual(everyCommunity)
    expect(fs.statSync(path.join(dataDir, 'secret')).mode & 0o777).toBe(0o600)
    const server = createPool(database.serverUrl, { max: 1 })
    await expect(assertScopeKey(server, new ScopeSeal(after.secret))).resolves.toBeUndefined()
    await server.end()
    await expect(opened(new Sealer(FORMER))).rejects.toThrow('not in the file secret')
  })

  it('seals every sealed column of the database, which all are named so', async () => {
    const { rows } = await owner.query(
      `select table_name || '.' || column_name as place from information_schema.columns
        where table_schema = 'public' and data_type = 'bytea' and column_name not like '%\\_sealed'`,
    )
    expect(rows).toEqual([])
  })
})
