/** The fields of a contact in the order of the form and of the import's columns. */
export const CONTACT_FIELDS = {
  firstName: 'First Name',
  lastName: 'Last Name',
  businessName: 'Business Name',
  email: 'Email',
  countryCode: 'Country Code',
  phoneNumber: 'Phone Number',
  addressLine1: 'Address Line 1',
  addressLine2: 'Address Line 2',
  city: 'City',
  state: 'State/Province',
  postalCode: 'Postal Code',
  country: 'Country',
} as const
export type ContactField = keyof typeof CONTACT_FIELDS
export const CONTACT_FIELD_NAMES = Object.keys(CONTACT_FIELDS) as ContactField[]

/** The columns of a file of contacts, by the name that the API gives each. */
export const IMPORT_FIELDS = { ...CONTACT_FIELDS, serialNumbers: 'Serial Numbers' } as const
export type ImportField = keyof typeof IMPORT_FIELDS
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

export const IMPORT_STATUSES = { running: 'Running', completed: 'Completed', canceled: 'Canceled' } as const
export type ImportStatus = keyof typeof IMPORT_STATUSES
export const IMPORT_STATUS_NAMES = Object.keys(IMPORT_STATUSES) as [ImportStatus, ...ImportStatus[]]

/** Why a sound row was not imported. */
export const NOT_IMPORTED_REASONS = ['System error', 'Import canceled'] as const
