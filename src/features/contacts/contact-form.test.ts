import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { contactForm } from '../../../test/support/make.ts'
import { ContactForm, countryFrom } from './contact-form.ts'

const faultsOf = (change: Parameters<typeof contactForm>[0]) => {
  const read = ContactForm.safeParse(contactForm(change))
  return read.success ? [] : read.error.issues.map((issue) => issue.path.join('.'))
}

describe('a contact [contacts/fields]', () => {
  it.each([
    ['a sound one', {}, []],
    ['no first name', { firstName: ' ' }, ['firstName']],
    ['64 characters', { lastName: 'ä'.repeat(64) }, []],
    ['64 characters beyond the basic plane', { lastName: '𝒜'.repeat(64) }, []],
    ['65 characters', { lastName: 'ä'.repeat(65) }, ['lastName']],
    ['right to left', { firstName: 'דנה', lastName: 'כהן' }, []],
    ['an apostrophe and a hyphen', { lastName: "O'Neill-Ibáñez" }, []],
    ['a NUL', { city: 'a\u0000b' }, ['city']],
    ['no business name', { businessName: null }, []],
    ['no address of an e-mail', { email: 'ada' }, ['email']],
    ['a country code with +', { countryCode: '+1' }, ['countryCode']],
    ['a country code that does not exist', { countryCode: '999' }, ['countryCode']],
    ['letters in a telephone number', { phoneNumber: '202-CALL-NOW' }, ['phoneNumber']],
    ['a telephone number that is too short', { phoneNumber: '202 55' }, ['phoneNumber']],
    ['a telephone number with its national 0', { countryCode: '49', phoneNumber: '030 5550123' }, []],
    ['no state where the country has them', { state: null }, ['state']],
    ['no state in Mexico', { country: 'MX', postalCode: '06082', state: null }, ['state']],
    ['no state where the country has none', { country: 'DE', postalCode: '10115', state: null }, []],
    ['a postal code of another form', { postalCode: 'SW1A 1AA' }, ['postalCode']],
    ['no postal code where the country uses one', { postalCode: '' }, ['postalCode']],
    ['no postal code where the country uses none', { country: 'HK', state: 'Kowloon', postalCode: null }, []],
    ['a postal code in lower case', { country: 'GB', postalCode: 'sw1a 1aa', state: null }, []],
    ['no country', { country: 'Atlantis' }, ['country']],
    [
      'everything wrong at once',
      { firstName: '', email: 'x', countryCode: 'a', postalCode: '1' },
      ['firstName', 'email', 'countryCode', 'postalCode'],
    ],
  ])('%s', (_, change, faults) => {
    expect(faultsOf(change).sort()).toEqual([...faults].sort())
  })

  it('says what is expected, with an example', () => {
    const read = ContactForm.safeParse(contactForm({ postalCode: '1' }))
    expect(read.error!.issues[0]!.message).toBe('Postal Code is not of the form that United States of America uses, such as 95014.')
  })

  it('is tidied: blanks collapsed, accents composed, nothing left blank but null', () => {
    const contact = ContactForm.parse(contactForm({ firstName: '  Jose\u0301   Maria ', addressLine2: '  ' }))
    expect(contact).toMatchObject({ firstName: 'José Maria', addressLine2: null })
  })

  it('is the same when entered again as it was stored', () => {
    const text = fc.string({ minLength: 1, maxLength: 20, unit: 'grapheme' })
    fc.assert(
      fc.property(text, text, (firstName, city) => {
        const first = ContactForm.safeParse(contactForm({ firstName, city }))
        if (first.success) expect(ContactForm.parse(first.data)).toEqual(first.data)
      }),
    )
  })
})

describe('a country', () => {
  it.each([
    ['US', 'US'],
    ['usa', 'US'],
    ['united states of america', 'US'],
    ['Germany', 'DE'],
    ['DEU', 'DE'],
    ['XX', undefined],
    ['', undefined],
  ])('%s', (text, code) => expect(countryFrom(text)).toBe(code))
})
