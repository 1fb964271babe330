import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Engine, type SimulatedUser } from '../../simulator/engine.ts'
import { MalformedMessage } from './ber-reader.ts'
import { askFor, type Pdu } from './pdu.ts'
import type { UserTarget } from './target.ts'
import { envelopeIn, Usm } from './usm.ts'
import { KeyRing } from './usm-keys.ts'
import { isV3 } from './v3-message.ts'

const user: SimulatedUser = {
  version: 'v3',
  userName: 'reader',
  authentication: { protocol: 'sha-256', password: 'signed by this' },
  privacy: { protocol: 'aes-128', password: 'sealed by that' },
  contextName: '',
}
const target: UserTarget = { address: '10.0.0.1', port: 161, timeoutMilliseconds: 1000, retries: 0, ...user }
const oid = '1.3.6.1.2.1.43.10.2.1.4.1.1'
const keys = new KeyRing()
const MESSAGE = 0x0102_0304
const COUNT = 123_456

/** A pair that know each other, and the answer to a question about a page count. */
function answered(): { usm: Usm; answer: Buffer } {
  const engine = new Engine(Buffer.from('80001f8803aabbccddeeff', 'hex'), [user], keys)
  const usm = new Usm(keys)
  const question = { kind: 'get', errorStatus: 0, errorIndex: 0, varbinds: askFor([oid]) } as const
  const found = engine.hear(usm.message(target, 1, question))
  if (!found || !('report' in found)) throw new Error('no report')
  usm.receive(target, envelopeIn(found.report)!)
  const heard = engine.hear(usm.message(target, MESSAGE, question))
  if (!heard || !('encode' in heard)) throw new Error('not heard')
  const pdu: Pdu = { ...heard.question, kind: 'response', varbinds: [{ oid, value: { type: 'counter32', value: COUNT } }] }
  return { usm, answer: heard.encode(pdu) }
}

/** What comes of a datagram; undefined where it is ignored. */
function valueIn(usm: Usm, datagram: Buffer): unknown {
  const envelope = isV3(datagram) ? envelopeIn(datagram) : undefined
  if (!envelope || envelope.messageId !== MESSAGE) return undefined
  try {
    const verdict = usm.receive(target, envelope)
    return verdict.kind === 'answer' ? verdict.varbinds[0]?.value : undefined
  } catch (error) {
    if (error instanceof MalformedMessage) return undefined
    throw error
  }
}

describe('a signed answer of version 3', () => {
  it('is taken as it is', () => {
    const { usm, answer } = answered()
    expect(valueIn(usm, answer)).toEqual({ type: 'counter32', value: COUNT })
  })

  it('gives its number or none, never a wrong one and never a crash, however it is spoilt or cut off', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.nat(), fc.integer({ min: 0, max: 255 })), { minLength: 1, maxLength: 4 }),
        fc.nat(),
        (spoils, cut) => {
          const { usm, answer } = answered()
          const spoilt = Buffer.from(answer)
          for (const [place, octet] of spoils) spoilt[place % spoilt.length] = octet
          expect([undefined, COUNT]).toContain((valueIn(usm, spoilt) as { value: number } | undefined)?.value)
          expect(valueIn(usm, answer.subarray(0, cut % answer.length))).toBeUndefined()
        },
      ),
    )
  })

  it('is nothing where it is but octets', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (octets) => {
        const { usm } = answered()
        expect(valueIn(usm, Buffer.from(octets))).toBeUndefined()
        const heading = Buffer.concat([Buffer.from('3081c8020103', 'hex'), Buffer.from(octets)])
        expect(valueIn(usm, heading)).toBeUndefined()
      }),
    )
  })
})
