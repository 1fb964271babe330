import type { Maker } from './maker.ts'

/** Counters of Sharp's private MIB by job (5: all) and kind (61 black and white, 63 full colour, 64 two colours, 80 one colour). */
const total = '1.3.6.1.4.1.2385.1.1.19.2.1.3.5.4'

export const sharp: Maker = {
  name: 'Sharp',
  enterprises: [2385],
  brands: [{ name: 'Sharp', begins: /^SHARP\b/i }],
  descriptions: [/^SHARP\s+(?<model>\S+)/i],
  firmware: [{ oid: '1.3.6.1.4.1.2385.2.1.1.2.1.2.1' }],
  monoPageCount: [{ sum: [`${total}.61`] }],
  colorPageCount: [{ sum: [`${total}.63`, `${total}.64`, `${total}.80`] }],
  scales: [[0, 25, 50, 75, 100]],
}
