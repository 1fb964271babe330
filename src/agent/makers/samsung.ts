import type { Maker } from './maker.ts'

/** SAMSUNG-PRINTER-EXT-MIB: model, firmware and serial number; what Samsung makes for others has them too. */
const general = '1.3.6.1.4.1.236.11.5.1.1.1'
export const samsungModel = `${general}.1.0`
export const samsungFirmware = `${general}.2.0`
export const samsungSerialNumber = `${general}.4.0`

/** scmHrDevCountTable of SAMSUNG-HOST-RESOURCES-EXT-MIB: pages by kind of job, size of paper, duplex and colour. */
const count = '1.3.6.1.4.1.236.11.5.11.53.11.2.1'
/** Of scmHrDevCountJobType those that put out paper: print (1), copy (2), faxIn (3), report (6). */
const printed = { column: `${count}.2`, codes: [1, 2, 3, 6] }
/** scmHrDevCountUnit: impressions. */
const inImpressions = { column: `${count}.4`, codes: [7] }
/** scmHrDevCountColor: fullColor (1), singleColor (2), monoColor (3). */
const ofColors = (...codes: number[]) =>
  ({ values: `${count}.7`, where: [{ column: `${count}.6`, codes }, printed, inImpressions] }) as const

export const samsung: Maker = {
  name: 'Samsung',
  enterprises: [236],
  brands: [{ name: 'Samsung', begins: /^(Samsung( Electronics)?\b\s*)+/i }],
  descriptions: [
    /^(?:Samsung\s+)+(?<model>[^;]+?)(?:;|\s+OS)\s*V?(?<firmware>\d[\d.]+)(?:.*S\/N\s*(?<serial>\w+))?/i,
    /^(?:Samsung\s+)+(?<model>[^;]+)/i,
  ],
  model: [
    { from: 'sysDescr' },
    { oid: samsungModel },
    { oid: '1.3.6.1.4.1.236.11.5.11.53.31.1.4.0' },
    { from: 'hrDeviceDescr' },
    { deviceId: 'MDL' },
  ],
  serialNumber: [{ oid: samsungSerialNumber }],
  firmware: [{ oid: samsungFirmware }],
  monoPageCount: [ofColors(3)],
  colorPageCount: [ofColors(1, 2)],
}
