import { describe, expect, it } from 'vitest'
import { readAnyTable } from './any-table.ts'

const TEXT = 'Name;Ort\r\nAda Müller;Köln\r\nJo;"Bad\nEms"\r\n'
const LIMITS = { rows: 10 }
const encode = (text: string) => new TextEncoder().encode(text)
const cells = async (bytes: Uint8Array, stated = {}) => (await readAnyTable(bytes, stated, LIMITS)).rows?.map((row) => row.cells)
const ROWS = [
  ['Name', 'Ort'],
  ['Ada Müller', 'Köln'],
  ['Jo', 'Bad\nEms'],
]

describe('a table', () => {
  const utf16 = Buffer.from(TEXT, 'utf16le')
  it.each<[string, Uint8Array, string]>([
    ['UTF-8', encode(TEXT), 'utf-8'],
    ['UTF-8 with a byte order mark', encode(`\ufeff${TEXT}`), 'utf-8'],
    ['UTF-16 LE with one', Buffer.concat([Buffer.from([0xff, 0xfe]), utf16]), 'utf-16le'],
    ['UTF-16 BE with one', Buffer.concat([Buffer.from([0xfe, 0xff]), Buffer.from(utf16).swap16()]), 'utf-16be'],
    ['UTF-16 LE without one', utf16, 'utf-16le'],
    ['Windows-1252', Buffer.from(TEXT, 'latin1'), 'windows-1252'],
  ])('in %s is read, and says so', async (_, bytes, encoding) => {
    expect(await readAnyTable(bytes, {}, LIMITS)).toMatchObject({ format: { encoding, separator: ';' }, more: false })
    expect(await cells(bytes)).toEqual(ROWS)
  })

  it.each([
    [',', 'a,b;c,d\n1,2,3\n4,5,6'],
    [';', 'a;b\n1,5;2,5\n3,5;4,5'],
    ['\t', 'a\tb, c\n1\t2'],
    ['|', 'a|b\n1|2'],
    [';', '"a,b,c";d\n"1,2";3'],
    [',', 'one column\nonly'],
  ])('separated by %j is recognized', async (separator, text) => {
    expect(await readAnyTable(encode(text), {}, LIMITS)).toMatchObject({ format: { separator } })
  })

  it('is read as is stated, against every guess; a line sep= is none of its rows, and counts', async () => {
    expect((await cells(Buffer.from('ł;b', 'latin1'), { encoding: 'windows-1250', separator: ',' }))?.[0]).toHaveLength(1)
    const marked = await readAnyTable(encode('sep=|\r\na|b;c\r\n1|2\r\n'), {}, LIMITS)
    expect(marked).toMatchObject({ format: { separator: '|' }, rows: [{ row: 2, cells: ['a', 'b;c'] }, { row: 3 }] })
  })

  it.each([
    ['', /empty/],
    [' \n\n', /empty/],
    ['%PDF-1.7', /PDF document/],
    ['a;"b', /double quote that is never closed/],
  ])('that is none is refused: %j', async (text, why) => {
    expect((await readAnyTable(encode(text), {}, LIMITS)).refused).toMatch(why)
  })

  it('is read as far as its limit', async () => {
    expect(await readAnyTable(encode('a;b\n'.repeat(11)), {}, LIMITS)).toMatchObject({ more: true, rows: { length: 10 } })
  })
})
