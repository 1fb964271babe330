import { z } from 'zod'
import { CONTACT_FIELDS, CONTACT_IDENTITY, type ContactField } from './contact-columns.ts'
import { countryFrom, countryName } from './normal/countries.ts'
import { isCallingCode, isWrittenAsNumber, phoneNumberFrom, typedCallingCode } from './normal/phone-numbers.ts'
import { postalCodeFrom } from './normal/postal-codes.ts'
import { needsState, stateFrom, statesOf } from './normal/states.ts'
import { foldCase, isLonger, tidy, tidyCode } from './normal/text.ts'
import { POSTAL_RULES } from './postal-rules.ts'

/**
 * What a contact must be: one schema for the form, the API and the import. Lengths count characters as a person does, not bytes or code
 * points.
 * Every fault names its field and what is expected. What comes out is the normal form: two people who mean the same contact get the same.
 */

// Control characters have no place in a name or address: a NUL cannot even be stored.
const CONTROL = /\p{Cc}/u

const line = (name: ContactField, form: (text: string) => string = tidy) => {
  const { label, most } = CONTACT_FIELDS[name]
  return z.preprocess(
    (value) => (typeof value === 'string' ? form(value) : value),
    z
      .string(`${label} is text.`)
      .refine((s) => !isLonger(s, most), `${label} has at most ${most} characters.`)
      .refine((s) => !CONTROL.test(s), `${label} contains a control character. Remove it.`),
  )
}
const required = (name: ContactField, form?: (text: string) => string) =>
  line(name, form).refine((s) => s !== '', `${CONTACT_FIELDS[name].label} is required.`)
const optional = (name: ContactField, form?: (text: string) => string) =>
  z.preprocess((v) => v ?? '', line(name, form)).transform((s) => (s === '' ? null : s))

/** An address whose domain may have letters of any script, as it is looked up. */
function isEmail(text: string): boolean {
  const at = text.lastIndexOf('@')
  const domain = URL.parse(`http://${text.slice(at + 1)}`)
  if (at < 0 || !domain || domain.port || /[/?#\\:]/.test(text.slice(at + 1))) return false
  // What a domain of another script is looked up as ends in digits and hyphens too.
  return z.regexes.email.test(`${text.slice(0, at).replace(/\P{ASCII}/gu, 'x')}@${domain.hostname.replace(/\.xn--[a-z\d-]+$/, '.xn')}`)
}

const Fields = z.object({
  firstName: required('firstName'),
  lastName: required('lastName'),
  businessName: optional('businessName'),
  email: required('email').refine((s) => s === '' || isEmail(s), 'Email is not a valid address, such as jo@example.com.'),
  countryCode: required('countryCode', tidyCode)
    .refine((s) => /^\d{1,3}$/.test(s), 'Country Code is 1 to 3 digits without + or other symbols, such as 1 or 49.')
    .refine((s) => !/^\d{1,3}$/.test(s) || isCallingCode(s), 'Country Code is not an existing telephone country code, such as 1 or 49.'),
  phoneNumber: required('phoneNumber', tidyCode).refine(
    (s) => s === '' || isWrittenAsNumber(s),
    'Phone Number holds digits, spaces, -, ., ( and ) only, such as 202 555 0123.',
  ),
  addressLine1: required('addressLine1'),
  addressLine2: optional('addressLine2'),
  city: required('city'),
  state: optional('state'),
  postalCode: optional('postalCode', tidyCode),
  country: required('country').transform((text, ctx) => {
    const code = countryFrom(text)
    const message = 'Country is not in ISO 3166-1: type its code or English name, such as US, USA or United States of America.'
    // The other fields are checked all the same: every fault is listed, not only the first.
    if (!code) ctx.addIssue({ code: 'custom', message, continue: true })
    return code ?? z.NEVER
  }),
})

type Entered = z.output<typeof Fields>

function whyNotPhone({ countryCode, phoneNumber }: Entered): string | undefined {
  // A country code that does not exist is a fault of its own; so is a number that is no number.
  if (!isCallingCode(countryCode) || !isWrittenAsNumber(phoneNumber) || phoneNumberFrom(countryCode, phoneNumber)) return undefined
  const typed = typedCallingCode(phoneNumber)
  if (typed && typed !== countryCode) return `Phone Number has the country code ${typed}, but Country Code is ${countryCode}.`
  const area = countryCode === '1' && phoneNumber.replace(/\D/g, '').length === 7
  return `Phone Number is not possible in country code ${countryCode}: ${area ? 'its area code is missing' : 'too short or too long'}.`
}

/** A country that is none has no rules, and is a fault of its own. */
const rulesOf = (country: string | undefined) => (country === undefined ? undefined : POSTAL_RULES[country])

function whyNotPostalCode({ country, postalCode }: Entered): string | undefined {
  const rule = rulesOf(country)
  const such = rule?.example ? `, such as ${rule.example}` : ''
  if (postalCode === null) return rule?.postalCodeRequired ? `Postal Code is required in ${countryName(country)}${such}.` : undefined
  if (!rule || postalCodeFrom(country, postalCode) !== undefined) return undefined
  return `Postal Code is not of the form that ${countryName(country)} uses${such}.`
}

function whyNotState({ country, city, state }: Entered): string | undefined {
  if (!rulesOf(country)) return undefined
  if (state === null) return needsState(country, city) ? `State/Province is required in ${countryName(country)}.` : undefined
  const [first] = statesOf(country)
  if (!first || !rulesOf(country)?.stateRequired || stateFrom(country, state)) return undefined
  return `State/Province is none of ${countryName(country)}: write its code or name, such as ${first.code} or ${first.names[0]}.`
}

/** The parts of a sound contact that have a normal form beyond their text. */
function normalOf(entered: Entered): Entered {
  const { country, countryCode, phoneNumber, postalCode, state } = entered
  return {
    ...entered,
    phoneNumber: phoneNumberFrom(countryCode, phoneNumber)?.formatNational() ?? phoneNumber,
    postalCode: postalCode && (postalCodeFrom(country, postalCode) ?? postalCode),
    state: state && (stateFrom(country, state)?.code ?? state),
  }
}

/**
 * A contact as a person enters it; the output is what is stored: in its normal form, nothing left blank but null.
 * @rule contacts/fields  Every field keeps its rule; each fault names the field and what is expected.
 */
export const ContactForm = Fields.superRefine((entered, ctx) => {
  const faults = { phoneNumber: whyNotPhone(entered), postalCode: whyNotPostalCode(entered), state: whyNotState(entered) }
  for (const [field, message] of Object.entries(faults)) if (message) ctx.addIssue({ code: 'custom', path: [field], message })
}).transform(normalOf)

export type ContactForm = z.output<typeof ContactForm>

/** A contact as one line: name, business and city. */
export const contactLine = (c: { firstName: string; lastName: string; businessName: string | null; city: string }) =>
  [`${c.firstName} ${c.lastName}`, c.businessName, c.city].filter(Boolean).join(', ')

/** What makes two contacts the same; the database has the same as a unique key. */
export const contactKey = (contact: ContactForm): string => CONTACT_IDENTITY.map((field) => foldCase(contact[field] ?? '')).join('\u001f')

/** A telephone number as E.164 has it, to be dialed from anywhere. */
export const dialable = ({ countryCode, phoneNumber }: Pick<ContactForm, 'countryCode' | 'phoneNumber'>): string | undefined =>
  phoneNumberFrom(countryCode, phoneNumber)?.number
