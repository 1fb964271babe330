import { describe, expect, it } from 'vitest'
import { readCriteria, sampleCriteria, textOf } from './criteria-import.ts'

const PROFILES = [
  { id: 'p1', name: 'Office printers' },
  { id: 'p2', name: 'Warehouse, "old"' },
]
const NONE = { include: [], exclude: [] }
const read = (text: string, present: Parameters<typeof readCriteria>[2] = NONE) => readCriteria(text, PROFILES, present)
const file = (...rows: string[]) => ['Criteria,Address,SNMP Profile', ...rows].join('\n')

describe('a file of discovery criteria', () => {
  it('that is the sample is taken as it is', () => {
    expect(read(sampleCriteria())).toEqual({
      include: ['10.0.0.0/24', '10.0.1.1-10.0.1.99', '10.0.2.15', 'printer.example.com'].map((entry) => ({ entry, profileId: 'p1' })),
      exclude: ['10.0.0.7'],
      duplicates: [],
    })
    expect(read(sampleCriteria('Warehouse, "old"'))).toMatchObject({ include: [{ profileId: 'p2' }, {}, {}, {}] })
  })

  it.each([
    ['commas', file('Include,10.0.0.1,office PRINTERS', 'exclude,10.0.0.2,')],
    ['semicolons', file('Include;10.0.0.1;Office printers', 'Exclude;10.0.0.2;').replaceAll(',', ';')],
    ['tabs and blank lines', file('Include,10.0.0.1,Office printers', '', ' , , ', 'Exclude,10.0.0.2,').replaceAll(',', '\t')],
    ['a byte order mark', `\ufeff${file('Include,10.0.0.1,Office printers', 'Exclude,10.0.0.2,')}`],
    ['blanks and quotation marks', file(' "Include" , 10.0.0.1 , "Office printers" ', 'Exclude,10.0.0.2')],
  ])('is read with %s', (_, text) => {
    expect(read(text.replaceAll('\n', '\r\n'))).toEqual({
      include: [{ entry: '10.0.0.1', profileId: 'p1' }],
      exclude: ['10.0.0.2'],
      duplicates: [],
    })
  })

  it('is taken whole or not at all: every fault is reported by its line [agents/criteria-import]', () => {
    const text = file(
      'Include,10.0.0.1,Office printers',
      'Includes,10.0.0.300,',
      'Include,,',
      'Include,10.0.0.2,Unknown',
      'Exclude,10.0.0.9-10.0.0.1,',
      'Exclude,a.b,,x',
    )
    expect(read(text)).toEqual({
      faults: [
        { line: 3, message: 'Criteria is Include or Exclude, not "Includes".' },
        { line: 3, message: expect.stringContaining('10.0.0.300') },
        { line: 4, message: 'Address is missing.' },
        { line: 4, message: 'An entry to include names its SNMP profile.' },
        { line: 5, message: 'There is no SNMP profile "Unknown".' },
        { line: 6, message: expect.stringContaining('ends before it begins') },
        { line: 7, message: 'There are more values than columns.' },
      ],
    })
  })

  it('reports what stood there already, or stands twice, and leaves it out', () => {
    const text = file(
      'Include,10.0.0.1 - 10.0.0.9,Office printers',
      'Include,Host,Office printers',
      'Include,host,Office printers',
      'Exclude,10.0.0.5,',
    )
    expect(read(text, { include: [{ entry: '10.0.0.1-10.0.0.9' }], exclude: ['10.0.0.5'] })).toEqual({
      include: [{ entry: 'Host', profileId: 'p1' }],
      exclude: [],
      duplicates: [
        { line: 2, entry: '10.0.0.1 - 10.0.0.9' },
        { line: 4, entry: 'host' },
        { line: 5, entry: '10.0.0.5' },
      ],
    })
  })

  it.each([
    ['', /empty/],
    ['Address,Criteria,SNMP Profile\nx', /first line is: Criteria,Address,SNMP Profile/],
    ['10.0.0.1\n10.0.0.2', /not those of the sample/],
    ['Criteria,Address,SNMP Profile\n', /no entries/],
    [file('Include,"10.0.0.1,Office printers'), /quotation mark/],
    [file(...Array.from({ length: 10_001 }, (_, i) => `Exclude,h${i},`)), /at most 10,000/],
    [file(',\n'.repeat(1_000_000)), /at most 10,000/],
    [file('\n'.repeat(1_000_000)), /no entries/],
  ])('that is none, is refused with why (%#)', (text, why) => {
    expect(read(text)).toMatchObject({ faults: [{ message: expect.stringMatching(why) }] })
  })

  it('may be UTF-8 or, with its mark, UTF-16; anything else is reported', () => {
    expect(textOf(new TextEncoder().encode('\ufeffä'))).toBe('ä')
    expect(textOf(new Uint8Array([0xff, 0xfe, 0xe4, 0x00]))).toBe('ä')
    expect(textOf(new Uint8Array([0xfe, 0xff, 0x00, 0xe4]))).toBe('ä')
    expect(textOf(new Uint8Array([0xe4, 0x20]))).toBeUndefined()
  })
})
