import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { MalformedMessage } from './ber-reader.ts'
import { decodeMessage, encodeMessage, type Message } from './message.ts'
import { askFor } from './pdu.ts'
import type { SnmpValue } from './value.ts'

const arc = fc.integer({ min: 0, max: 0xffff_ffff })
const oid = fc
  .tuple(fc.constantFrom(0, 1), fc.integer({ min: 0, max: 39 }), fc.array(arc, { minLength: 1, maxLength: 14 }))
  .map(([a, b, rest]) => [a, b, ...rest].join('.'))
const octets = fc.uint8Array({ maxLength: 300 }).map((content) => Buffer.from(content))
const unsigned = fc.integer({ min: 0, max: 0xffff_ffff })

const value: fc.Arbitrary<SnmpValue> = fc.oneof(
  fc.record({ type: fc.constant('integer'), value: fc.integer({ min: -0x8000_0000, max: 0x7fff_ffff }) }),
  fc.record({ type: fc.constantFrom('counter32', 'gauge32', 'timeticks'), value: unsigned }),
  fc.record({ type: fc.constant('counter64'), value: fc.bigInt({ min: 0n, max: 0xffff_ffff_ffff_ffffn }) }),
  fc.record({ type: fc.constantFrom('octets', 'opaque'), value: octets }),
  fc.record({ type: fc.constant('oid'), value: oid }),
  fc.record({ type: fc.constant('ip'), value: fc.ipV4() }),
  fc.record({ type: fc.constantFrom('null', 'noSuchObject', 'noSuchInstance', 'endOfMibView') }),
)

const message: fc.Arbitrary<Message> = fc.record({
  version: fc.constantFrom('v1', 'v2c'),
  community: fc.string({ maxLength: 40 }),
  pdu: fc.record({
    kind: fc.constantFrom('get', 'get-next', 'get-bulk', 'response'),
    requestId: fc.integer({ min: -0x8000_0000, max: 0x7fff_ffff }),
    errorStatus: fc.integer({ min: 0, max: 255 }),
    errorIndex: fc.integer({ min: 0, max: 255 }),
    varbinds: fc.array(fc.record({ oid, value }), { maxLength: 12 }),
  }),
})

describe('SNMP messages', () => {
  it('come back from octets as they went in', () => {
    fc.assert(
      fc.property(message, (sent) => {
        expect(decodeMessage(encodeMessage(sent))).toEqual(sent)
      }),
    )
  })

  it('are refused as malformed, never otherwise, however they are cut off or spoilt', () => {
    fc.assert(
      fc.property(message, fc.nat(), fc.nat(), fc.integer({ min: 0, max: 255 }), (sent, cut, place, octet) => {
        const whole = encodeMessage(sent)
        expect(() => decodeMessage(whole.subarray(0, cut % whole.length))).toThrow(MalformedMessage)
        const spoilt = Buffer.from(whole)
        spoilt[place % spoilt.length] = octet
        readOrRefuse(spoilt)
      }),
    )
    fc.assert(fc.property(octets, readOrRefuse))
  })

  it('give the number that their octets mean or none, however many octets that are', () => {
    const numbers = fc.constantFrom(['integer', 0x02], ['counter32', 0x41], ['gauge32', 0x42], ['timeticks', 0x43], [
      'counter64',
      0x46,
    ] as const)
    fc.assert(
      fc.property(numbers, fc.uint8Array({ maxLength: 12 }), ([type, tag], content) => {
        const reported = readBack(Buffer.from([tag as number, content.length, ...content]))
        if (reported.type === 'null') return
        const digits = BigInt(`0x${Buffer.from(content).toString('hex')}`)
        const meant = type === 'integer' ? BigInt.asIntN(8 * content.length, digits) : digits
        expect(reported).toEqual({ type, value: type === 'counter64' ? meant : Number(meant) })
      }),
    )
    for (const most of ['4104ffffffff', '410500ffffffff', '46080123456789abcdef', '0204ffffff9c'])
      expect(readBack(Buffer.from(most, 'hex')).type).not.toBe('null')
  })

  it('have the octets that other programs send and expect', () => {
    const question = {
      kind: 'get',
      requestId: 0x0102_0304,
      errorStatus: 0,
      errorIndex: 0,
      varbinds: askFor(['1.3.6.1.2.1.1.1.0']),
    } as const
    expect(encodeMessage({ version: 'v2c', community: 'public', pdu: question }).toString('hex')).toBe(
      '3029020101' + '04067075626c6963' + 'a01c' + '020401020304' + '020100' + '020100' + '300e' + '300c' + '06082b06010201010100' + '0500',
    )
  })

  it('take a counter above 2^31 as unsigned also without its leading zero', () => {
    const packet = encodeMessage({
      version: 'v2c',
      community: 'public',
      pdu: {
        kind: 'response',
        requestId: 1,
        errorStatus: 0,
        errorIndex: 0,
        varbinds: [{ oid: '1.3.6.1', value: { type: 'counter32', value: 0x7fff_fffe } }],
      },
    })
    packet.writeUInt32BE(0xffff_fffe, packet.length - 4)
    expect(decodeMessage(packet).pdu.varbinds[0]?.value).toEqual({ type: 'counter32', value: 0xffff_fffe })
  })
})

function readOrRefuse(datagram: Buffer) {
  try {
    decodeMessage(datagram)
  } catch (error) {
    expect(error).toBeInstanceOf(MalformedMessage)
  }
}

/** What is made of a value's octets, in an answer about one object. */
function readBack(octets: Buffer): SnmpValue {
  const wrap = (tag: number, ...parts: Buffer[]) => {
    const content = Buffer.concat(parts)
    return Buffer.concat([Buffer.from([tag, content.length]), content])
  }
  const varbind = wrap(0x30, Buffer.from('06032b0601', 'hex'), octets)
  const pdu = wrap(0xa2, Buffer.from('020101020100020100', 'hex'), wrap(0x30, varbind))
  return decodeMessage(wrap(0x30, Buffer.from('02010104067075626c6963', 'hex'), pdu)).pdu.varbinds[0]!.value
}
