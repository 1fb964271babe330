import { MalformedMessage } from './ber-reader.ts'
import { askFor, type Pdu } from './pdu.ts'
import type { Answer, Question, UserTarget } from './target.ts'
import type { EngineTime } from './usm-cipher.ts'
import { KeyRing } from './usm-keys.ts'
import { encodeV3, isAuthentic, openData, openEnvelope, type UserKeys, type V3Envelope } from './v3-message.ts'

/**
 * The asking side of the User-based Security Model (RFC 3414): whose engine stands at an address, what its clock says, and what to make
 * of what it answers.
 *
 * Two things are left open by the RFC and decided here. The clock of an engine is taken from whatever report came first, signed or not,
 * and put right by a signed one where it was wrong: that saves a round trip with nearly every printer. And a signed report that answers
 * our own message is believed also when its clock has gone back: a printer that was reset to factory settings would otherwise stay silent.
 */

interface Engine {
  id: Buffer
  clock: EngineTime
  /** Our clock (performance.now) when the engine's was heard. */
  heardAt: number
  /** Users whose questions it has answered. */
  believes: Set<string>
}

/** What an answer of version 3 comes to. `again`: ask again with what was learned from it. */
export type Verdict = Answer | { kind: 'again' } | { kind: 'not-ours' }

/** RFC 3414, 5: usmStats. RFC 3412, 5 and 3413, 4.1.2: what else a report may complain of. */
const REPORTS: Record<string, 'not-in-time' | 'other-engine' | string> = {
  '1.3.6.1.6.3.15.1.1.1': 'the security level is not supported',
  '1.3.6.1.6.3.15.1.1.2': 'not-in-time',
  '1.3.6.1.6.3.15.1.1.3': 'the user is not known',
  '1.3.6.1.6.3.15.1.1.4': 'other-engine',
  '1.3.6.1.6.3.15.1.1.5': 'wrong signature: the authentication password or protocol differs',
  '1.3.6.1.6.3.15.1.1.6': 'cannot be decrypted: the privacy password or protocol differs',
  '1.3.6.1.6.3.11.2.1.1': 'the security model is not supported',
  '1.3.6.1.6.3.12.1.4': 'the context is not available',
  '1.3.6.1.6.3.12.1.5': 'the context is not known',
}

const NO_ENGINE = Buffer.alloc(0)

/** The question that every engine answers, to whomever: which one it is. */
export function discoveryMessage(messageId: number): Buffer {
  const pdu: Pdu = { kind: 'get', requestId: 1, errorStatus: 0, errorIndex: 0, varbinds: askFor([]) }
  const engine = { boots: 0, time: 0 }
  return encodeV3(
    { messageId, reportable: true, engineId: NO_ENGINE, engine, userName: '', contextEngineId: NO_ENGINE, contextName: '', pdu },
    {},
  )
}

/** @rule agents/v3-finds-its-way-again  A printer that was restarted, replaced, or whose clock was set is read again at once. */
export class Usm {
  readonly keys: KeyRing
  readonly #engines = new Map<string, Engine>()

  constructor(keys = new KeyRing()) {
    this.keys = keys
  }

  /** The message to send now: the question, or, where the engine is not known, the one that finds it. */
  message(target: UserTarget, messageId: number, question: Question): Buffer {
    const engine = this.#engines.get(placeOf(target))
    if (!engine) return discoveryMessage(messageId)
    const { userName, contextName } = target
    const pdu: Pdu = { ...question, requestId: messageId }
    const clock = target.authentication ? clockNow(engine) : engine.clock
    return encodeV3(
      { messageId, reportable: true, engineId: engine.id, engine: clock, userName, contextEngineId: engine.id, contextName, pdu },
      this.#keysFor(target, engine.id),
    )
  }

  /** What an envelope that came from the target in answer to `messageId` comes to. */
  receive(target: UserTarget, envelope: V3Envelope): Verdict {
    const engine = this.#engines.get(placeOf(target))
    const isReportOfEngine = !envelope.isSigned && !envelope.isEncrypted
    if (!engine) return isReportOfEngine && this.learn(target, envelope) ? { kind: 'again' } : { kind: 'not-ours' }
    const keys = this.#keysFor(target, envelope.engineId)
    const authentic = keys.authentication !== undefined && isAuthentic(envelope, keys.authentication)
    const opened = openData(envelope, keys.privacy)
    if (opened.pdu.kind === 'report') return this.#report(target, engine, envelope, { authentic, pdu: opened.pdu })
    if (!envelope.engineId.equals(engine.id) || envelope.userName !== target.userName) return { kind: 'not-ours' }
    if (target.authentication && !authentic) return { kind: 'not-ours' }
    if (target.privacy && !envelope.isEncrypted) return { kind: 'not-ours' }
    if (authentic && !this.#inTime(engine, envelope.engine)) return { kind: 'not-ours' }
    const { kind, requestId, errorStatus, errorIndex, varbinds } = opened.pdu
    if (kind !== 'response' || requestId !== envelope.messageId) return { kind: 'not-ours' }
    engine.believes.add(target.userName)
    return { kind: 'answer', errorStatus, errorIndex, varbinds }
  }

  /** Takes on the engine that an envelope names; false where it names none. */
  learn(place: { address: string; port: number }, { engineId, engine }: V3Envelope): boolean {
    // RFC 3411, 5: SnmpEngineID has 5 to 32 octets; some printers have more.
    if (engineId.length < 5 || engineId.length > 64) return false
    this.#engines.set(placeOf(place), { id: Buffer.from(engineId), clock: engine, heardAt: performance.now(), believes: new Set() })
    return true
  }

  /** A host that falls silent may come back as another. */
  forget(place: { address: string; port: number }): void {
    this.#engines.delete(placeOf(place))
  }

  /** Whether the engine at a place is known, and has never answered this user. */
  isUnproven(target: UserTarget): boolean {
    return this.#engines.get(placeOf(target))?.believes.has(target.userName) === false
  }

  #report(target: UserTarget, engine: Engine, envelope: V3Envelope, { authentic, pdu }: { authentic: boolean; pdu: Pdu }): Verdict {
    const complaint = complaintOf(pdu)
    if (complaint === undefined) return { kind: 'not-ours' }
    if (complaint === 'not-in-time') {
      if (!authentic || !envelope.engineId.equals(engine.id)) return { kind: 'not-ours' }
      engine.clock = envelope.engine
      engine.heardAt = performance.now()
      return { kind: 'again' }
    }
    if (complaint === 'other-engine') return this.learn(target, envelope) ? { kind: 'again' } : { kind: 'not-ours' }
    return { kind: 'wrong-credentials', details: complaint }
  }

  /** RFC 3414, 3.2 7b: nothing from before the last that was heard, give or take; a newer clock is taken on. */
  #inTime(engine: Engine, reported: EngineTime): boolean {
    const now = clockNow(engine)
    if (reported.boots < now.boots || (reported.boots === now.boots && reported.time < now.time - WINDOW_SECONDS)) return false
    if (reported.boots > engine.clock.boots || reported.time > engine.clock.time) {
      engine.clock = reported
      engine.heardAt = performance.now()
    }
    return true
  }

  #keysFor({ authentication, privacy }: UserTarget, engineId: Buffer): UserKeys {
    if (!authentication) return {}
    const key = this.keys.authenticationKey(authentication.protocol, authentication.password, engineId)
    const signing = { authentication: { protocol: authentication.protocol, key } }
    if (!privacy) return signing
    const privacyKey = this.keys.privacyKey(privacy.protocol, authentication.protocol, privacy.password, engineId)
    return { ...signing, privacy: { protocol: privacy.protocol, key: privacyKey } }
  }
}

const WINDOW_SECONDS = 150

const placeOf = ({ address, port }: { address: string; port: number }) => `${address}:${port}`

function clockNow({ clock, heardAt }: Engine): EngineTime {
  return { boots: clock.boots, time: Math.min(0x7fff_ffff, clock.time + Math.floor((performance.now() - heardAt) / 1000)) }
}

function complaintOf({ varbinds }: Pdu): string | undefined {
  const counter = varbinds[0]?.oid ?? ''
  return REPORTS[counter.replace(/\.0$/, '')]
}

/** Reads an envelope; undefined for what is none. */
export function envelopeIn(datagram: Buffer): V3Envelope | undefined {
  try {
    return openEnvelope(datagram)
  } catch (error) {
    if (error instanceof MalformedMessage) return undefined
    throw error
  }
}
