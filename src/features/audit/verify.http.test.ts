import { execFile } from 'node:child_process'
import { once } from 'node:events'
import fs from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import os from 'node:os'
import path from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { asOwner, type Cast, contactForm, ended, makeAgent, makeCast, reading } from '../../../test/support/make.ts'
import { startTestServer, type TestServer } from '../../../test/support/server.ts'
import { readRange } from '../../platform/outbound/address-rules.ts'
import { readSignedLog } from '../../platform/signed-log.ts'
import { type CheckpointContent, checkpointFolder } from './checkpoints.ts'

let server: TestServer
let cast: Cast
let dataDir: string
let folder: string
const sent: string[] = []
const receiver = createServer(async (request, response) => {
  const parts: Buffer[] = []
  for await (const part of request) parts.push(part as Buffer)
  sent.push(Buffer.concat(parts).toString())
  response.writeHead(sent.length === 1 ? 503 : 204).end()
})

beforeAll(async () => {
  receiver.listen(0, '127.0.0.1')
  await once(receiver, 'listening')
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'mps-verify-'))
  dataDir = path.join(folder, 'data')
  fs.mkdirSync(dataDir)
  const checkpointsTo = `http://127.0.0.1:${(receiver.address() as AddressInfo).port}/checkpoints`
  server = await startTestServer({ dataDir, checkpointsTo, outboundAllowed: [readRange('127.0.0.0/8')!], quiet: true })
  cast = await makeCast(server)
  for (const lastName of ['One', 'Two', 'Three', 'Four'])
    await cast.fleetAdministrator.contacts.create({ organizationId: cast.child, contact: contactForm({ lastName }) })
  const agent = await makeAgent(server, cast.fleetAdministrator, cast.child)
  await agent.deliver({ '10.0.0.1': reading({ serialNumber: 'VERIFY1' }) })
  await endTask()
})
afterAll(async () => {
  await server.stop()
  receiver.close()
  fs.rmSync(folder, { recursive: true })
})

/** Lets a task end, and waits for the checkpoint that covers its last entry. */
async function endTask() {
  const params = { organizationId: cast.child }
  const { id: selectionId } = await cast.fleetAdministrator.printers.select({ ...params, filter: {} })
  const { items } = await cast.fleetAdministrator.contacts.list(params)
  const { taskId } = await cast.fleetAdministrator.contacts.assign({ params, headers: {}, body: { selectionId, contactId: items[0]!.id } })
  await ended(cast.fleetAdministrator, cast.child, taskId)
  const newest = (await cast.partnerAdministrator.audit.list({ ...params, limit: 1 })).items[0]!
  await vi.waitFor(
    async () => {
      const heads = (await checkpoints()).flatMap(({ content }) => content.heads)
      expect(heads).toContainEqual([cast.child, newest.number, newest.hash])
    },
    { timeout: 10_000 },
  )
}

async function checkpoints() {
  const lines = []
  for await (const { line } of readSignedLog<CheckpointContent>(checkpointFolder(dataDir))) lines.push(line)
  return lines
}

/** Runs the command as an administrator does. */
async function audit(...args: string[]) {
  const env = { ...process.env, DATABASE_URL: server.database.url, MPS_DATA_DIR: dataDir }
  const command = ['--disable-warning=ExperimentalWarning', path.resolve(import.meta.dirname, '../../../scripts/audit.ts'), ...args]
  try {
    const { stdout } = await promisify(execFile)(process.execPath, command, { env })
    return { code: 0, output: stdout }
  } catch (error) {
    const { code, stdout, stderr } = error as { code: number; stdout: string; stderr: string }
    return { code, output: stdout + stderr }
  }
}
const verify = (...args: string[]) => audit('verify', '--organization', cast.child, ...args)

/** As somebody with all power over the database would, and back again. */
async function tampered(statement: string) {
  const tables = ['audit_entries', 'audit_heads']
  for (const table of tables) await asOwner(server, `create table kept_${table} as select * from ${table}`)
  await asOwner(server, `alter table audit_entries disable trigger all; ${statement}`)
  const shown = await verify()
  for (const table of tables)
    await asOwner(server, `delete from ${table}; insert into ${table} select * from kept_${table}; drop table kept_${table}`)
  await asOwner(server, 'alter table audit_entries enable trigger all')
  return shown
}

const REWRITE = (from: string) => `do $$ declare e audit_entries; previous text := ''; begin
  for e in select * from audit_entries ${from} order by number loop
    if e.number = 2 then e.actor_id := 'nobody'; end if;
    previous := audit_hash(previous, e);
    update audit_entries set actor_id = e.actor_id, hash = previous where organization_id = e.organization_id and number = e.number;
    update audit_heads set hash = previous where organization_id = e.organization_id;
  end loop;
end $$`

describe('npm run audit -- verify', () => {
  it('prints for each organization its range, count, end and newest matching checkpoint, and ends with 0 [audit/verify] [audit/checkpoints]', async () => {
    const { code, output } = await audit('verify')
    const { items } = await cast.partnerAdministrator.audit.list({ organizationId: cast.child })
    expect(output).toContain(
      `(${cast.child})\n  entries      1 to ${items.length}, ${items.length} in all\n  head         ${items[0]!.hash}`,
    )
    for (const id of [cast.provider, cast.partner, cast.neighbour]) expect(output).toContain(`(${id})`)
    expect(output).toMatch(
      /checkpoint {3}number \d+ of \S+Z, matches at entry \d+\n {2}not covered {2}nothing\n {2}gaps {9}none\n {2}result {7}whole/,
    )
    expect(code).toBe(0)
  })

  it('covers the end of a task by a checkpoint, and names the time that none covers [audit/checkpoints]', async () => {
    await endTask()
    expect((await verify()).output).toContain('not covered  nothing')
    const made = await cast.fleetAdministrator.contacts.create({ organizationId: cast.child, contact: contactForm({ lastName: 'Later' }) })
    expect(made).toBeDefined()
    expect((await verify()).output).toMatch(/not covered {2}since 20\S+Z \(1 entry\)/)
    await endTask()
  })

  it('shows an end that was cut off with its head, and a chain that was rewritten with new hashes [audit/checkpoints] [audit/verify]', async () => {
    const where = `where organization_id = '${cast.child}'`
    const head = `update audit_heads h set (number, hash) = (select number, hash from audit_entries ${where} order by number desc limit 1) ${where}`
    const cut = await tampered(`delete from audit_entries ${where} and number > 4; ${head}`)
    expect(cut.output).toMatch(/BROKEN at entry \d+ .*entry in checkpoint \d+ of \S+: expected [0-9a-f]{64}, found no such entry/)
    expect(cut.code).toBe(1)
    const rewritten = await tampered(REWRITE(where))
    expect(rewritten.output).toMatch(/BROKEN at entry \d+ .*hash in checkpoint \d+ of \S+: expected [0-9a-f]{64}, found [0-9a-f]{64}/)
    expect(rewritten.code).toBe(1)
    const gone = await tampered(`delete from audit_entries ${where}; delete from audit_heads ${where}`)
    expect(gone.output).toMatch(/entries {6}none[\s\S]*BROKEN/)
    expect(gone.code).toBe(1)
    expect((await verify()).code).toBe(0)
  })

  it('names the first bad entry with what was expected and found, and gaps [audit/verify]', async () => {
    const where = `where organization_id = '${cast.child}'`
    const changed = await tampered(`update audit_entries set act = 'Another' ${where} and number in (3, 5)`)
    expect(changed.output).toMatch(/BROKEN at entry 3 \(2 faults\): hash: expected [0-9a-f]{64}, found [0-9a-f]{64}/)
    const missing = await tampered(`delete from audit_entries ${where} and number in (2, 3, 5)`)
    expect(missing.output).toMatch(/gaps {9}2 to 3, 5\n/)
    expect(missing.output).toContain('BROKEN at entry 4')
    const text = await tampered(`update audit_entries set texts = texts || '{"subject": "another"}' ${where} and number = 4`)
    expect(text.output).toContain('BROKEN at entry 4 (1 fault): digest of subject')
    expect([changed.code, missing.code, text.code]).toEqual([1, 1, 1])
  })

  it('checks an export as CSV and as JSON lines without the database [audit/exports-prove-themselves]', async () => {
    for (const [format, from, to] of [
      ['csv', 'Ada Three', 'Eve Three'],
      ['jsonl', 'Create Contact', 'Delete Contact'],
    ] as const) {
      const response = await fetch(`${server.url}/api/v1/organizations/${cast.child}/audit-entries.${format}`, {
        headers: { authorization: `Bearer ${cast.keys['partner-owner']}` },
      })
      const file = path.join(folder, `export.${format}`)
      const text = await response.text()
      fs.writeFileSync(file, text)
      const env = { DATABASE_URL: 'postgresql://nobody@127.0.0.1:1/none' }
      const run = (name: string, ...more: string[]) => withEnv(env, () => audit('verify', '--export', name, ...more))
      expect(await run(file)).toMatchObject({ code: 0, output: expect.stringMatching(/matches at entry \d+[\s\S]*whole/) })
      fs.writeFileSync(file, text.replace(from, to))
      expect(await run(file)).toMatchObject({ code: 1, output: expect.stringContaining('BROKEN') })
      const lines = text.split('\n')
      fs.writeFileSync(file, [...lines.slice(0, 3), ...lines.slice(4)].join('\n'))
      expect(await run(file)).toMatchObject({ code: 1, output: expect.stringMatching(/gaps +\d\n/) })
      expect(await run(file, '--filtered')).toMatchObject({ code: 0 })
    }
    fs.writeFileSync(path.join(folder, 'other.jsonl'), 'nonsense\n')
    expect(await audit('verify', '--export', path.join(folder, 'other.jsonl'))).toMatchObject({ code: 2 })
  })

  it('holds after personal data was erased on request, which is an entry itself [audit/personal-data-can-be-erased]', async () => {
    await cast.fleetAdministrator.contacts.create({
      organizationId: cast.child,
      contact: contactForm({ lastName: 'Forgetme', email: 'forget@example.com' }),
    })
    const erase = ['erase', '--organization', cast.child, '--text', 'forgetme', '--reason', 'asked for']
    expect(await audit(...erase)).toMatchObject({ code: 0, output: 'Erased 2 texts of 1 entries.\n' })
    const { items, intact } = await cast.partnerAdministrator.audit.list({ organizationId: cast.child, limit: 2 })
    expect(items).toMatchObject([
      { act: 'Erase personal data', actorKind: 'system', reason: 'asked for' },
      { act: 'Create Contact', person: 'partner-fleet', subject: null, after: null, erased: ['after', 'subject'] },
    ])
    expect(intact).toBe(true)
    expect(await verify()).toMatchObject({ code: 0, output: expect.stringContaining('erased       2 texts') })
  })
})

async function withEnv<T>(env: Record<string, string>, run: () => Promise<T>): Promise<T> {
  const before = server.database.url
  server.database.url = env.DATABASE_URL!
  try {
    return await run()
  } finally {
    server.database.url = before
  }
}

describe('a checkpoint', () => {
  it('lists all chains the first time of a day, and those that changed after that; signed and chained', async () => {
    const [first, ...later] = await checkpoints()
    expect(first).toMatchObject({ number: 1, content: { whole: true } })
    expect(later.some(({ content }) => content.whole)).toBe(false)
    const faults = []
    for await (const { fault } of readSignedLog(checkpointFolder(dataDir))) faults.push(fault)
    expect(faults.every((fault) => fault === undefined)).toBe(true)
    expect(later.at(-1)!.content.heads.map(([organization]) => organization)).not.toContain(cast.neighbour)
  })

  it('is sent elsewhere too, in order, and again until it is taken', async () => {
    await endTask()
    const made = (await checkpoints()).map((line) => JSON.stringify(line))
    await expect.poll(() => sent.at(-1), { timeout: 10_000 }).toBe(made.at(-1))
    expect(sent[0]).toBe(sent[1])
    expect(sent.slice(1)).toEqual(made)
  })
})
