import { knownBy, type Maker } from './maker.ts'

/** HP-LASERJET-COMMON-MIB (PML objects over SNMP). */
const pml = '1.3.6.1.4.1.11.2.3.9.4.2.1'

export const hp: Maker = {
  name: 'HP',
  // 26696 and 29999 are chip makers whose number some HP printers carry.
  enterprises: [11, 26696, 29999],
  brands: [
    { name: 'HP', begins: /^(HP|Hewlett[- ]Packard)\b(?!.*(MULTI-ENVIRONMENT|JETDIRECT))/i },
    { name: 'HP', begins: /^(HP|Hewlett[- ]Packard)\b/i, imitated: true },
    knownBy('HP', '(Color )?LaserJet|OfficeJet|DeskJet|DesignJet|PageWide'),
  ],
  descriptions: [
    /SN:(?<serial>[^,]*).*PID:(?<model>[^,]+)/,
    /PID:(?<model>[^,]+)/,
    /^(?:HP|Hewlett-Packard)\s+(?!ETHERNET)(?<model>[^,;]+)/,
  ],
  model: [{ from: 'hrDeviceDescr' }, { oid: `${pml}.1.3.2.0`, pml: true }, { from: 'sysDescr' }, { deviceId: 'DES' }, { deviceId: 'MDL' }],
  // serial-number, fw-rom-revision, fw-rom-datecode
  serialNumber: [{ oid: `${pml}.1.3.3.0`, pml: true }],
  firmware: [
    { oid: `${pml}.1.3.6.0`, pml: true },
    { oid: `${pml}.1.3.5.0`, pml: true },
  ],
  // total-engine-page-count, total-mono-page-count, total-color-page-count
  lifetimePageCount: [{ oid: `${pml}.4.1.2.5.0` }],
  monoPageCount: [{ oid: `${pml}.4.1.2.6.0` }],
  colorPageCount: [{ oid: `${pml}.4.1.2.7.0` }],
}
