import { describe, expect, it } from 'vitest'
import { checkDraft, differences, draftOf, EMPTY_DRAFT, faultsByField } from './contact-draft.ts'

const jo = {
  ...EMPTY_DRAFT,
  firstName: 'Jo',
  lastName: 'Sample',
  email: 'jo@example.com',
  countryCode: '1',
  phoneNumber: '202 555 0123',
  addressLine1: '1 Sample Street',
  city: 'Lexington',
  state: 'KY',
  postalCode: '40511',
  country: 'US',
}

describe('a contact as it is typed', () => {
  it('is sent as the server stores it', () => {
    expect(checkDraft({ ...jo, country: 'usa' }).contact).toMatchObject({ firstName: 'Jo', businessName: null, country: 'US' })
  })

  it('names every fault at its field', () => {
    const { faults } = checkDraft({ ...jo, firstName: ' ', countryCode: '+1', city: '' })
    expect(Object.keys(faults ?? {})).toEqual(expect.arrayContaining(['firstName', 'countryCode', 'city']))
  })

  it('begins an edit with what stands, blank for what is missing', () => {
    expect(draftOf({ ...jo, businessName: null, addressLine2: null })).toEqual(jo)
  })
})

describe('faults that the server found', () => {
  it('stand at their fields, the first of each, wherever the request held them', () => {
    expect(
      faultsByField([
        { field: 'body.contact.city', message: 'City is required.' },
        { field: 'contact.city', message: 'second' },
        { field: 'body.selectionId', message: 'elsewhere' },
      ]),
    ).toEqual({ city: 'City is required.' })
  })
})

describe('two editors', () => {
  it('see where their versions differ [contacts/second-editor-is-warned]', () => {
    expect(differences(jo, { ...jo, city: 'Paris', phoneNumber: '1' }).map((d) => [d.label, d.mine, d.theirs])).toEqual([
      ['Phone Number', '202 555 0123', '1'],
      ['City', 'Lexington', 'Paris'],
    ])
    expect(differences(jo, { ...jo })).toEqual([])
  })
})
