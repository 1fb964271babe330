import { describe, expect, it } from 'vitest'
import { sheetRows, workbook, zip } from '../../../test/support/workbooks.ts'
import { readAnyTable } from './any-table.ts'

const LIMITS = { rows: 10 }
const read = (bytes: Uint8Array, sheet?: string) => readAnyTable(bytes, { ...(sheet && { sheet }) }, LIMITS)

describe('a workbook', () => {
  it('is read from its first sheet or the one that is chosen, blank rows left out and counted', async () => {
    const bytes = workbook({
      People: `${sheetRows([['Name', 'City']])}<row r="2"/><row r="3"><c r="A3"/></row><row r="4"><c r="B4" t="inlineStr"><is><t>Köln</t></is></c></row>`,
      'Other & more': sheetRows([['x']]),
    })
    const first = await read(bytes)
    expect(first).toMatchObject({ format: { sheet: 'People', sheets: ['People', 'Other & more'] }, more: false })
    expect(first.rows).toEqual([
      { row: 1, line: 1, cells: ['Name', 'City'] },
      { row: 4, line: 4, cells: ['', 'Köln'] },
    ])
    expect((await read(bytes, 'Other & more')).rows?.[0]?.cells).toEqual(['x'])
    expect((await read(bytes, 'Gone')).refused).toBe('The workbook has no sheet “Gone”. Choose one of its own.')
  })

  it('has each value as the sheet shows it; no formula is run', async () => {
    const formats = ['dd.mm.yyyy', '00000', '0.00', '@']
    const cells = [
      '<c s="1"><v>45292</v></c>',
      '<c s="2"><v>1067</v></c>',
      '<c s="3"><v>2.5</v></c>',
      '<c s="4"><v>7</v></c>',
      '<c><v>1230000000000</v></c>',
      '<c t="b"><v>1</v></c>',
      '<c t="str"><f>A1&amp;"x"</f><v>came to</v></c>',
      '<c t="e"><v>#N/A</v></c>',
      '<c t="s"><v>1</v></c>',
    ]
    const shared = '<si><t>unused</t></si><si><r><t>Ada </t></r><r><t>Berg</t></r><rPh><t>reading</t></rPh></si>'
    const bytes = workbook({ S: `<row r="1">${cells.join('')}</row>` }, { formats, shared })
    expect((await read(bytes)).rows?.[0]?.cells).toEqual([
      '01.01.2024',
      '01067',
      '2.50',
      '7',
      '1230000000000',
      'TRUE',
      'came to',
      '#N/A',
      'Ada Berg',
    ])
  })

  const rows = (count: number) => sheetRows(Array.from({ length: count }, (_, i) => [`row ${i}`]))
  it.each<[string, () => Buffer, object]>([
    ['with more rows than the limit', () => workbook({ S: rows(11) }), { more: true, rows: { length: 10 } }],
    ['with 2^20 empty rows', () => workbook({ S: '<row/>'.repeat(2 ** 20) + rows(1) }), { rows: [{ row: 1 }] }],
    ['with a million columns', () => workbook({ S: `<row>${'<c><v>1</v></c>'.repeat(1_000_000)}</row>` }), { refused: /501 values/ }],
    ['with a cell of 30 MB', () => workbook({ S: sheetRows([['x'.repeat(30_000_000)]]) }), { rows: { length: 1 } }],
    ['that unpacks to 300 MB', () => workbook({ S: `<row/>${' '.repeat(300_000_000)}` }), { refused: /unpacks to more than 200 MB/ }],
    ['nested without end', () => workbook({ S: '<a>'.repeat(500_000) }), { refused: /damaged/ }],
    [
      'with entities that grow',
      () =>
        zip({
          'xl/workbook.xml': '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;">]><workbook><sheets>&b;</sheets></workbook>',
        }),
      { refused: /damaged|no sheet/ },
    ],
    ['that is broken', () => workbook({ S: rows(3) }).subarray(0, 600), { refused: /damaged/ }],
    ['that is another archive', () => zip({ 'readme.txt': 'x' }), { refused: /ZIP archive and no workbook/ }],
    [
      'with a password',
      () => Buffer.concat([Buffer.from([0xd0, 0xcf, 0x11, 0xe0]), Buffer.from('EncryptedPackage', 'utf16le')]),
      { refused: /protected by a password/ },
    ],
  ])(
    '%s is read or refused within the limits',
    async (_, make, expected) => {
      const found = (await read(make())) as unknown as Record<string, unknown>
      for (const [key, value] of Object.entries(expected))
        if (value instanceof RegExp) expect(found[key]).toMatch(value)
        else expect(found).toMatchObject({ [key]: value })
    },
    60_000,
  )
})
