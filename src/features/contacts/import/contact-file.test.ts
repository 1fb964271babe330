import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { contactFile, contactRow, contactRows } from '../../../../test/support/contact-files.ts'
import { IMPORT_COLUMNS } from '../contact-columns.ts'
import { readContactFile } from './contact-file.ts'

const encode = (text: string) => new TextEncoder().encode(text)
const read = (content: string | Uint8Array, options: { limit?: number; columnsByName?: boolean } = {}) =>
  readContactFile(typeof content === 'string' ? encode(content) : content, { limit: 300, columnsByName: false, ...options })
const refusalOf = (content: string | Uint8Array, options = {}) => read(content, options).refused
const row = contactRow()
const header = IMPORT_COLUMNS.join(',')
const places = (content: string) => read(content).rows?.map(({ row, line }) => [row, line])

describe('a file that cannot be read as one is refused whole [contacts/files-are-refused-whole]', () => {
  const utf16 = Buffer.from(contactFile([row]), 'utf16le')
  it.each<[string, string | Uint8Array, RegExp]>([
    ['nothing', '', /^The file is empty\./],
    ['a byte order mark alone', '\ufeff', /^The file is empty\./],
    ['blank lines alone', '\r\n\n  \n', /^The file is empty\./],
    ['only a header', header, /has a header and no contacts/],
    ['a header and blank lines', `${header}\n\n,,,\n`, /has a header and no contacts/],
    ['301 rows', contactFile(contactRows(301)), /^The file has more than 300 contacts; the maximum is 300\. Split it/],
    [
      'a zip renamed .csv',
      Buffer.from('PK\u0003\u0004rest'),
      /ZIP archive or a workbook \(\.xlsx, \.ods\)\. In the spreadsheet, save it as “CSV UTF-8/,
    ],
    ['an old workbook', Buffer.from([0xd0, 0xcf, 0x11, 0xe0, 0xa1]), /\(\.xls\)/],
    ['UTF-16 LE with a byte order mark', Buffer.concat([Buffer.from([0xff, 0xfe]), utf16]), /UTF-16 LE/],
    ['UTF-16 BE with a byte order mark', Buffer.concat([Buffer.from([0xfe, 0xff]), Buffer.from(utf16).swap16()]), /UTF-16 BE/],
    ['UTF-16 LE without one', utf16, /UTF-16 LE/],
    ['UTF-16 BE without one', Buffer.from(utf16).swap16(), /UTF-16 BE/],
    ['a NUL byte', `${header}\nAda,Be\0rg`, /in line 2, byte 7 of the line \(byte 159 of the file\) is a NUL byte/],
    [
      'Latin-1',
      Buffer.from(`${header}\r\nAda,B\u00e9rg`, 'latin1'),
      /in line 2, byte 6 of the line .*Latin-1 or Windows-1252, where this byte is “é”/,
    ],
    [
      'Windows-1252',
      Buffer.concat([Buffer.from(`${header}\rx\r`), Buffer.from([0x80])]),
      /in line 3, byte 1 of the line .*Windows-1252, where this byte is “€”/,
    ],
    ['an overlong form', Buffer.concat([Buffer.from(`${header}\n`), Buffer.from([0xc0, 0xaf])]), /not UTF-8: in line 2, byte 1/],
    [
      'half a surrogate pair',
      Buffer.concat([Buffer.from(`${header}\nab`), Buffer.from([0xed, 0xa0, 0x80])]),
      /not UTF-8: in line 2, byte 3/,
    ],
    ['a character cut short', encode(`${header}\n€`).subarray(0, -1), /not UTF-8: in line 2, byte 1/],
    ['semicolons', contactFile([row]).replaceAll(',', ';'), /separated by semicolons; commas are expected/],
    ['tabs', contactFile([row]).replaceAll(',', '\t'), /separated by tabs/],
    [
      'a quote never closed',
      `${header}\n${row.join(',')}\n"Ada,x\ny`,
      /Row 3, which begins in line 3, has a double quote that is never closed/,
    ],
    [
      'a quote in the middle of a value',
      `${header}\nAda,B"erg`,
      /Row 2, which begins in line 2, has a double quote in the middle of a value/,
    ],
    [
      'text after a quote',
      `${header}\n"a\nb"\n"Ada"x,Berg`,
      /Row 3, which begins in line 4, has text after a closing double quote, in line 4/,
    ],
    ['no header', row.join(','), /^The columns differ .*The first row is not the header/],
  ])('%s', (_, content, message) => {
    expect(refusalOf(content)).toMatchObject({ code: 'file-not-importable', message: expect.stringMatching(message) })
  })
})

describe('the columns [contacts/columns-as-in-the-sample]', () => {
  const change = (from: string, to: string) => `${header.replace(from, to)}\n${row.join(',')}`
  it.each([
    ['one missing', change('City,', ''), [['City', /“City” is missing\./]]],
    [
      'one doubled',
      change('City', 'Country'),
      [
        ['Country', /several columns: 9, 12/],
        ['City', /“City” is missing/],
      ],
    ],
    [
      'one renamed',
      change('City', 'Town'),
      [
        ['City', /“City” is missing: “Town” is there instead\. Rename it/],
        ['Town', /not a column of the sample/],
      ],
    ],
    [
      'one in other letters',
      change('Email', 'E-Mail'),
      [
        ['Email', /“E-Mail” is there/],
        ['E-Mail', /not a column of the sample/],
      ],
    ],
    ['one more', change('Serial Numbers', 'Serial Numbers,Fax'), [['Fax', /Column 14, “Fax”, is not a column/]]],
    ['one more without a name', change('Serial Numbers', 'Serial Numbers,'), [['Column 14', /without a name/]]],
  ] as const)('%s: refused, with each of them named', (_, content, faults) => {
    const refusal = refusalOf(content)
    expect(refusal?.code).toBe('file-not-importable')
    expect(refusal?.faults).toHaveLength(faults.length)
    for (const [field, message] of faults) expect(refusal?.faults).toContainEqual({ field, message: expect.stringMatching(message) })
  })

  it('in another order are refused, and read by their names when asked [contacts/columns-by-name]', () => {
    const order = [12, 3, 0, 1, 2, 4, 5, 6, 7, 8, 9, 10, 11]
    const moved = (cells: readonly string[]) => order.map((i) => cells[i]!)
    const rows = contactRows(2).map((cells) => cells.with(12, 'A1,B2'))
    const content = contactFile(rows.map(moved), moved(IMPORT_COLUMNS))
    const refusal = refusalOf(content)
    expect(refusal?.code).toBe('columns-in-other-order')
    expect(refusal?.faults[0]).toEqual({
      field: 'Serial Numbers',
      message: 'Column 1 is “Serial Numbers”; “First Name” is expected there.',
    })
    expect(read(content, { columnsByName: true }).rows?.map(({ values }) => values)).toEqual(rows)
    expect(read(contactFile(rows), { columnsByName: true }).rows?.map(({ values }) => values)).toEqual(rows)
    expect(refusalOf(`${moved(IMPORT_COLUMNS).join(',')},Fax\nx`, { columnsByName: true })?.code).toBe('file-not-importable')
  })

  it('may be followed by Reason, which is ignored', () => {
    const content = contactFile([[...row, 'why'], row], [...IMPORT_COLUMNS, 'Reason'])
    expect(read(content).rows?.map(({ values, fault }) => [values, fault])).toEqual([
      [row, undefined],
      [row, undefined],
    ])
  })
})

describe('rows', () => {
  it('are numbered as a spreadsheet does it, blank ones too, and where values span lines [contacts/rows-as-a-spreadsheet-numbers-them]', () => {
    const cells = contactRow({ addressLine1: '1 Main Street\nBack yard' })
    expect(
      places(`${contactFile([cells, row])}\n\n,,,,,,,,,,,,\n${contactFile([cells]).split('\r\n').slice(1).join('\r\n')}\r\n\r\n`),
    ).toEqual([
      [2, 3],
      [3, 4],
      [6, 8],
    ])
  })

  it('300 of them with quoted line breaks are read, with or without a byte order mark, whatever ends the lines', () => {
    const rows = contactRows(300).map((cells, i) => cells.with(6, i % 2 ? 'a\r\nb' : 'a\nb, "c"'))
    const content = contactFile(rows)
    for (const text of [content, `\ufeff${content}\n\n\n`]) expect(read(text).rows?.map(({ values }) => values)).toEqual(rows)
    let n = 0
    const mixed = contactFile(contactRows(9)).replaceAll('\r\n', () => ['\n', '\r\n', '\r'][n++ % 3]!)
    expect(read(mixed).rows?.map(({ values }) => values)).toEqual(contactRows(9))
  })

  it('with more or fewer values than the header have a fault of their own', () => {
    const [short, long, sound] = read(
      `${header}\n${row.slice(0, 5).join(',')}\n${row.join(',').replace('Berg & Co', 'Berg, Co')}\n${row.join(',')}`,
    ).rows!
    expect(short).toMatchObject({ fault: expect.stringContaining('The row has 5 values where the header has 13.') })
    expect(long).toMatchObject({ fault: expect.stringContaining('14 values'), values: expect.objectContaining({ length: 13 }) })
    expect(sound!.fault).toBeUndefined()
  })

  it('come back from a file as they were written, whatever they hold', () => {
    const value = fc.string({ unit: 'grapheme', maxLength: 6 }).filter((text) => !text.includes('\0') && !/^'*[=+\-@\t\r]/.test(text))
    const rows = fc.array(
      fc.array(value, { minLength: 12, maxLength: 12 }).map((cells) => ['x', ...cells]),
      { minLength: 1, maxLength: 3 },
    )
    fc.assert(
      fc.property(rows, (list) => {
        expect(read(contactFile(list)).rows?.map(({ values }) => values)).toEqual(list)
      }),
      { numRuns: 100 },
    )
  })

  it('whatever the bytes, a file is read or refused', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 60 }), fc.boolean(), (bytes, headed) => {
        const found = read(headed ? Buffer.concat([Buffer.from(`${header}\n`), bytes]) : bytes)
        expect(found.rows ?? found.refused).toBeDefined()
      }),
      { numRuns: 300 },
    )
  })
})
