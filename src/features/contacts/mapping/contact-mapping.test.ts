import { describe, expect, it } from 'vitest'
import { IMPORT_FIELD_NAMES, IMPORT_FIELDS } from '../contact-columns.ts'
import { completeRow } from './complete-row.ts'
import { ContactMapping, headingsOf, mapRow, suggestMapping, whyNotMapped } from './contact-mapping.ts'

const suggested = (headings: string, row: string[] = []) => suggestMapping(headings.split(';'), [row])
const ALL = IMPORT_FIELD_NAMES.filter((field) => field !== 'addressLine2' && field !== 'state')

describe('headings are recognized [contacts/headings-are-recognized]', () => {
  it.each([
    ['English', 'Given Name;Surname;Company;E-mail;Dialing Code;Phone;Street;Town;ZIP Code;Country/Region;S/N'],
    ['German', 'Vorname;Nachname;Firma;E-Mail-Adresse;Ländervorwahl;Telefon;Straße;Ort;PLZ;Land;Seriennummer'],
    ['French', 'Prénom;Nom;Société;Courriel;Indicatif;Téléphone;Rue;Ville;Code postal;Pays;Numéro de série'],
    ['Spanish', 'Nombre;Apellidos;Empresa;Correo electrónico;Prefijo;Teléfono;Calle;Población;Código postal;País;Número de serie'],
    ['Italian', 'Nome;Cognome;Azienda;Posta elettronica;Prefisso;Telefono;Indirizzo;Città;CAP;Paese;Matricola'],
    ['Portuguese', 'Nome;Sobrenome;Empresa;E-mail;Indicativo;Telefone;Morada;Cidade;CEP;País;Número de série'],
    ['Dutch', 'Voornaam;Achternaam;Bedrijf;E-mailadres;Landnummer;Telefoon;Straat;Plaats;Postcode;Land;Serienummer'],
    ['Polish', 'Imię;Nazwisko;Firma;Adres e-mail;Numer kierunkowy;Numer telefonu;Ulica;Miasto;Kod pocztowy;Kraj;Numer seryjny'],
    ['Japanese', '名;姓;会社名;メールアドレス;国番号;電話番号;住所;市区町村;郵便番号;国名;シリアル番号'],
  ])('in %s', (_, line) => {
    const headings = line.split(';')
    expect(suggested(line)).toEqual({ columns: Object.fromEntries(ALL.map((field, i) => [field, [headings[i]]])), constants: {} })
  })

  it('in any case, order and with other signs, those of the sample first', () => {
    expect(suggested('EMAIL;first_name;Last  Name;city;CITY 2').columns).toEqual({
      email: ['EMAIL'],
      firstName: ['first_name'],
      lastName: ['Last  Name'],
      city: ['city'],
    })
  })

  it('one name that holds both, and columns by what they hold', () => {
    expect(suggested('Name;Kontaktweg 1;Kontaktweg 2', ['Ada Berg', 'ada@example.com', '+49 30 5550123'])).toEqual({
      columns: { email: ['Kontaktweg 1'], phoneNumber: ['Kontaktweg 2'] },
      constants: {},
      fullName: 'Name',
    })
  })
})

describe('a row of a table', () => {
  const headings = headingsOf(['Name', 'Street', 'No', ' ', 'Land', '', ''])
  const mapping = ContactMapping.parse({
    columns: { addressLine1: ['Street', 'No'], country: ['Land'] },
    constants: { city: 'Berlin', country: 'AT' },
    fullName: 'Name',
  })
  const row = (...cells: string[]) => {
    const values = mapRow(headings, mapping, cells)
    return Object.fromEntries(Object.keys(IMPORT_FIELDS).map((field, i) => [field, values[i]]))
  }

  it('has its name split, street and number joined, and what is the same for all', () => {
    expect(headings).toEqual(['Name', 'Street', 'No', 'Column 4', 'Land'])
    expect(row('Ada Maria Berg', 'Main', '5', '', 'DE')).toMatchObject({
      firstName: 'Ada Maria',
      lastName: 'Berg',
      addressLine1: 'Main 5',
      city: 'Berlin',
      country: 'DE',
    })
    expect(row('Berg, Ada', 'Main', '', '', '')).toMatchObject({ firstName: 'Ada', lastName: 'Berg', addressLine1: 'Main', country: 'AT' })
    expect(row('Berg')).toMatchObject({ firstName: '', lastName: 'Berg', addressLine1: '' })
  })

  it.each([
    [
      { country: 'Deutschland', phoneNumber: '030/5550123' },
      { country: 'DE', countryCode: '49', phoneNumber: '030-5550123' },
    ],
    [
      { country: 'Vereinigtes Königreich', phoneNumber: '+49 (0)30 5550123' },
      { country: 'GB', countryCode: '49' },
    ],
    [
      { country: 'Allemagne', countryCode: '+49' },
      { country: 'DE', countryCode: '49' },
    ],
    [
      { country: '日本', serialNumbers: 'A1; B2' },
      { country: 'JP', countryCode: '81', serialNumbers: 'A1, B2' },
    ],
    [{ country: 'Atlantis' }, { country: 'Atlantis', countryCode: '' }],
  ])('%j is completed [contacts/mapped-rows-are-completed]', (change, expected) => {
    const values = completeRow(IMPORT_FIELD_NAMES.map((field) => (change as Record<string, string>)[field] ?? ''))
    expect(Object.fromEntries(IMPORT_FIELD_NAMES.map((field, i) => [field, values[i]]))).toMatchObject(expected)
  })

  it('is not read with a mapping that names a column which is gone, or there twice', () => {
    const faults = whyNotMapped(['Name', 'City', 'City'], ContactMapping.parse({ columns: { city: ['City'], email: ['Mail'] } }))
    expect(faults).toEqual([
      { field: 'City', message: '“City” is the heading of columns 2 and 3. Rename one of them in the file, then choose it again.' },
      { field: 'Mail', message: 'The file has no column “Mail”. Choose another column for what it should hold.' },
    ])
  })
})
