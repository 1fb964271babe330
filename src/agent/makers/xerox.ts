import type { Maker } from './maker.ts'

/** XEROX-HOST-RESOURCES-EXT-MIB. */
const counter = '1.3.6.1.4.1.253.8.53.13.2.1.6.1.20'

export const xerox: Maker = {
  name: 'Xerox',
  enterprises: [253],
  brands: [
    { name: 'Xerox', begins: /^Xerox\b/i },
    { name: 'Tektronix', begins: /^Tektronix\b(, Inc\.,)?/i },
  ],
  descriptions: [
    /^Xerox\s+(?<model>[^;,]+?)\s*[;,].*?\b(?:System|SS|OS)\s+(?<firmware>[\w.]+)/i,
    /^Xerox\s+(?<model>[^;,]+?)\s*[;,]\s*(?<firmware>.*\d.*)$/i,
    /^Xerox\s+(?<model>[^;,]+)/i,
    /^Tektronix, Inc\., (?<model>[^,]+),/i,
  ],
  deviceIds: ['1.3.6.1.4.1.253.8.51.1.2.1.20.1'],
  model: [{ from: 'sysDescr' }, { oid: '1.3.6.1.4.1.253.8.53.3.2.1.2.1' }, { from: 'hrDeviceDescr' }, { deviceId: 'MDL' }],
  serialNumber: [{ oid: '1.3.6.1.4.1.253.8.53.3.2.1.3.1' }],
  // Total, colour and black impressions.
  lifetimePageCount: [{ oid: `${counter}.1` }],
  monoPageCount: [{ oid: `${counter}.34` }],
  colorPageCount: [{ oid: `${counter}.33` }],
}

/** Fujifilm Business Innovation, before Fuji Xerox. */
export const fujifilm: Maker = {
  name: 'Fujifilm',
  enterprises: [297],
  brands: [
    { name: 'Fujifilm', begins: /^FUJIFILM( Business Innovation)?\b/i },
    { name: 'Fuji Xerox', begins: /^FUJI ?XEROX\b/i },
  ],
  descriptions: [
    /^(?:FUJIFILM|FUJI ?XEROX)\s+(?<model>[^;,]+?)\s*[;,]\s*(?<firmware>.*\d.*)$/i,
    /^(?:FUJIFILM|FUJI ?XEROX)\s+(?<model>[^;,]+)/i,
  ],
  model: [{ from: 'sysDescr' }, { from: 'hrDeviceDescr' }],
}
