import { remembering } from './remembering.ts'

/** Colour words as printers write them, in the languages that their names come in, with their endings. */
const WORDS: Record<string, string> = {
  black: `black schwarz schwarze schwarzer schwarzes noir noire negro negra preto preta nero nera zwart zwarte svart sort musta czarny czarna
    černá černý čierna čierny fekete negru neagră siyah crna črna чёрный черный чёрная черная чорний черен negre μαύρο μαύρος أسود שחור`,
  cyan: `cyan zyan cian ciano cyaan syaani cián cyjan cijan azurová azúrová camgöbeği голубой голубая циан блакитний κυανό سماوي ציאן`,
  magenta: `magenta magente macenta bíbor purpurová purpurowy пурпурный пурпурная маджента магента пурпуровий ματζέντα أرجواني מגנטה`,
  yellow: `yellow gelb gelbe gelber gelbes jaune amarillo amarilla amarelo amarela giallo gialla geel gele gul keltainen żółty żółta žlutá
    žlutý žltá sárga galben sarı žuta rumena жёлтый желтый жёлтая желтая жовтий жълт groc κίτρινο أصفر צהוב`,
  red: 'red',
  green: 'green',
  blue: 'blue',
  gray: 'gray grey',
  white: 'white',
  orange: 'orange',
  violet: 'violet',
  clear: 'clear',
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
  ['品红', 'magenta'],
  ['黄', 'yellow'],
  ['검정', 'black'],
  ['블랙', 'black'],
  ['시안', 'cyan'],
  ['마젠타', 'magenta'],
  ['노랑', 'yellow'],
  ['옐로', 'yellow'],
]

/** A letter that stands for the colour: `Toner (K)`, `Drum [C]`, `BK Ink`, `Drum C`. */
const LETTER = /[([](BK|[KCMY])[)\]]|^(BK|[KCMY])[ -](?=toner|ink|drum)|(?:toner|ink|drum|cartridge)[ -](BK|[KCMY])$/i
const LETTERS: Record<string, string> = { BK: 'black', K: 'black', C: 'cyan', M: 'magenta', Y: 'yellow' }

const COLORS = new Map(Object.entries(WORDS).flatMap(([color, words]) => words.split(/\s+/).map((word) => [word, color] as const)))

/** Words that make another colour of the one that follows. */
const SHADES = new Set(['light', 'matte', 'photo', 'vivid', 'dark'])

/**
 * The one colour that a text names, in English; undefined where it names none or several.
 *
 * @rule agents/colour-is-never-assumed  A supply has a color only where the printer reports one; black is never assumed.
 */
export const colorIn = remembering((text): string | undefined => {
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
  if (found.size === 0) return letterIn(text)
  return found.size === 1 ? [...found][0] : undefined
})

function letterIn(text: string): string | undefined {
  const match = LETTER.exec(text)
  return LETTERS[(match?.[1] ?? match?.[2] ?? match?.[3] ?? '').toUpperCase()]
}
