import { type CountSource, knownBy, type Maker } from './maker.ts'

/**
 * CANON-MIB; counters carry the numbers that the printer's own counter list shows, in one of two tables:
 * 101 Total 1; 108 Total (Black & White 1); 112 and 113 the same, large and small; 122 and 123 Total (Full Color + Single Color), large and small.
 */
const TABLES = ['1.3.6.1.4.1.1602.1.11.1.3.1.4', '1.3.6.1.4.1.1602.1.11.1.4.1.4']
const counters = (...numbers: number[]): CountSource[] => TABLES.map((table) => ({ sum: numbers.map((number) => `${table}.${number}`) }))

export const canon: Maker = {
  name: 'Canon',
  enterprises: [1602],
  brands: [{ name: 'Canon', begins: /^Canon\b( Inc\.?,?)?/i }, knownBy('Canon', 'image(RUNNER|CLASS|PRESS|PROGRAF)|i-SENSYS|iR-ADV')],
  descriptions: [/^(?:Canon(?: Inc\.,)?)\s+(?<model>.+?)\s*(?:\/P\b.*|\(FAX\).*|Printer\b.*)?$/i],
  model: [{ oid: '1.3.6.1.4.1.1602.1.1.1.1.0' }, { from: 'hrDeviceDescr' }, { from: 'sysDescr' }],
  serialNumber: [{ oid: '1.3.6.1.4.1.1602.1.2.1.8.1.3.1.1' }, { oid: '1.3.6.1.4.1.1602.1.2.1.4.0' }],
  firmware: [{ oid: '1.3.6.1.4.1.1602.1.1.1.4.0' }],
  lifetimePageCount: counters(101),
  monoPageCount: [...counters(113, 112), ...counters(108)],
  colorPageCount: counters(123, 122),
  // Some know only full and empty, some only full, low and nearly empty.
  scales: [
    [0, 100],
    [0, 1, 10, 100],
  ],
}
