import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { PORT, SUBNET, startPrinters, userTargetOf } from '../../../test/support/simulated-network.ts'
import { findProgram, type Snmpd, startSnmpd } from '../../../test/support/snmpd.ts'
import { type Snmpsimd, startSnmpsimd } from '../../../test/support/snmpsimd.ts'
import type { SimulatedUser } from '../../simulator/engine.ts'
import type { Simulator } from '../../simulator/simulator.ts'
import { sysLocation } from '../read/objects.ts'
import { askFor } from './pdu.ts'
import { SnmpSocket } from './socket.ts'
import type { Question, SnmpTarget, UserTarget } from './target.ts'
import { AUTHENTICATION, type AuthenticationProtocol, PRIVACY, type PrivacyProtocol } from './usm-keys.ts'

/** A user for every protocol and pair of protocols, and one without any. */
const userOf = (hash?: AuthenticationProtocol, cipher?: PrivacyProtocol): SimulatedUser => ({
  version: 'v3',
  userName: [hash ?? 'nobody', cipher ?? 'plain'].join('.'),
  authentication: hash ? { protocol: hash, password: `signed by ${hash}`.replaceAll(' ', '-') } : null,
  privacy: cipher ? { protocol: cipher, password: `sealed by ${cipher}`.replaceAll(' ', '-') } : null,
  contextName: '',
})
const hashes = Object.keys(AUTHENTICATION) as AuthenticationProtocol[]
const ciphers = Object.keys(PRIVACY) as PrivacyProtocol[]
const USERS = [userOf(), ...hashes.map((hash) => userOf(hash)), ...hashes.flatMap((hash) => ciphers.map((cipher) => userOf(hash, cipher)))]
const STRONG = userOf('sha-256', 'aes-256')
const IN_CONTEXT: SimulatedUser = { ...userOf('sha-1', 'aes-128'), userName: 'in-context', contextName: 'printers' }

const question: Question = { kind: 'get', errorStatus: 0, errorIndex: 0, varbinds: askFor([sysLocation]) }

/** What every engine must do, ours and that of Net-SNMP. */
function asksEveryWay(peer: () => Omit<SnmpTarget, 'version' | 'community'>) {
  it('understands every user, protocol by protocol', async () => {
    const socket = await SnmpSocket.open()
    const answers: Record<string, string> = {}
    for (const user of USERS) {
      const answer = await socket.request({ ...peer(), ...user }, question)
      answers[user.userName] = answer.kind === 'answer' ? `${answer.errorStatus} ${answer.varbinds[0]?.value.type}` : JSON.stringify(answer)
    }
    expect(answers).toEqual(Object.fromEntries(USERS.map(({ userName }) => [userName, '0 octets'])))
    socket.close()
  })

  it.each([
    ['user', { userName: 'stranger' }, /user is not known/],
    ['authentication password', { authentication: { protocol: 'sha-256', password: 'not this one' } }, /wrong signature/],
    ['authentication protocol', { authentication: { protocol: 'sha-512', password: STRONG.authentication!.password } }, /wrong signature/],
    ['privacy password', { privacy: { protocol: 'aes-256', password: 'not this one' } }, /decrypted|ignores/],
    ['privacy protocol', { privacy: { protocol: 'aes-128', password: STRONG.privacy!.password } }, /decrypted|ignores/],
  ] as const)('learns that the credentials are wrong by another %s', async (_, wrong, details) => {
    const socket = await SnmpSocket.open()
    const answer = await socket.request({ ...peer(), ...STRONG, ...wrong, timeoutMilliseconds: 300, retries: 0 } as UserTarget, question)
    expect(answer).toEqual({ kind: 'wrong-credentials', details: expect.stringMatching(details) })
    socket.close()
  })
}

describe('SNMP version 3 with the simulator', () => {
  let printers: Simulator
  const target = (host: number, special: Partial<UserTarget> = {}) => userTargetOf(host, STRONG, special)
  const address = (host: number) => `${SUBNET}.${host}`

  beforeAll(async () => {
    const model = 'MS622de'
    printers = await startPrinters(
      [
        { host: 11, model },
        { host: 12, model },
        { host: 13, model, behaviour: 'dead' },
        { host: 14, model, behaviour: 'twice' },
        { host: 15, model, behaviour: 'wrong-request-id' },
        { host: 16, model, behaviour: 'garbage' },
      ],
      { users: [...USERS, IN_CONTEXT] },
    )
  })
  afterAll(() => printers.stop())

  asksEveryWay(() => ({ address: address(11), port: PORT, timeoutMilliseconds: 1000, retries: 1 }))

  it('takes one round trip to find an engine and one for each question', async () => {
    const socket = await SnmpSocket.open()
    const before = printers.questionsTo(address(11))
    for (let i = 0; i < 3; i++) expect((await socket.request(target(11), question)).kind).toBe('answer')
    expect(printers.questionsTo(address(11)) - before).toBe(1 + 3)
    expect(socket.usm.keys.made).toBe(2)
    socket.close()
  })

  it('finds its way again after a reboot, a clock put on or back, and another engine at the address [agents/v3-finds-its-way-again]', async () => {
    const socket = await SnmpSocket.open()
    const ask = async (host: number) => (await socket.request(target(host), question)).kind
    expect(await ask(11)).toBe('answer')
    printers.reboot(address(11))
    expect(await ask(11)).toBe('answer')
    for (const seconds of [4000, -3000]) {
      printers.shiftClock(address(11), seconds)
      expect(await ask(11)).toBe('answer')
    }
    expect(await ask(12)).toBe('answer')
    printers.swap(address(11), address(12))
    expect([await ask(11), await ask(12)]).toEqual(['answer', 'answer'])
    socket.close()
  })

  it('names the context where there is one, and learns when it is another', async () => {
    const socket = await SnmpSocket.open()
    expect((await socket.request(userTargetOf(11, IN_CONTEXT), question)).kind).toBe('answer')
    expect(await socket.request(userTargetOf(11, { ...IN_CONTEXT, contextName: 'fax' }), question)).toEqual({
      kind: 'wrong-credentials',
      details: 'the context is not known',
    })
    socket.close()
  })

  it('believes nobody but the engine asked [agents/answers-come-from-the-host-asked]', async () => {
    const socket = await SnmpSocket.open()
    expect((await socket.request(target(14), question)).kind).toBe('answer')
    await expect.poll(() => socket.counts.unexpected).toBe(1)
    const asked = (host: number) => socket.request(target(host, { timeoutMilliseconds: 100, retries: 0 }), question)
    expect(await asked(13)).toEqual({ kind: 'no-answer' })
    for (const host of [15, 16]) expect((await asked(host)).kind).not.toBe('answer')
    socket.close()
  })

  it('asks a user with less protection than it needs in vain', async () => {
    const socket = await SnmpSocket.open()
    expect(await socket.request(target(11, { privacy: null }), question)).toMatchObject({ errorStatus: 16 })
    socket.close()
  })
})

const program = findProgram('snmpd')
if (!program) console.warn('snmpd is not installed: version 3 is tried with the simulator and published vectors only.')
if (program)
  describe("SNMP version 3 with Net-SNMP's snmpd", () => {
    let snmpd: Snmpd
    const peer = () => ({ address: '127.0.0.1', port: snmpd.port, timeoutMilliseconds: 2000, retries: 1 })

    beforeAll(async () => {
      snmpd = await startSnmpd(program, USERS)
    })
    afterAll(() => snmpd.stop())

    asksEveryWay(peer)

    it('finds its way again after a restart, as the same engine and as another [agents/v3-finds-its-way-again]', async () => {
      const socket = await SnmpSocket.open()
      expect((await socket.request({ ...peer(), ...STRONG }, question)).kind).toBe('answer')
      for (const forgets of [false, true]) {
        await snmpd.restart({ forgets })
        expect((await socket.request({ ...peer(), ...STRONG }, question)).kind).toBe('answer')
      }
      socket.close()
    })
  })

const replaying = findProgram('snmpsimd')
if (!replaying) console.warn('snmpsimd is not installed: version 3 is not tried with it.')
if (replaying)
  describe('SNMP version 3 with snmpsim', () => {
    const context = 'printer'
    const users = USERS.map((user) => ({ ...user, contextName: context }))
    const folder = mkdtempSync(join(tmpdir(), 'recordings-'))
    let simulator: Snmpsimd
    const target = (user: SimulatedUser): UserTarget => ({
      address: '127.0.0.1',
      port: simulator.port,
      timeoutMilliseconds: 2000,
      retries: 1,
      ...user,
    })

    beforeAll(async () => {
      chmodSync(folder, 0o755)
      writeFileSync(join(folder, `${context}.snmprec`), `${sysLocation}|4|the machine room\n`)
      simulator = await startSnmpsimd(replaying, folder, users)
    })
    afterAll(async () => {
      await simulator.stop()
      rmSync(folder, { recursive: true })
    })

    it('understands every user, protocol by protocol, in its context', async () => {
      const socket = await SnmpSocket.open()
      const texts: string[] = []
      for (const user of users) {
        const answer = await socket.request(target(user), question)
        const value = answer.kind === 'answer' ? answer.varbinds[0]?.value : undefined
        texts.push(`${user.userName} ${value?.type === 'octets' ? value.value.toString() : JSON.stringify(answer)}`)
      }
      expect(texts).toEqual(users.map(({ userName }) => `${userName} the machine room`))
      socket.close()
    })

    it('learns that the user or the password is wrong', async () => {
      const socket = await SnmpSocket.open()
      const [, , strong] = users
      for (const wrong of [{ userName: 'stranger' }, { authentication: { protocol: 'sha-1', password: 'not this one' } }] as const)
        expect(await socket.request(target({ ...strong!, ...wrong }), question)).toMatchObject({ kind: 'wrong-credentials' })
      socket.close()
    })
  })
