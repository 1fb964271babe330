import { knownBy, type Maker } from './maker.ts'

const system = '1.3.6.1.4.1.18334.1.1.1.1.6'
/** Pages by colour (1 black, 2 full colour, 3 one colour, 4 two colours) and function (1 copy, 2 print). */
const pages = '1.3.6.1.4.1.18334.1.1.1.5.7.2.2.1.5'
const printedAndCopied = (color: number) => [`${pages}.${color}.2`, `${pages}.${color}.1`]

export const konicaMinolta: Maker = {
  name: 'Konica Minolta',
  enterprises: [18334, 2590],
  brands: [
    { name: 'Konica Minolta', begins: /^(KONICA ?MINOLTA|MINOLTA|(?=bizhub\b))/i },
    { name: 'Develop', begins: /^Develop\b/i },
    { name: 'Olivetti', begins: /^Olivetti\b/i },
    { name: 'Sindoh', begins: /^Sindoh\b/i },
    knownBy('Konica Minolta', 'magicolor|AccurioP\\w+'),
    knownBy('Develop', 'ineo'),
  ],
  descriptions: [/^(?:KONICA ?MINOLTA|MINOLTA|Develop|Olivetti|Sindoh)\s+(?<model>.+)$/i],
  model: [{ from: 'sysDescr' }, { oid: `${system}.2.1.0` }, { from: 'hrDeviceDescr' }],
  firmware: [{ oid: `${system}.1.0` }],
  lifetimePageCount: [{ oid: '1.3.6.1.4.1.18334.1.1.1.5.7.2.1.1.0' }],
  monoPageCount: [{ sum: printedAndCopied(1) }],
  colorPageCount: [{ sum: [2, 3, 4].flatMap(printedAndCopied) }],
}
