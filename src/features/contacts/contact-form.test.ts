import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { contactForm } from '../../../test/support/make.ts'
import { CONTACT_IDENTITY } from './contact-columns.ts'
import { ContactForm, contactKey, dialable } from './contact-form.ts'
import { countryFrom } from './normal/countries.ts'
import { postalCodeFrom } from './normal/postal-codes.ts'
import { stateFrom } from './normal/states.ts'

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

describe('a telephone number [contacts/telephone-numbers]', () => {
  it.each([
    ['49', '030 5550123'],
    ['49', '(030) 555-0123'],
    ['49', '+49 30 5550123'],
    ['49', '0049 30 5550123'],
    ['49', '0049 (0)30 5550123'],
    ['49', '+49(0)305550123'],
    ['49', '30 5550123'],
    ['４９', '０３０ 5550123'],
  ])('%s %s is one number however it is written', (countryCode, phoneNumber) => {
    const contact = ContactForm.parse(contactForm({ countryCode, phoneNumber }))
    expect([contact.phoneNumber, dialable(contact)]).toEqual(['030 5550123', '+49305550123'])
    expect(ContactForm.parse(contact)).toEqual(contact)
  })

  it.each([
    ['1', '555 0123', /its area code is missing/],
    ['1', '+49 30 5550123', /has the country code 49, but Country Code is 1\./],
    ['49', '12', /too short or too long/],
  ])('%s %s is refused with why', (countryCode, phoneNumber, why) => {
    const read = ContactForm.safeParse(contactForm({ countryCode, phoneNumber }))
    expect(read.error?.issues.map(({ path, message }) => [path[0], message])).toEqual([['phoneNumber', expect.stringMatching(why)]])
  })
})

describe('a postal code is kept in the form of its country [contacts/postal-codes-in-their-form]', () => {
  it.each([
    ['GB', 'sw1a1aa', 'SW1A 1AA'],
    ['GB', 'SW1A  1AA', 'SW1A 1AA'],
    ['CA', 'h3z2y7', 'H3Z 2Y7'],
    ['CA', 'H3Z-2Y7', 'H3Z 2Y7'],
    ['NL', '1234ab', '1234 AB'],
    ['PL', '00950', '00-950'],
    ['PT', '2725 079', '2725-079'],
    ['BR', '40301110', '40301-110'],
    ['JP', '１５４－００２３', '154-0023'],
    ['SE', '11455', '114 55'],
    ['CZ', '10000', '100 00'],
    ['US', '95014 1234', '95014-1234'],
    ['US', '95014', '95014'],
    ['DE', 'D-10115', '10115'],
    ['CH', 'CH-8001', '8001'],
    ['LV', 'LV1073', 'LV-1073'],
    ['DE', '1011', undefined],
    ['GB', '10115', undefined],
  ])('%s: %s', (country, written, kept) => expect(postalCodeFrom(country, written)).toBe(kept))
})

describe('a state is one of its country, by code or name [contacts/states]', () => {
  it.each([
    ['US', 'kentucky', 'KY'],
    ['US', 'US-KY', 'KY'],
    ['CA', 'Québec', 'QC'],
    ['CA', 'Quebec', 'QC'],
    ['MX', 'CDMX', 'CMX'],
    ['JP', '東京都', '13'],
    ['JP', 'Tokyo', '13'],
    ['US', 'Bavaria', undefined],
  ])('%s: %s', (country, written, code) => expect(stateFrom(country, written)?.code).toBe(code))

  it.each([
    ['HK', 'Central', null],
    ['AE', 'Dubai', null],
    ['KR', 'Seoul', '03051'],
  ])('%s: none is needed where the city, %s, is the region', (country, city, postalCode) => {
    expect(faultsOf({ country, city, postalCode, state: null })).toEqual([])
  })

  it('is needed elsewhere, and one of another country is refused', () => {
    expect(faultsOf({ country: 'AE', city: 'Jebel Ali', postalCode: null, state: null })).toEqual(['state'])
    expect(faultsOf({ state: 'Bavaria' })).toEqual(['state'])
  })
})

describe('texts', () => {
  it('lose invisible characters, and are counted as a person counts', () => {
    const family = '👨‍👩‍👧‍👦'
    expect(ContactForm.parse(contactForm({ firstName: '\u202eA\u200bda\ufeff' })).firstName).toBe('Ada')
    expect(faultsOf({ city: 'é'.normalize('NFD').repeat(64) })).toEqual([])
    expect(faultsOf({ city: family.repeat(65) })).toEqual(['city'])
  })

  it('of an e-mail may have a domain in any script', () => {
    expect(faultsOf({ email: 'ada@müller.example' })).toEqual([])
    expect(faultsOf({ email: 'ada@例え.テスト' })).toEqual([])
    for (const email of ['ada@', '@example.com', 'ada@example', 'ada@exa mple.com', 'ada@example.com:25', 'a@b@example.com/x'])
      expect(faultsOf({ email })).toEqual(['email'])
  })

  it('that differ in case, or in the marks of an i, are one contact [contacts/one-case-folding]', () => {
    const key = (change: Parameters<typeof contactForm>[0]) => contactKey(ContactForm.parse(contactForm(change)))
    expect(key({ addressLine1: 'Hauptstraße 1' })).toBe(key({ addressLine1: 'HAUPTSTRASSE 1' }))
    expect(key({ city: 'İstanbul' })).toBe(key({ city: 'ISTANBUL' }))
    expect(CONTACT_IDENTITY).toEqual(['firstName', 'lastName', 'businessName', 'addressLine1', 'city', 'postalCode', 'country'])
  })
})

describe('a country', () => {
  it.each([
    ['US', 'US'],
    ['usa', 'US'],
    ['united states of america', 'US'],
    ['Germany', 'DE'],
    ['DEU', 'DE'],
    ['Viet Nam', 'VN'],
    ['syria', 'SY'],
    ['England', 'GB'],
    ['Iran (Islamic Republic of)', 'IR'],
    ['The Netherlands', 'NL'],
    ['XX', undefined],
    ['', undefined],
  ])('%s', (text, code) => expect(countryFrom(text)).toBe(code))
})
