import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { updateStatement } from '../../features/agent-protocol/agent-protocol.api.ts'
import { makeSigningKey, signStatement } from '../../features/agents/updates/signing-key.ts'
import { keepBundle, noteInstallation, readInstallation, sha256Of, standIn } from './installation.ts'
import { isOlder, whyNotTake } from './update.ts'
import { AGENT_VERSION } from './version.ts'

const { publicKey, privateKey } = makeSigningKey()
const bundle = { version: '2.0.0', sha256: 'a'.repeat(64), downgrade: false, nonce: '1'.repeat(32), at: '2026-01-02T00:00:00Z' }
const own = { agentId: 'the-agent', updateKey: publicKey, version: '1.9.9', nonce: bundle.nonce, lastOfferAt: '2026-01-01T00:00:00Z' }
const offer = (change: Partial<typeof bundle> = {}, { agentId = own.agentId, key = privateKey } = {}) => {
  const offered = { ...bundle, ...change }
  return { workId: 'w', ...offered, signature: signStatement(updateStatement(agentId, offered), key) }
}

describe('an update that is offered [agents/updates-are-checked]', () => {
  it('is taken when it is newer and signed for this agent', () => {
    expect(whyNotTake(offer(), own)).toBeUndefined()
    expect(whyNotTake(offer({ downgrade: true, version: '1.0.0' }), own)).toBeUndefined()
  })

  it.each([
    ['changed after it was signed', { ...offer(), sha256: 'b'.repeat(64) }, own, /signature/],
    ['made a downgrade after it was signed', { ...offer({ version: '1.0.0' }), downgrade: true }, own, /signature/],
    ['signed for another agent', offer({}, { agentId: 'another' }), own, /signature/],
    ['signed with another key', offer({}, { key: makeSigningKey().privateKey }), own, /signature/],
    ['without a signature', { ...offer(), signature: '' }, own, /signature/],
    ['older', offer({ version: '1.9.8' }), own, /older/],
    ['what the agent has', offer({ version: '1.9.9' }), own, /already/],
    ['for an agent without the key', offer(), { ...own, updateKey: undefined }, /Activate it again/],
  ])('is refused when it is %s', (_, offered, agent, why) => expect(whyNotTake(offered, agent)).toMatch(why))

  it('that was recorded is not taken again: a downgrade for an earlier heartbeat, or before a later offer [agents/updates-answer-a-heartbeat]', () => {
    const recorded = offer({ version: '1.0.0', downgrade: true })
    expect(whyNotTake(recorded, own)).toBeUndefined()
    expect(whyNotTake(recorded, { ...own, nonce: '2'.repeat(32) })).toMatch(/recorded and sent again/)
    expect(whyNotTake({ ...recorded, nonce: '2'.repeat(32) }, { ...own, nonce: '2'.repeat(32) })).toMatch(/signature/)
    expect(whyNotTake({ ...recorded, at: '2027-01-01T00:00:00Z' }, own)).toMatch(/signature/)
    expect(whyNotTake(recorded, { ...own, lastOfferAt: '2026-01-03T00:00:00Z' })).toMatch(/before another/)
  })

  it.each([
    ['1.9.0', '1.10.0', true],
    ['1.10.0', '1.9.0', false],
    ['2.0.0', '2.0.0', false],
    ['1.99.99', '2.0.0', true],
    ['nonsense', '1.0.0', true],
  ])('of version %s is older than %s: %s', (version, than, older) => expect(isOlder(version, than)).toBe(older))
})

describe('the installation', () => {
  let folder: string
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'agent-installation-'))
  })
  afterEach(() => rmSync(folder, { recursive: true, force: true }))

  it('hands over to the bundle that proved itself, unless that was changed or another one was installed', () => {
    const bytes = Buffer.from('the new agent')
    const file = keepBundle(folder, '2.0.0', bytes, [])
    const standing = { file, version: '2.0.0', sha256: sha256Of(bytes), installed: AGENT_VERSION }
    const args = ['run', '--server', 'https://x', '--data', folder]
    expect(standIn(args, '/opt/agent.mjs')).toBeUndefined()
    noteInstallation(folder, { standing, updateKey: 'k' })
    expect(fileURLToPath(standIn(args, '/opt/agent.mjs')!)).toBe(file)
    expect(standIn(['run', `--data=${folder}`], '/opt/agent.mjs')).toBeDefined()
    expect(standIn(['inspect', '--data', folder], '/opt/agent.mjs')).toBeUndefined()
    expect(standIn(args, file)).toBeUndefined()
    noteInstallation(folder, { standing: { ...standing, installed: '0.0.1' } })
    expect(standIn(args, '/opt/agent.mjs')).toBeUndefined()
    noteInstallation(folder, { standing })
    writeFileSync(file, 'changed')
    expect(standIn(args, '/opt/agent.mjs')).toBeUndefined()
    noteInstallation(folder, { standing: undefined })
    expect(readInstallation(folder)).toEqual({ updateKey: 'k' })
    writeFileSync(join(folder, 'installation.json'), '{ broken')
    expect(readInstallation(folder)).toEqual({})
  })

  it('keeps the bundles that it needs and no others', () => {
    const first = keepBundle(folder, '2.0.0', Buffer.from('a'), [])
    const second = keepBundle(folder, '2.0.1', Buffer.from('b'), [first])
    expect(readdirSync(join(folder, 'bundles'))).toHaveLength(2)
    keepBundle(folder, '2.0.2', Buffer.from('c'), [second])
    expect(readdirSync(join(folder, 'bundles')).map((name) => name.slice(0, 11))).toEqual(['agent-2.0.1', 'agent-2.0.2'])
  })
})
