import { describe, expect, it } from 'vitest'
import { parseRecording } from './recording.ts'

describe('recordings', () => {
  it('hold one object a line, the first of two counting, and lines that are none are left out', () => {
    const text = [
      '.1.3.6.1.2.1.1.1.0|4|A | B',
      '1.3.6.1.2.1.1.1.0|4|later',
      '1.3.6.1.2.1.1.2.0|6|.1.3.6.1.4.1.641',
      '1.3.6.1.2.1.1.5.0|4x|c3a9',
      '1.3.6.1.5|2|-3',
      '1.3.6.2|65|x',
      '1.3.6.3|99|1',
      'nonsense',
      '1.3.6.4|64x|0a000001',
      '1.3.6.5|70|18446744073709551615',
      '1.3.6.6|6|ccitt.0',
    ].join('\r\n')
    expect(Object.fromEntries(parseRecording(text))).toEqual({
      '1.3.6.1.2.1.1.1.0': { type: 'octets', value: Buffer.from('A | B') },
      '1.3.6.1.2.1.1.2.0': { type: 'oid', value: '1.3.6.1.4.1.641' },
      '1.3.6.1.2.1.1.5.0': { type: 'octets', value: Buffer.from('é') },
      '1.3.6.1.5': { type: 'integer', value: -3 },
      '1.3.6.4': { type: 'ip', value: '10.0.0.1' },
      '1.3.6.5': { type: 'counter64', value: 18_446_744_073_709_551_615n },
      '1.3.6.6': { type: 'oid', value: '0.0' },
    })
  })
})
