import type { Pdu } from '../agent/snmp/pdu.ts'
import type { Credentials } from '../agent/snmp/target.ts'
import type { EngineTime } from '../agent/snmp/usm-cipher.ts'
import { KeyRing } from '../agent/snmp/usm-keys.ts'
import { encodeV3, isAuthentic, openData, openEnvelope, type ScopedPdu, type UserKeys, type V3Envelope } from '../agent/snmp/v3-message.ts'

/** Who may ask in version 3, and in which context. */
export type SimulatedUser = Extract<Credentials, { version: 'v3' }>

/** RFC 3414, 5 and RFC 3413, 4.1.2: what a report complains of. */
const COMPLAINTS = {
  'security-level': '1.3.6.1.6.3.15.1.1.1.0',
  'not-in-time': '1.3.6.1.6.3.15.1.1.2.0',
  'unknown-user': '1.3.6.1.6.3.15.1.1.3.0',
  'unknown-engine': '1.3.6.1.6.3.15.1.1.4.0',
  'wrong-digest': '1.3.6.1.6.3.15.1.1.5.0',
  'not-decrypted': '1.3.6.1.6.3.15.1.1.6.0',
  'unknown-context': '1.3.6.1.6.3.12.1.5.0',
} as const
type Complaint = keyof typeof COMPLAINTS

const WINDOW_SECONDS = 150
const AUTHORIZATION_ERROR = 16

/** A question of version 3 that was understood, and how its answer is coded; or the report that is answered in its place. */
export type Heard = { question: Pdu; encode: (answer: Pdu) => Buffer } | { report: Buffer } | undefined

/** The answering side of the User-based Security Model (RFC 3414, 3.2): who a printer is to version 3, and whom it believes. */
export class Engine {
  id: Buffer
  #boots = 1
  #started = performance.now()
  #ahead = 0
  readonly #users: readonly SimulatedUser[]
  readonly #keys: KeyRing
  readonly #counts: Record<string, number> = {}

  constructor(id: Buffer, users: readonly SimulatedUser[], keys = new KeyRing()) {
    this.id = id
    this.#users = users
    this.#keys = keys
  }

  /** Its clock begins again, as that of a printer that was switched off and on. */
  reboot(): void {
    this.#boots++
    this.#started = performance.now()
    this.#ahead = 0
  }

  /** Puts its clock on, as if so many seconds had passed; or back. */
  shift(seconds: number): void {
    this.#ahead += seconds
  }

  get clock(): EngineTime {
    return { boots: this.#boots, time: Math.max(0, Math.floor((performance.now() - this.#started) / 1000) + this.#ahead) }
  }

  /** Makes what can be made of a datagram; undefined for what is answered with silence. Throws `MalformedMessage` for garbage. */
  hear(datagram: Buffer): Heard {
    const envelope = openEnvelope(datagram)
    if (!envelope.engineId.equals(this.id)) return this.#report(envelope, 'unknown-engine')
    const user = this.#users.find(({ userName }) => userName === envelope.userName)
    if (!user) return this.#report(envelope, 'unknown-user')
    if ((envelope.isSigned && !user.authentication) || (envelope.isEncrypted && !user.privacy))
      return this.#report(envelope, 'security-level')
    const keys = this.#keysOf(user)
    const signing = envelope.isSigned ? keys.authentication : undefined
    if (signing) {
      if (!isAuthentic(envelope, signing)) return this.#report(envelope, 'wrong-digest')
      const { boots, time } = this.clock
      if (envelope.engine.boots !== boots || Math.abs(envelope.engine.time - time) > WINDOW_SECONDS)
        return this.#report(envelope, 'not-in-time', { authentication: signing })
    }
    const scoped = this.#open(envelope, keys)
    if (!scoped) return this.#report(envelope, 'not-decrypted')
    const used: UserKeys = envelope.isEncrypted ? keys : signing ? { authentication: signing } : {}
    return this.#answerable(envelope, scoped, user, used)
  }

  #open(envelope: V3Envelope, keys: UserKeys): ScopedPdu | undefined {
    try {
      return openData(envelope, keys.privacy)
    } catch {
      return undefined
    }
  }

  #answerable(envelope: V3Envelope, scoped: ScopedPdu, user: SimulatedUser, used: UserKeys): Heard {
    if (scoped.contextName !== user.contextName) return this.#report(envelope, 'unknown-context', used, scoped)
    const encode = (pdu: Pdu) => this.#encode(envelope, scoped, pdu, used)
    const { pdu } = scoped
    // Less protected than the user is set up for: refused by the view-based access control of most.
    if ((user.authentication && !envelope.isSigned) || (user.privacy && !envelope.isEncrypted))
      return { report: encode({ ...pdu, kind: 'response', errorStatus: AUTHORIZATION_ERROR, errorIndex: 0 }) }
    return { question: pdu, encode }
  }

  #report(envelope: V3Envelope, complaint: Complaint, keys: UserKeys = {}, scoped?: ScopedPdu): Heard {
    if (!envelope.reportable) return undefined
    const count = (this.#counts[complaint] ?? 0) + 1
    this.#counts[complaint] = count
    const varbinds: Pdu['varbinds'] = [{ oid: COMPLAINTS[complaint], value: { type: 'counter32', value: count } }]
    const pdu: Pdu = { kind: 'report', requestId: scoped?.pdu.requestId ?? 0, errorStatus: 0, errorIndex: 0, varbinds }
    return { report: this.#encode(envelope, scoped, pdu, keys) }
  }

  #encode({ messageId, userName }: V3Envelope, scoped: ScopedPdu | undefined, pdu: Pdu, keys: UserKeys): Buffer {
    const contextName = scoped?.contextName ?? ''
    return encodeV3(
      { messageId, reportable: false, engineId: this.id, engine: this.clock, userName, contextEngineId: this.id, contextName, pdu },
      keys,
    )
  }

  #keysOf({ authentication, privacy }: SimulatedUser): UserKeys {
    if (!authentication) return {}
    const { protocol, password } = authentication
    const signing = { authentication: { protocol, key: this.#keys.authenticationKey(protocol, password, this.id) } }
    if (!privacy) return signing
    const key = this.#keys.privacyKey(privacy.protocol, protocol, privacy.password, this.id)
    return { ...signing, privacy: { protocol: privacy.protocol, key } }
  }
}

/** The engine id of a printer: of an enterprise number and its hardware address (RFC 3411, 5). */
export function engineIdOf(macAddress: string): Buffer {
  return Buffer.concat([Buffer.from([0x80, 0x00, 0x1f, 0x88, 0x03]), Buffer.from(macAddress.replaceAll(':', ''), 'hex')])
}
