import countries from 'i18n-iso-countries'
import english from 'i18n-iso-countries/langs/en.json' with { type: 'json' }
import { foldCase } from './text.ts'

countries.registerLocale(english)

/** Every country as alpha-2 and its English name, in the order of the names: the choices of a form. */
export const COUNTRIES: readonly { code: string; name: string }[] = Object.entries(countries.getNames('en', { select: 'official' }))
  .map(([code, name]) => ({ code, name }))
  .sort((a, b) => a.name.localeCompare(b.name, 'en'))

// Names in common use, and those of ISO 3166-1, that the list of names lacks.
const OTHER_NAMES: Record<string, readonly string[]> = {
  AE: ['UAE', 'Emirates'],
  BN: ['Brunei'],
  BO: ['Bolivia, Plurinational State of', 'Bolivia (Plurinational State of)'],
  BS: ['The Bahamas'],
  CD: ['DR Congo', 'DRC', 'Congo, The Democratic Republic of the', 'Congo-Kinshasa'],
  CG: ['Republic of the Congo', 'Congo-Brazzaville'],
  CI: ["Cote d'Ivoire", 'Ivory Coast'],
  CV: ['Cabo Verde'],
  CW: ['Curacao'],
  CZ: ['Czechia'],
  FK: ['Falkland Islands (Malvinas)', 'Falkland Islands'],
  FM: ['Micronesia'],
  GB: ['England', 'Scotland', 'Wales', 'Northern Ireland', 'Britain', 'United Kingdom of Great Britain and Northern Ireland'],
  GM: ['The Gambia'],
  IR: ['Iran, Islamic Republic of', 'Iran (Islamic Republic of)'],
  KN: ['St. Kitts and Nevis', 'St Kitts and Nevis'],
  KP: ["Korea, Democratic People's Republic of", 'DPRK'],
  KR: ['Korea', 'Korea, Republic of', 'Republic of Korea'],
  LA: ['Laos'],
  LC: ['St. Lucia', 'St Lucia'],
  MD: ['Moldova', 'Republic of Moldova'],
  MK: ['Macedonia'],
  MM: ['Burma'],
  MO: ['Macau'],
  NL: ['Holland', 'The Netherlands'],
  PS: ['Palestine', 'State of Palestine'],
  RE: ['Reunion'],
  RU: ['Russia'],
  SY: ['Syria'],
  SZ: ['Swaziland'],
  TL: ['East Timor'],
  TR: ['Turkiye'],
  TT: ['Trinidad'],
  TW: ['Taiwan, Province of China'],
  TZ: ['Tanzania, United Republic of'],
  US: ['U.S.', 'U.S.A.', 'United States', 'America'],
  VA: ['Vatican', 'Vatican City', 'Holy See'],
  VC: ['St. Vincent and the Grenadines', 'St Vincent and the Grenadines'],
  VE: ['Venezuela, Bolivarian Republic of', 'Venezuela (Bolivarian Republic of)'],
  VG: ['British Virgin Islands'],
  VI: ['US Virgin Islands', 'U.S. Virgin Islands', 'Virgin Islands'],
  VN: ['Viet Nam'],
}

const byOtherName = new Map(Object.entries(OTHER_NAMES).flatMap(([code, names]) => names.map((name) => [foldCase(name), code] as const)))

/**
 * ISO 3166-1 alpha-2 of what was written: alpha-2, alpha-3, the ISO name or a common English one, in any case; undefined when it is
 * none.
 */
export function countryFrom(text: string): string | undefined {
  const written = text.trim()
  const upper = written.toUpperCase()
  if (upper.length === 2 && countries.isValid(upper)) return upper
  if (upper.length === 3 && countries.alpha3ToAlpha2(upper)) return countries.alpha3ToAlpha2(upper)
  return countries.getAlpha2Code(written, 'en') ?? byOtherName.get(foldCase(written))
}

/** The English name of a country stored as alpha-2. */
export const countryName = (code: string): string => countries.getName(code, 'en') ?? code
