/**
 * The fields of a contact, once: in the order of the form and of the import's columns, each with its label, its column of the database,
 * how many
 * characters it has at most, and whether it makes two contacts differ.
 * @rule contacts/one-declaration  Form, API, import, export and database take a contact's fields from one declaration.
 */
export const CONTACT_FIELDS = {
  firstName: { label: 'First Name', column: 'first_name', most: 64, identity: true },
  lastName: { label: 'Last Name', column: 'last_name', most: 64, identity: true },
  businessName: { label: 'Business Name', column: 'business_name', most: 128, identity: true },
  email: { label: 'Email', column: 'email', most: 254, identity: false },
  countryCode: { label: 'Country Code', column: 'country_code', most: 8, identity: false },
  phoneNumber: { label: 'Phone Number', column: 'phone_number', most: 32, identity: false },
  addressLine1: { label: 'Address Line 1', column: 'address_line_1', most: 128, identity: true },
  addressLine2: { label: 'Address Line 2', column: 'address_line_2', most: 128, identity: false },
  city: { label: 'City', column: 'city', most: 64, identity: true },
  state: { label: 'State/Province', column: 'state', most: 64, identity: false },
  postalCode: { label: 'Postal Code', column: 'postal_code', most: 16, identity: true },
  country: { label: 'Country', column: 'country', most: 64, identity: true },
} as const
export type ContactField = keyof typeof CONTACT_FIELDS
export const CONTACT_FIELD_NAMES = Object.keys(CONTACT_FIELDS) as ContactField[]

/** The fields by which two contacts are the same. */
export const CONTACT_IDENTITY = CONTACT_FIELD_NAMES.filter((field) => CONTACT_FIELDS[field].identity)

/** The columns of a file of contacts, by the name that the API gives each. */
export type ImportField = ContactField | 'serialNumbers'
export const IMPORT_FIELDS = {
  ...(Object.fromEntries(CONTACT_FIELD_NAMES.map((field) => [field, CONTACT_FIELDS[field].label])) as Record<ContactField, string>),
  serialNumbers: 'Serial Numbers',
}
export const IMPORT_FIELD_NAMES = Object.keys(IMPORT_FIELDS) as [ImportField, ...ImportField[]]

/** The first line of the sample file: all of these, in this order. */
export const IMPORT_COLUMNS: readonly string[] = Object.values(IMPORT_FIELDS)

/** The one column that may follow: what `Download rejected rows` adds. It is ignored. */
export const REASON_COLUMN = 'Reason'

/** What becomes of a row: the groups of the window `Import Contacts Results`, with their headings; `waiting` is for its turn. */
export const IMPORT_OUTCOMES = {
  waiting: 'Waiting',
  imported: 'Contacts imported',
  existing: 'Contacts already exists',
  'not-imported': 'Contacts not imported',
  rejected: 'Contacts with missing or invalid information',
} as const
export type ImportOutcome = keyof typeof IMPORT_OUTCOMES
export const IMPORT_OUTCOME_NAMES = Object.keys(IMPORT_OUTCOMES) as [ImportOutcome, ...ImportOutcome[]]

/** What would become of a row, with the headings of a preview. */
export const PREVIEW_OUTCOMES = {
  sound: 'Contacts to import',
  existing: 'Contacts already exists',
  faulty: 'Contacts with missing or invalid information',
} as const
export type PreviewOutcome = keyof typeof PREVIEW_OUTCOMES
export const PREVIEW_OUTCOME_NAMES = Object.keys(PREVIEW_OUTCOMES) as [PreviewOutcome, ...PreviewOutcome[]]

export const IMPORT_STATUSES = { running: 'Running', completed: 'Completed', canceled: 'Canceled' } as const
export type ImportStatus = keyof typeof IMPORT_STATUSES
export const IMPORT_STATUS_NAMES = Object.keys(IMPORT_STATUSES) as [ImportStatus, ...ImportStatus[]]

/** Why a sound row was not imported. */
export const NOT_IMPORTED_REASONS = ['System error', 'Import canceled', 'Import undone'] as const
