import { describe, expect, it } from 'vitest'
import { decodeText, tidy } from './text.ts'

const octets = (hex: string) => Buffer.from(hex.replaceAll(' ', ''), 'hex')

describe('texts of printers', () => {
  it.each([
    ['UTF-8', 106, 'c389 74c3a9', 'Été'],
    ['Latin-1', 4, 'c9 74 e9', 'Été'],
    ['code page 850', 2009, '90 74 82', 'Été'],
    ['code page 437', 2011, '90 74 82', 'Été'],
    ['code page 852', 2010, '9e 6c 75 9f', '×luč'],
    ['Latin-2', 5, 'b3 f3 dc', 'łóÜ'],
    ['Cyrillic', 8, 'c2 de dd d5 e0', 'Тонер'],
    ['Latin-5', 12, 'fd 73 fe', 'ısş'],
    ['Roman-8', 2004, 'dc 74 c5', 'Été'],
    ['Latin-9', 111, 'a4 35', '€5'],
    ['Greek', 10, 'cc e1 fd f1 ef', 'Μαύρο'],
    ['Baltic', 2257, 'd0 f0', 'Šš'],
    ['KOI8-R', 2084, 'f4 cf ce c5 d2', 'Тонер'],
    ['Big5', 2026, 'b6 c2', '黑'],
    ['GBK', 113, 'ba da', '黑'],
    ['EUC-KR', 38, 'b0 cb c1 a4', '검정'],
    ['EUC-JP', 18, 'b9 f5', '黒'],
    ['ISO-2022-JP', 39, '1b 24 42 39 75 1b 28 42', '黒'],
    ['UTF-16', 1015, '00 54 00 f3', 'Tó'],
    ['ASCII', 3, '54 6f 6e 65 72', 'Toner'],
    ['Shift-JIS', 2024, '83 67 83 69 81 5b', 'トナー'],
  ])('are decoded from %s [agents/texts-are-decoded]', (_, characterSet, hex, text) => {
    expect(decodeText(octets(hex), characterSet)).toBe(text)
  })

  it('are taken for UTF-8 where they are, whatever the printer declares [agents/texts-are-decoded]', () => {
    expect(decodeText(Buffer.from('Botão'), 2009)).toBe('Botão')
    expect(decodeText(octets('41 c3'), 106)).toBe('AÃ')
    expect(decodeText(octets('ff fe 41'), 99_999)).toBe('ÿþA')
  })

  it('lose what follows a NUL, control characters and blanks too many', () => {
    expect(decodeText(Buffer.from('4514ABC\0\0\0'))).toBe('4514ABC')
    expect(decodeText(Buffer.from('\0'))).toBe('')
    expect(decodeText(Buffer.from('\0\0A1\0B2'))).toBe('A1')
    expect(tidy('  Ready\r\n  to\tprint\u00a0 ')).toBe('Ready to print')
  })
})
