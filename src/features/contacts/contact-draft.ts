import { CONTACT_FIELD_NAMES, CONTACT_FIELDS, type ContactField } from './contact-columns.ts'
import { ContactForm } from './contact-form.ts'

export { CONTACT_FIELD_NAMES, CONTACT_FIELDS, type ContactField }

/** A contact while a person types it: text in every field, blank where there is nothing. */
export type ContactDraft = Record<ContactField, string>
export type ContactFaults = Partial<Record<ContactField, string>>

export const EMPTY_DRAFT: ContactDraft = {
  firstName: '',
  lastName: '',
  businessName: '',
  email: '',
  countryCode: '',
  phoneNumber: '',
  addressLine1: '',
  addressLine2: '',
  city: '',
  state: '',
  postalCode: '',
  country: '',
}

/** The draft that an edit or a duplicate of a contact begins with. */
export function draftOf(contact: Record<ContactField, string | null>): ContactDraft {
  return Object.fromEntries(CONTACT_FIELD_NAMES.map((field) => [field, contact[field] ?? ''])) as ContactDraft
}

/** Checks a draft by the rules of the server: the contact to send, or the first fault of each field. */
export function checkDraft(
  draft: ContactDraft,
): { contact: ContactForm; faults?: undefined } | { contact?: undefined; faults: ContactFaults } {
  const checked = ContactForm.safeParse(draft)
  if (checked.success) return { contact: checked.data }
  return { faults: faultsByField(checked.error.issues.map((issue) => ({ field: issue.path.join('.'), message: issue.message }))) }
}

/** Sorts faults, the server's or our own, to the fields of the form; the first of each field stands. */
export function faultsByField(faults: readonly { field: string; message: string }[]): ContactFaults {
  const sorted: ContactFaults = {}
  for (const { field, message } of faults) {
    // The server names the place from the root of the request, such as body.contact.city.
    const name = CONTACT_FIELD_NAMES.find((known) => known === field.split('.').at(-1))
    if (name) sorted[name] ??= message
  }
  return sorted
}

/**
 * Where two editors' versions of one contact differ, field by field.
 * @rule contacts/second-editor-is-warned  Nothing is overwritten silently: the second editor sees both versions and keeps their input.
 */
export function differences(
  mine: ContactDraft,
  theirs: ContactDraft,
): { field: ContactField; label: string; mine: string; theirs: string }[] {
  return CONTACT_FIELD_NAMES.filter((field) => mine[field] !== theirs[field]).map((field) => ({
    field,
    label: CONTACT_FIELDS[field].label,
    mine: mine[field],
    theirs: theirs[field],
  }))
}
