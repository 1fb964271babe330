import type { Maker } from './maker.ts'

/** RicohPrivateMIB: ricohSysInfo, ricohEngInfo, ricohEngCounter. */
const counterType = '1.3.6.1.4.1.367.3.2.1.2.19.5.1.2'
const counterValue = '1.3.6.1.4.1.367.3.2.1.2.19.5.1.9'

const BRANDS = 'RICOH|Gestetner|LANIER|NRG|SAVIN|Nashuatec|Rex[- ]?Rotary|infotec'

export const ricoh: Maker = {
  name: 'Ricoh',
  enterprises: [367],
  brands: [
    { name: 'Ricoh', begins: /^(RICOH|(?=Aficio\b))/i },
    { name: 'Gestetner', begins: /^Gestetner\b/i },
    { name: 'Lanier', begins: /^LANIER\b/i },
    { name: 'NRG', begins: /^NRG\b/i },
    { name: 'Savin', begins: /^SAVIN\b/i },
    { name: 'Nashuatec', begins: /^Nashuatec\b/i },
    { name: 'Rex-Rotary', begins: /^Rex[- ]?Rotary\b/i },
    { name: 'infotec', begins: /^infotec\b/i },
  ],
  descriptions: [
    new RegExp(`^(?:${BRANDS})\\s+(?<model>.+?)\\s+V?\\.?(?<firmware>\\d+(?:\\.\\d+)+)\\s*(?:/|$)`, 'i'),
    new RegExp(`^(?:${BRANDS})\\s+(?<model>.+?)\\s*(?: / |$)`, 'i'),
  ],
  model: [{ oid: '1.3.6.1.4.1.367.3.2.1.1.1.1.0' }, { from: 'sysDescr' }, { from: 'hrDeviceDescr' }],
  serialNumber: [{ oid: '1.3.6.1.4.1.367.3.2.1.2.1.4.0' }],
  firmware: [{ oid: '1.3.6.1.4.1.367.3.2.1.1.1.2.0' }],
  lifetimePageCount: [{ types: counterType, values: counterValue, codes: [10] }, { oid: '1.3.6.1.4.1.367.3.2.1.2.19.1.0' }],
  // By copier (2xx), fax (3xx) and printer (4xx): black and white; one colour, two colours, full colour.
  monoPageCount: [{ types: counterType, values: counterValue, codes: [201, 301, 401] }],
  colorPageCount: [{ types: counterType, values: counterValue, codes: [202, 203, 204, 302, 303, 402, 403, 404] }],
}
