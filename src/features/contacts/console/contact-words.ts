import type { Contact } from '../contacts.api.ts'

/** First and last name. */
export const nameOf = ({ firstName, lastName }: Pick<Contact, 'firstName' | 'lastName'>) => `${firstName} ${lastName}`

/** A contact as one line, without the rules of telephone and address that its form brings along: name, business and city. */
export const lineOf = (contact: Contact) => [nameOf(contact), contact.businessName, contact.city].filter(Boolean).join(', ')
