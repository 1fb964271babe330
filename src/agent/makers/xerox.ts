import { knownBy, type Maker } from './maker.ts'
import { samsungFirmware, samsungModel, samsungSerialNumber } from './samsung.ts'

/** XEROX-HOST-RESOURCES-EXT-MIB: xcmHrDevDetailValueInteger of Total (1), Color (33) and Black Impressions (34). */
const counter = '1.3.6.1.4.1.253.8.53.13.2.1.6.1.20'
const impressions = {
  lifetimePageCount: [{ oid: `${counter}.1` }],
  monoPageCount: [{ oid: `${counter}.34` }],
  colorPageCount: [{ oid: `${counter}.33` }],
} satisfies Partial<Maker>
export const xcmHrSerialNumber = '1.3.6.1.4.1.253.8.53.3.2.1.3.1'

export const xerox: Maker = {
  name: 'Xerox',
  enterprises: [253],
  brands: [
    { name: 'Xerox', begins: /^Xerox\b/i },
    { name: 'Tektronix', begins: /^Tektronix\b(, Inc\.,)?/i },
    knownBy('Xerox', 'WorkCentre|Phaser|VersaLink|AltaLink|PrimeLink|ColorQube'),
  ],
  descriptions: [
    /^Xerox\s+(?<model>[^;,]+?)(?:\s+Multifunction (?:System|Printer))?\s*[;,].*?\b(?:System(?: Software)?|SS|OS)\s+(?<firmware>\w*\d[\w.]*)/i,
    /^Xerox\s+(?<model>[^;,]+?)\s*[;,]\s*(?<firmware>.*\d.*)$/i,
    /^Xerox\s+(?<model>[^;,]+)/i,
    /^Tektronix, Inc\., (?<model>[^,]+),/i,
  ],
  deviceIds: ['1.3.6.1.4.1.253.8.51.1.2.1.20.1'],
  model: [
    { from: 'sysDescr' },
    { oid: '1.3.6.1.4.1.253.8.53.3.2.1.2.1' },
    { oid: samsungModel },
    { from: 'hrDeviceDescr' },
    { deviceId: 'MDL' },
  ],
  serialNumber: [{ oid: xcmHrSerialNumber }, { oid: samsungSerialNumber }],
  // Small Xerox printers are Samsung's.
  firmware: [{ oid: samsungFirmware }],
  ...impressions,
}

/** Fujifilm Business Innovation, before Fuji Xerox: counts as Xerox does; some are Lexmark's and describe themselves as those do. */
export const fujifilm: Maker = {
  name: 'Fujifilm',
  enterprises: [297],
  brands: [
    { name: 'Fujifilm', begins: /^FUJIFILM( Business Innovation)?\b/i },
    { name: 'Fuji Xerox', begins: /^(FUJI ?XEROX|FX)\b/i },
    knownBy('Fujifilm', 'Apeos(Port)?'),
    knownBy('Fuji Xerox', 'DocuCentre'),
  ],
  descriptions: [
    /^(?:FUJIFILM|FUJI ?XEROX|FX)\s+(?<model>[^;,]+?)\s*[;,]?\s+version\s+(?<firmware>\S+)/i,
    /^(?:FUJIFILM|FUJI ?XEROX|FX)\s+(?<model>[^;,]+?)\s*[;,]\s*(?<firmware>.*\d.*)$/i,
    /^(?:FUJIFILM|FUJI ?XEROX|FX)\s+(?<model>[^;,]+)/i,
  ],
  model: [{ from: 'sysDescr' }, { from: 'hrDeviceDescr' }],
  serialNumber: [{ oid: xcmHrSerialNumber }],
  firmware: [{ oid: '1.3.6.1.4.1.297.1.111.1.31.10.0', pattern: /System\s+([\d.]+)/i }],
  ...impressions,
}
