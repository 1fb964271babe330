import { textAt, textsOf } from '../read/store.ts'
import { knownBy, type Maker } from './maker.ts'

/** EPSON-MIB. */
const device = '1.3.6.1.4.1.1248.1.2.2.1.1.1'
const versionValue = '1.3.6.1.4.1.1248.1.2.2.2.1.1.2'
const versionName = '1.3.6.1.4.1.1248.1.2.2.2.1.1.3'
/** Pages in black and white, and in colour. */
const mono = '1.3.6.1.4.1.1248.1.2.2.27.1.1.3.1.1'
const color = '1.3.6.1.4.1.1248.1.2.2.27.1.1.4.1.1'

export const epson: Maker = {
  name: 'Epson',
  enterprises: [1248],
  brands: [{ name: 'Epson', begins: /^(Seiko )?EPSON(?!Net)/i }, knownBy('Epson', 'WorkForce|EcoTank|SureColor|AcuLaser|EpsonNet')],
  descriptions: [
    /^EPSON\s+(?!.*(?:Print Server|Built-in|Interface|External|Network))(?<model>\S+)\s*;\s*(?<firmware>.+)$/i,
    /^EPSON\s+(?!.*(?:Print Server|Built-in|Interface|External|Network))(?<model>\S+)(?:\s+(?<firmware>\d+\.\d+))?$/i,
  ],
  deviceIds: [`${device}.1.1`],
  model: [{ oid: `${device}.2.1` }, { from: 'hrDeviceDescr' }, { from: 'sysDescr' }, { deviceId: 'MDL' }],
  serialNumber: [{ oid: `${device}.5.1` }],
  lifetimePageCount: [{ sum: [mono, color] }],
  monoPageCount: [{ oid: mono }],
  colorPageCount: [{ oid: color }],
  walks: [versionValue, versionName],
  // Versions stand beside serial numbers in one table and are distinguished by their names.
  derive: (store) => {
    const names = textsOf(store, versionName)
    const row = [...names].find(([, name]) => /main/i.test(name)) ?? [...names].find(([, name]) => /firmware|\bfw\b/i.test(name))
    const source = row && `${versionValue}.${row[0]}`
    const firmware = source && textAt(store, source)
    return firmware ? { firmware, sources: { firmware: source } } : {}
  },
}
