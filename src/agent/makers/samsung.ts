import type { Maker } from './maker.ts'

/** SAMSUNG-PRINTER-EXT-MIB. */
const general = '1.3.6.1.4.1.236.11.5.1.1.1'

export const samsung: Maker = {
  name: 'Samsung',
  enterprises: [236],
  brands: [{ name: 'Samsung', begins: /^(Samsung( Electronics)?\b\s*)+/i }],
  descriptions: [
    /^(?:Samsung\s+)+(?<model>[^;]+?)(?:;|\s+OS)\s*V?(?<firmware>\d[\d.]+)(?:.*S\/N\s*(?<serial>\w+))?/i,
    /^(?:Samsung\s+)+(?<model>[^;]+)/i,
  ],
  model: [{ from: 'sysDescr' }, { oid: `${general}.1.0` }, { from: 'hrDeviceDescr' }, { deviceId: 'MDL' }],
  serialNumber: [{ oid: `${general}.4.0` }],
  firmware: [{ oid: `${general}.2.0` }],
}
