import { knownBy, type Maker } from './maker.ts'

/** KYOCERA-Private-MIB. */
const system = '1.3.6.1.4.1.1347.43.5.1.1'
/** Pages by function (1 print, 2 copy, 4 fax) and colour (1 mono, 2 one colour, 3 full colour). */
const pages = '1.3.6.1.4.1.1347.42.3.1.2.1.1'

export const kyocera: Maker = {
  name: 'Kyocera',
  enterprises: [1347],
  brands: [
    { name: 'Kyocera', begins: /^KYOCERA( MITA| Document Solutions)?\b/i },
    { name: 'UTAX', begins: /^(TA_?\s*\/?\s*)?UTAX/i },
    { name: 'Triumph-Adler', begins: /^(TA )?Triumph[- ]Adler\b/i },
    knownBy('Kyocera', 'ECOSYS|TASKalfa'),
  ],
  deviceIds: ['1.3.6.1.4.1.1347.40.1.1.1.8.1'],
  model: [{ oid: `${system}.1.1` }, { from: 'hrDeviceDescr' }, { deviceId: 'MDL' }, { from: 'prtGeneralPrinterName' }],
  serialNumber: [{ oid: `${system}.28.1` }],
  firmware: [{ oid: '1.3.6.1.4.1.1347.43.5.4.1.5.1.1' }, { oid: '1.3.6.1.4.1.1347.42.5.4.1.5.1' }],
  lifetimePageCount: [{ oid: '1.3.6.1.4.1.1347.43.10.1.1.12.1.1' }],
  monoPageCount: [{ sum: [`${pages}.1.1`, `${pages}.2.1`, `${pages}.4.1`] }],
  colorPageCount: [{ sum: [`${pages}.1.3`, `${pages}.1.2`, `${pages}.2.3`, `${pages}.2.2`, `${pages}.4.3`, `${pages}.4.2`] }],
  colorLetters: /^[A-Z]{2,3}-?\d{3,5}[A-Z]?([KCMY])$/,
}
