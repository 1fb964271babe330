/** Colour words as printers write them, in the languages that their names come in. */
const WORDS: Record<string, readonly string[]> = {
  black: ['black', 'schwarz', 'noir', 'noire', 'negro', 'negra', 'preto', 'preta', 'nero', 'nera', 'zwart', 'svart', 'sort', 'musta'],
  cyan: ['cyan', 'zyan', 'cian', 'ciano', 'cyaan', 'syaani'],
  magenta: ['magenta', 'magente'],
  yellow: ['yellow', 'gelb', 'jaune', 'amarillo', 'amarilla', 'amarelo', 'amarela', 'giallo', 'gialla', 'geel', 'gul', 'keltainen'],
}

const MORE_WORDS: Record<string, readonly string[]> = {
  black: ['czarny', 'černá', 'fekete', 'siyah', 'чёрный', 'черный'],
  cyan: ['azurová', 'camgöbeği', 'голубой', 'cyjan'],
  magenta: ['purpurová', 'пурпурный', 'macenta'],
  yellow: ['żółty', 'žlutá', 'sárga', 'sarı', 'жёлтый', 'желтый'],
  red: ['red'],
  green: ['green'],
  blue: ['blue'],
  gray: ['gray', 'grey'],
  white: ['white'],
  orange: ['orange'],
  violet: ['violet'],
  clear: ['clear'],
}

/** Scripts without blanks between words. */
const SIGNS: readonly [string, string][] = [
  ['ブラック', 'black'],
  ['シアン', 'cyan'],
  ['マゼンタ', 'magenta'],
  ['イエロー', 'yellow'],
  ['黑', 'black'],
  ['黒', 'black'],
  ['青', 'cyan'],
  ['洋红', 'magenta'],
  ['黄', 'yellow'],
]

const COLORS = new Map(
  [WORDS, MORE_WORDS].flatMap((table) => Object.entries(table).flatMap(([color, words]) => words.map((word) => [word, color]))),
)

/** Words that make another colour of the one that follows. */
const SHADES = new Set(['light', 'matte', 'photo', 'vivid', 'dark'])

/**
 * The one colour that a text names, in English; undefined where it names none or several.
 *
 * @rule agents/colour-is-never-assumed  A supply without a colour has none: black only where the printer says so.
 */
export function colorIn(text: string): string | undefined {
  const words = text
    .normalize('NFC')
    .toLowerCase()
    .split(/[^\p{L}\p{M}]+/u)
  const found = new Set<string>()
  for (const [i, word] of words.entries()) {
    const color = COLORS.get(word)
    const shade = words[i - 1]
    if (color) found.add(shade && SHADES.has(shade) ? `${shade} ${color}` : color)
  }
  if (found.size === 0) for (const [sign, color] of SIGNS) if (text.includes(sign)) found.add(color)
  return found.size === 1 ? [...found][0] : undefined
}
