import countries from 'i18n-iso-countries'
import german from 'i18n-iso-countries/langs/de.json' with { type: 'json' }
import spanish from 'i18n-iso-countries/langs/es.json' with { type: 'json' }
import french from 'i18n-iso-countries/langs/fr.json' with { type: 'json' }
import italian from 'i18n-iso-countries/langs/it.json' with { type: 'json' }
import japanese from 'i18n-iso-countries/langs/ja.json' with { type: 'json' }
import dutch from 'i18n-iso-countries/langs/nl.json' with { type: 'json' }
import polish from 'i18n-iso-countries/langs/pl.json' with { type: 'json' }
import portuguese from 'i18n-iso-countries/langs/pt.json' with { type: 'json' }
import { IMPORT_FIELD_NAMES, type ImportField } from '../contact-columns.ts'
import { countryFrom } from '../normal/countries.ts'
import { callingCodeOf, typedCallingCode } from '../normal/phone-numbers.ts'

const LANGUAGES = [german, spanish, french, italian, japanese, dutch, polish, portuguese]
for (const language of LANGUAGES) countries.registerLocale(language)

const countryInAnyLanguage = (text: string) =>
  countryFrom(text) ?? LANGUAGES.map(({ locale }) => countries.getAlpha2Code(text.trim(), locale)).find((code) => code !== undefined)

/**
 * Completes the values of a row that was mapped: what its other values say beyond doubt. A country by its name in nine languages; the
 * telephone
 * country code by the number that was typed with it, else by the country.
 * @rule contacts/mapped-rows-are-completed  In a mapped table the country is understood in nine languages, and the telephone country code follows from number or country.
 */
export function completeRow(values: readonly string[]): string[] {
  const row = Object.fromEntries(IMPORT_FIELD_NAMES.map((field, i) => [field, values[i] ?? ''])) as Record<ImportField, string>
  const country = row.country === '' ? undefined : countryInAnyLanguage(row.country)
  const phoneNumber = row.phoneNumber
    .replace(/\(0\)/, ' ')
    .replace(/[/\u2010-\u2015]/gu, '-')
    .trim()
  const countryCode = row.countryCode.replace(/^\s*(\+|00)\s*/, '') || typedCallingCode(phoneNumber) || callingCodeOf(country) || ''
  const completed = {
    ...row,
    country: country ?? row.country,
    countryCode,
    phoneNumber,
    serialNumbers: row.serialNumbers.replace(/[;\n|]+/g, ','),
  }
  return IMPORT_FIELD_NAMES.map((field) => completed[field])
}
