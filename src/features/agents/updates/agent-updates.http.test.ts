import { type ChildProcess, spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { buildAgent } from '../../../../scripts/build-agent.ts'
import { asOwner, type Cast, makeAgent, makeCast } from '../../../../test/support/make.ts'
import { startTestServer, type TestServer } from '../../../../test/support/server.ts'
import { readAgentBundle } from '../../../server/agent-bundle.ts'
import { makeSigningKey, SIGNING_KEY_PLACE } from './signing-key.ts'

// The agent as it is given out, in processes of its own, updated by a real server.

let server: TestServer
let cast: Cast
let here: { organizationId: string }
let folder: string
let installed: string
const children: ChildProcess[] = []
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'agent-updates-'))
  installed = join(folder, 'agent.mjs')
  await buildAgent({ file: installed, version: '7.7.1' })
  server = await startTestServer({ worker: false })
  cast = await makeCast(server)
  here = { organizationId: cast.child }
})
afterAll(async () => {
  for (const child of children) if (child.exitCode === null && child.signalCode === null) child.kill('SIGKILL')
  await server.stop()
  rmSync(folder, { recursive: true, force: true })
})

const fleet = () => cast.fleetAdministrator

/** Makes the server give out the agent in this version, with another content where one is given. */
function offer(version: string, content?: string) {
  const file = join(folder, 'offered.mjs')
  const title = `// MPS Express fleet agent ${version}\n`
  writeFileSync(file, content === undefined ? readFileSync(installed, 'utf8').replaceAll('7.7.1', version) : title + content)
  server.services.agentBundle = readAgentBundle(file)
}

const sha256Of = (octets: Buffer) => createHash('sha256').update(octets).digest('hex')

const started: string[] = []

function launch(data: string, ...more: string[]): ChildProcess {
  const args = [
    '--disable-warning=ExperimentalWarning',
    installed,
    'run',
    '--server',
    server.url.replace('localhost', '127.0.0.1'),
    '--data',
    data,
  ]
  const child = spawn(process.execPath, [...args, ...more], { stdio: ['ignore', 'ignore', 'pipe'] })
  child.stderr!.on('data', (chunk: Buffer) => {
    for (const [, version] of String(chunk).matchAll(/"event":"started".*?"version":"([\d.]+)"/g)) started.push(version!)
  })
  children.push(child)
  return child
}

async function install(name: string) {
  const { id: agentId } = await fleet().agents.create({ ...here, name, include: [], exclude: [], heartbeatSeconds: 1 })
  const { code } = await fleet().agents.createActivationCode({ ...here, agentId })
  const data = join(folder, name)
  const child = launch(data, '--code', code)
  const agent = () => fleet().agents.get({ ...here, agentId })
  await expect.poll(async () => (await agent()).configurationFetched, { timeout: 20_000 }).toBe(true)
  return { agentId, data, child, agent }
}

describe('an agent in one file', () => {
  it('updates itself and stays; goes back from what is broken; takes nothing that is not signed, and nothing older unasked [agents/updates-are-signed] [agents/updates-are-checked] [agents/updates-go-back] [agents/no-downgrade-unasked]', async () => {
    const { agentId, data, child, agent } = await install('updated')
    const update = (more = {}) => fleet().agents.update({ ...here, agentIds: [agentId], ...more })
    const settled = async () => {
      await expect.poll(async () => (await agent()).update?.state, { timeout: 30_000, interval: 200 }).not.toBe('asked')
      return agent()
    }
    offer('7.7.2')
    expect(await agent()).toMatchObject({ version: '7.7.1', updateAvailable: '7.7.2', status: 'communicating' })
    expect(await update()).toEqual({ version: '7.7.2', outcomes: [{ agentId, name: 'updated', outcome: 'asked', reason: null }] })
    expect(await settled()).toMatchObject({ version: '7.7.2', updateAvailable: null, update: { state: 'done', failure: null } })
    await expect.poll(() => started, { timeout: 20_000 }).toEqual(['7.7.1', '7.7.2', '7.7.2'])
    expect(child.exitCode).toBeNull()
    expect((await update()).outcomes).toMatchObject([{ outcome: 'refused', reason: 'The agent has version 7.7.2 already.' }])

    offer('7.7.3', 'process.exit(7)')
    await update()
    expect(await settled()).toMatchObject({ version: '7.7.2', update: { state: 'failed', failure: expect.stringContaining('code 7') } })
    const [key] = await asOwner(server, 'select * from agent_signing_key')
    const { publicKey, privateKey } = makeSigningKey()
    const replace = 'update agent_signing_key set public_key = $1, private_key_sealed = $2'
    await asOwner(server, replace, [publicKey, server.services.sealer.seal(privateKey, SIGNING_KEY_PLACE)])
    offer('7.7.4')
    await update()
    expect(await settled()).toMatchObject({ version: '7.7.2', update: { state: 'failed', failure: expect.stringContaining('signature') } })
    await asOwner(server, replace, [key!.public_key, key!.private_key_sealed])

    offer('7.7.4')
    server.services.agentBundle!.bytes = Buffer.concat([server.services.agentBundle!.bytes, Buffer.from('// tampered with')])
    await update()
    expect(await settled()).toMatchObject({
      version: '7.7.2',
      update: { state: 'failed', failure: expect.stringContaining('does not match its signature') },
    })

    offer('7.7.1')
    expect((await update()).outcomes).toMatchObject([{ outcome: 'refused', reason: expect.stringContaining('newer than 7.7.1') }])
    await expect.poll(async () => (await agent()).status).toBe('communicating')

    // A restart of the installed file runs what has proved itself since.
    child.kill('SIGTERM')
    await once(child, 'exit')
    started.length = 0
    const again = launch(data)
    await expect.poll(() => started, { timeout: 20_000 }).toEqual(['7.7.2'])
    expect((await update({ downgrade: true })).outcomes).toMatchObject([{ outcome: 'asked' }])
    expect(await settled()).toMatchObject({ version: '7.7.1', update: { state: 'done' } })

    // One that cannot be loaded any more, with an older Node.js for instance, stands in for nothing.
    again.kill('SIGKILL')
    await once(again, 'exit')
    const file = join(data, 'bundles', 'agent-7.7.5.mjs')
    writeFileSync(file, `import { whatIsNotThere } from 'node:fs'`)
    const standing = { file, version: '7.7.5', sha256: sha256Of(readFileSync(file)), installed: '7.7.1' }
    writeFileSync(join(data, 'installation.json'), JSON.stringify({ standing }))
    started.length = 0
    launch(data)
    await expect.poll(() => started, { timeout: 20_000 }).toEqual(['7.7.1'])
  }, 120_000)
})

describe('an update', () => {
  it('is asked of one, many or all that are behind, each with its outcome; and never waits for what cannot take it', async () => {
    offer('7.7.2')
    const old = await makeAgent(server, cast.stranger, cast.neighbour, { name: 'Old', version: '1.0.0' })
    const fresh = await makeAgent(server, cast.stranger, cast.neighbour, { name: 'New', version: '8.0.0' })
    const theirs = { organizationId: cast.neighbour }
    const bare = await cast.stranger.agents.create({ ...theirs, name: 'Bare', include: [], exclude: [] })
    const all = await cast.stranger.agents.update({ ...theirs, allBehind: true })
    expect(all.outcomes).toEqual([{ agentId: old.id, name: 'Old', outcome: 'asked', reason: null }])
    const three = await cast.stranger.agents.update({ ...theirs, agentIds: [old.id, fresh.id, bare.id] })
    expect(three.outcomes).toMatchObject([
      { name: 'Bare', outcome: 'refused', reason: expect.stringContaining('not activated') },
      { name: 'New', outcome: 'refused', reason: expect.stringContaining('newer') },
      { name: 'Old', outcome: 'asked' },
    ])
    const beat = (more = {}) =>
      old.client.agentProtocol.heartbeat({ version: '1.0.0', clock: new Date().toISOString(), waiting: 0, ...more })
    const { update } = await beat({ updates: true, nonce: 'a'.repeat(32) })
    expect(update).toMatchObject({ nonce: 'a'.repeat(32), version: '7.7.2', downgrade: false, sha256: server.services.agentBundle!.sha256 })
    const { base64, version } = await old.client.agentProtocol.bundle({ sha256: update!.sha256 })
    expect([version, Buffer.from(base64, 'base64').equals(server.services.agentBundle!.bytes)]).toEqual(['7.7.2', true])
    await expect(old.client.agentProtocol.bundle({ sha256: 'x' })).rejects.toMatchObject({ code: 'bundle-not-here' })
    await fresh.client.agentProtocol.updateOutcome({ workId: update!.workId, failure: 'not mine' })
    const state = async () => (await cast.stranger.agents.get({ ...theirs, agentId: old.id })).update
    expect(await beat({ version: '7.7.2', trial: true })).not.toHaveProperty('update')
    expect(await state()).toMatchObject({ state: 'asked' })
    expect(await beat()).not.toHaveProperty('update')
    expect(await state()).toMatchObject({ state: 'failed', failure: expect.stringContaining('was not installed from a package') })
    await expect(cast.stranger.agents.update({ ...theirs, agentIds: [crypto.randomUUID()] })).rejects.toMatchObject({ code: 'not-found' })
    await expect(cast.stranger.agents.update(theirs)).rejects.toMatchObject({ code: 'invalid-input' })
    server.services.agentBundle = null
    await expect(cast.stranger.agents.update({ ...theirs, allBehind: true })).rejects.toMatchObject({ code: 'agent-bundle-missing' })
  })

  it('is not needed for a new installation: the package has the agent and a code that works once [agents/activation-code-once]', async () => {
    offer('7.7.2')
    const { id: agentId } = await fleet().agents.create({ ...here, name: 'Packaged', include: [], exclude: [] })
    const { fileName, base64, code } = await fleet().agents.createPackage({ ...here, agentId, server: 'https://mps.example.com/' })
    expect(fileName).toBe('mps-express-agent-packaged.tar.gz')
    const archive = gunzipSync(Buffer.from(base64, 'base64'))
    expect(archive.includes(server.services.agentBundle!.bytes)).toBe(true)
    expect(archive.includes(`--server "https://mps.example.com" --data /var/lib/mps-express-agent --code ${code}`)).toBe(true)
    const { updateKey } = await server.as().agentProtocol.activate({ code, version: '7.7.2', hostName: 'h' })
    expect([updateKey]).toEqual((await asOwner(server, 'select public_key from agent_signing_key')).map((row) => row.public_key))
    const elsewhere = fleet().agents.createPackage({ ...here, agentId, server: 'ftp://mps.example.com' })
    await expect(elsewhere).rejects.toMatchObject({ code: 'invalid-input' })
  })

  it('comes from an installation alone: a second one with the same credential is refused [agents/one-installation]', async () => {
    const agent = await makeAgent(server, fleet(), cast.child)
    const beat = (instance: string) =>
      server.as(agent.credential, instance).agentProtocol.heartbeat({ version: '1.0.0', clock: new Date().toISOString(), waiting: 0 })
    await beat('first')
    await expect(beat('copy')).rejects.toMatchObject({ code: 'agent-used-elsewhere', status: 409 })
    const items = [{ sequence: 1, kind: 'work-done' }]
    await expect(server.as(agent.credential, 'copy').agentProtocol.report({ items })).rejects.toMatchObject({
      code: 'agent-used-elsewhere',
    })
    await beat('first')
    await asOwner(server, `update agents set instance_heard_at = now() - interval '10 minutes' where id = $1`, [agent.id])
    await beat('copy')
    await expect(beat('first')).rejects.toMatchObject({ code: 'agent-used-elsewhere' })
  })
})
