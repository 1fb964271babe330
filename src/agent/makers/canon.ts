import type { Maker } from './maker.ts'

/** CANON-MIB; counters bear the numbers that the printer's own counter list shows. */
const counter = '1.3.6.1.4.1.1602.1.11.1.3.1.4'

export const canon: Maker = {
  name: 'Canon',
  enterprises: [1602],
  brands: [{ name: 'Canon', begins: /^Canon\b( Inc\.?,?)?/i }],
  descriptions: [/^(?:Canon(?: Inc\.,)?)\s+(?<model>.+?)\s*(?:\/P\b.*|\(FAX\).*|Printer\b.*)?$/i],
  model: [{ oid: '1.3.6.1.4.1.1602.1.1.1.1.0' }, { from: 'hrDeviceDescr' }, { from: 'sysDescr' }],
  serialNumber: [{ oid: '1.3.6.1.4.1.1602.1.2.1.8.1.3.1.1' }, { oid: '1.3.6.1.4.1.1602.1.2.1.4.0' }],
  firmware: [{ oid: '1.3.6.1.4.1.1602.1.1.1.4.0' }],
  // 101 total; 112 and 113 black and white large and small; 122 and 123 colour large and small.
  lifetimePageCount: [{ oid: `${counter}.101` }],
  monoPageCount: [{ sum: [`${counter}.113`, `${counter}.112`] }],
  colorPageCount: [{ sum: [`${counter}.123`, `${counter}.122`] }],
}
