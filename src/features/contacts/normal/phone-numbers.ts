import {
  type CountryCode,
  getCountries,
  getCountryCallingCode,
  isSupportedCountry,
  type PhoneNumber,
  parsePhoneNumberFromString,
} from 'libphonenumber-js/min'

const CALLING_CODES = new Map<string, CountryCode>()
// Of several countries with one code, the one whose way of dialing is meant.
const MAIN: readonly CountryCode[] = ['US', 'RU', 'IT', 'GB', 'NO', 'AU', 'MA', 'RE', 'FI', 'GP', 'CW', 'SH']
for (const country of [...MAIN, ...getCountries()]) {
  const code = getCountryCallingCode(country)
  if (!CALLING_CODES.has(code)) CALLING_CODES.set(code, country)
}

export const isCallingCode = (code: string): boolean => CALLING_CODES.has(code)

const INTERNATIONAL = /^(\+|00)/
const WRITTEN = /^\+?[\d\s().-]+$/

/** Whether a text is written as telephone numbers are, possible or not. */
export const isWrittenAsNumber = (text: string): boolean => WRITTEN.test(text)

/** The country code that a number is typed with, such as 49 of +49 30… and 0049 30…; undefined where it has none. */
export function typedCallingCode(text: string): string | undefined {
  return INTERNATIONAL.test(text) ? parsePhoneNumberFromString(text.replace(/^00/, '+'))?.countryCallingCode : undefined
}

// In North America a number without its area code is possible for whoever lives there, and reaches nobody else.
const isWhole = (number: PhoneNumber) => number.isPossible() && (number.countryCallingCode !== '1' || number.nationalNumber.length === 10)

/**
 * A number as it is dialed from anywhere, in the form that E.164 has; undefined where it is not possible under this country code.
 * @rule contacts/telephone-numbers  A number typed with its country code is understood where it agrees with the field; two writings are one number.
 */
export function phoneNumberFrom(countryCode: string, text: string): PhoneNumber | undefined {
  const region = CALLING_CODES.get(countryCode)
  if (!region || !WRITTEN.test(text)) return undefined
  const typed = typedCallingCode(text)
  if (INTERNATIONAL.test(text) && typed !== countryCode) return undefined
  const read = typed
    ? [parsePhoneNumberFromString(text.replace(/^00/, '+'))]
    : [parsePhoneNumberFromString(text, region), parsePhoneNumberFromString(`+${countryCode}${text.replace(/\D/g, '')}`)]
  return read.find((number) => number && isWhole(number) && number.countryCallingCode === countryCode)
}

/** The telephone country code of a country, as alpha-2; undefined where it has none. */
export function callingCodeOf(country: string | undefined): string | undefined {
  return country && isSupportedCountry(country) ? getCountryCallingCode(country) : undefined
}
