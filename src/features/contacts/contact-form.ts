import countries from 'i18n-iso-countries'
import english from 'i18n-iso-countries/langs/en.json' with { type: 'json' }
import { type CountryCode, getCountries, getCountryCallingCode, parsePhoneNumberFromString } from 'libphonenumber-js/min'
import { z } from 'zod'
import { POSTAL_RULES } from './postal-rules.ts'

/**
 * What a contact must be: one schema for the form, the API and the import. Lengths count characters as a person does (code points), not
 * bytes or UTF-16 units. Every fault names its field and what is expected.
 */

countries.registerLocale(english)

const CALLING_CODES = new Map<string, CountryCode>()
for (const country of getCountries()) {
  const code = getCountryCallingCode(country)
  if (!CALLING_CODES.has(code)) CALLING_CODES.set(code, country)
}

/** Every country as alpha-2 and its English name, in the order of the names: the choices of a form. */
export const COUNTRIES: readonly { code: string; name: string }[] = Object.entries(countries.getNames('en', { select: 'official' }))
  .map(([code, name]) => ({ code, name }))
  .sort((a, b) => a.name.localeCompare(b.name, 'en'))

/** ISO 3166-1 alpha-2 of what was written: alpha-2, alpha-3 or an English name in any case; undefined when it is none. */
export function countryFrom(text: string): string | undefined {
  const written = text.trim()
  const upper = written.toUpperCase()
  if (upper.length === 2 && countries.isValid(upper)) return upper
  if (upper.length === 3 && countries.alpha3ToAlpha2(upper)) return countries.alpha3ToAlpha2(upper)
  return countries.getAlpha2Code(written, 'en') ?? undefined
}

/** The English name of a country stored as alpha-2. */
export const countryName = (code: string): string => countries.getName(code, 'en') ?? code

const tidy = (value: unknown) => (typeof value === 'string' ? value.normalize('NFC').replace(/\s+/gu, ' ').trim() : value)
const characters = (text: string) => [...text].length

// Control characters have no place in a name or address: a NUL cannot even be stored.
const CONTROL = /\p{Cc}/u

const line = (label: string, max: number) =>
  z.preprocess(
    tidy,
    z
      .string(`${label} is text.`)
      .refine((s) => characters(s) <= max, `${label} has at most ${max} characters.`)
      .refine((s) => !CONTROL.test(s), `${label} holds a control character. Remove it.`),
  )
const required = (label: string, max: number) => line(label, max).refine((s) => s !== '', `${label} is required.`)
const optional = (label: string, max: number) => z.preprocess((v) => v ?? '', line(label, max)).transform((s) => (s === '' ? null : s))

const PHONE_NUMBER = /^[\d\s().-]+$/

const Fields = z.object({
  firstName: required('First Name', 64),
  lastName: required('Last Name', 64),
  businessName: optional('Business Name', 128),
  email: required('Email', 254).pipe(z.email('Email is not a valid address, such as jo@example.com.')),
  countryCode: required('Country Code', 8)
    .refine((s) => /^\d{1,3}$/.test(s), 'Country Code is 1 to 3 digits without + or other symbols, such as 1 or 49.')
    .refine((s) => !/^\d{1,3}$/.test(s) || CALLING_CODES.has(s), 'Country Code is no telephone country code that exists, such as 1 or 49.'),
  phoneNumber: required('Phone Number', 32).refine(
    (s) => PHONE_NUMBER.test(s),
    'Phone Number holds digits, spaces, -, ., ( and ) only, such as 202 555 0123.',
  ),
  addressLine1: required('Address Line 1', 128),
  addressLine2: optional('Address Line 2', 128),
  city: required('City', 64),
  state: optional('State/Province', 64),
  postalCode: optional('Postal Code', 16),
  country: required('Country', 64).transform((text, ctx) => {
    const code = countryFrom(text)
    const message = 'Country is none of ISO 3166-1: write its code or English name, such as US, USA or United States of America.'
    // The other fields are judged all the same: every fault is told, not only the first.
    if (!code) ctx.addIssue({ code: 'custom', message, continue: true })
    return code ?? z.NEVER
  }),
})

type Entered = z.output<typeof Fields>

function whyNotPhone({ countryCode, phoneNumber }: Entered): string | undefined {
  const region = CALLING_CODES.get(countryCode)
  // A country code that does not exist is a fault of its own; so is a number that is no number.
  if (!region || !PHONE_NUMBER.test(phoneNumber)) return undefined
  const possible =
    parsePhoneNumberFromString(`+${countryCode}${phoneNumber.replace(/\D/g, '')}`)?.isPossible() ||
    parsePhoneNumberFromString(phoneNumber, region)?.isPossible()
  return possible ? undefined : `Phone Number is not possible in country code ${countryCode}: too short or too long.`
}

/** A country that is none has no rules, and is a fault of its own. */
const rulesOf = (country: string | undefined) => (country === undefined ? undefined : POSTAL_RULES[country])

function whyNotPostalCode({ country, postalCode }: Entered): string | undefined {
  const rule = rulesOf(country)
  const such = rule?.example ? `, such as ${rule.example}` : ''
  if (postalCode === null) return rule?.postalCodeRequired ? `Postal Code is required in ${countryName(country)}${such}.` : undefined
  if (!rule?.postalCode || isPostalCode(rule.postalCode, postalCode)) return undefined
  return `Postal Code is not of the form that ${countryName(country)} uses${such}.`
}

// A file holds thousands of the same few countries.
const patterns = new Map<string, RegExp>()
function isPostalCode(form: string, text: string): boolean {
  const pattern = patterns.get(form) ?? new RegExp(`^(?:${form})$`, 'i')
  patterns.set(form, pattern)
  return pattern.test(text)
}

/** The postal code that a spreadsheet may have made this of, taking it for a number: with its leading zeros again; undefined where there is none. */
export function withLostZeros(country: string | undefined, postalCode: string): string | undefined {
  const form = rulesOf(country)?.postalCode
  if (!form || !/^\d+$/.test(postalCode)) return undefined
  return ['0', '00', '000'].map((zeros) => zeros + postalCode).find((code) => isPostalCode(form, code))
}

function whyNotState({ country, state }: Entered): string | undefined {
  return state === null && rulesOf(country)?.stateRequired ? `State/Province is required in ${countryName(country)}.` : undefined
}

/**
 * A contact as a person enters it; the output is what is stored: tidied, country as alpha-2, nothing left blank but null.
 * @rule contacts/fields  Every field keeps its rule; each fault names the field and what is expected.
 */
export const ContactForm = Fields.superRefine((entered, ctx) => {
  const faults = { phoneNumber: whyNotPhone(entered), postalCode: whyNotPostalCode(entered), state: whyNotState(entered) }
  for (const [field, message] of Object.entries(faults)) if (message) ctx.addIssue({ code: 'custom', path: [field], message })
})

export type ContactForm = z.output<typeof ContactForm>

/** A contact as one line: name, business and city. */
export const contactLine = (c: { firstName: string; lastName: string; businessName: string | null; city: string }) =>
  [`${c.firstName} ${c.lastName}`, c.businessName, c.city].filter(Boolean).join(', ')
