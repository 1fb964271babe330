import { describe, expect, it } from 'vitest'
import { askFor, type Pdu, type PduKind } from '../agent/snmp/pdu.ts'
import type { SnmpValue } from '../agent/snmp/value.ts'
import { Mib } from './mib.ts'
import { respond } from './respond.ts'

const number = (value: number): SnmpValue => ({ type: 'integer', value })
const mib = new Mib([
  ['1.3.2.10', number(10)],
  ['1.3.2.2', number(2)],
  ['1.3.4.1', { type: 'octets', value: Buffer.alloc(40) }],
])

function ask(
  kind: PduKind,
  oids: string[],
  special: { version?: 'v1' | 'v2c'; nonRepeaters?: number; repetitions?: number } = {},
  mostOctets?: number,
) {
  const { version = 'v2c', nonRepeaters = 0, repetitions = 0 } = special
  const question: Pdu = { kind, requestId: 7, errorStatus: nonRepeaters, errorIndex: repetitions, varbinds: askFor(oids) }
  const pdu = respond(mib, version, question, mostOctets)
  return (
    pdu && {
      status: pdu.errorStatus,
      index: pdu.errorIndex,
      objects: pdu.varbinds.map(({ oid, value }) => `${oid} ${'value' in value ? '' : value.type}`.trim()),
    }
  )
}

describe('answers of the simulator', () => {
  it('get what is there and say what is not', () => {
    expect(ask('get', ['1.3.2.2', '1.3.2.5', '1.3.9.1'])).toEqual({
      status: 0,
      index: 0,
      objects: ['1.3.2.2', '1.3.2.5 noSuchInstance', '1.3.9.1 noSuchObject'],
    })
    expect(ask('get', ['1.3.2.2', '1.3.2.5'], { version: 'v1' })).toMatchObject({ status: 2, index: 2 })
  })

  it('go on in the order of numbers, to the end of the view', () => {
    expect(ask('get-next', ['1.3', '1.3.2.2', '1.3.4.1'])?.objects).toEqual(['1.3.2.2', '1.3.2.10', '1.3.4.1 endOfMibView'])
    expect(ask('get-next', ['1.3', '1.3.4.1'], { version: 'v1' })).toMatchObject({ status: 2, index: 2 })
  })

  it('repeat row by row what is asked for in bulk, the first few once only', () => {
    const bulk = ask('get-bulk', ['1.3.2.10', '1.3', '1.3.2.2'], { nonRepeaters: 1, repetitions: 3 })
    expect(bulk?.objects).toEqual(['1.3.4.1', '1.3.2.2', '1.3.2.10', '1.3.2.10', '1.3.4.1', '1.3.4.1', '1.3.4.1 endOfMibView'])
    expect(ask('get-bulk', ['1.3'], { version: 'v1', repetitions: 3 })).toBeUndefined()
  })

  it('send what fits, or say that nothing does', () => {
    expect(ask('get-bulk', ['1.3'], { repetitions: 9 }, 50)?.objects).toEqual(['1.3.2.2', '1.3.2.10'])
    expect(ask('get', ['1.3.4.1', '1.3.2.2'], {}, 50)).toEqual({ status: 1, index: 0, objects: [] })
    expect(ask('response', ['1.3'])).toBeUndefined()
  })
})
