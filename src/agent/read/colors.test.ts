import { describe, expect, it } from 'vitest'
import { colorIn } from './colors.ts'

describe('colours of supplies', () => {
  it.each([
    ['Black Cartridge HP W2030X', 'black'],
    ['Toner (Cyan)', 'cyan'],
    ['Toner preto', 'black'],
    ['Gelber Toner, gelb', 'yellow'],
    ['Matte Black Ink Tank', 'matte black'],
    ['Light Magenta', 'light magenta'],
    ['ブラックトナー', 'black'],
    ['黄色墨粉', 'yellow'],
    ['Czarny toner', 'black'],
    ['Gelber Toner', 'yellow'],
    ['Жёлтый тонер', 'yellow'],
    ['Cartuccia toner ciano', 'cyan'],
    ['청록 토너 (C)', 'cyan'],
    ['Toner (BK)', 'black'],
    ['Toner Cartridge [Y]', 'yellow'],
    ['K Toner', 'black'],
    ['Drum Cartridge M', 'magenta'],
  ])('are found in "%s"', (name, color) => {
    expect(colorIn(name)).toBe(color)
  })

  it.each(['Toner', 'TK-1162', 'Drum Cartridge (R1)', 'Tray C', 'Kit (MP)', 'Blackout curtain', 'Cyan Magenta Yellow Drum', ''])(
    'are not assumed for "%s" [agents/colour-is-never-assumed]',
    (name) => {
      expect(colorIn(name)).toBeUndefined()
    },
  )
})
