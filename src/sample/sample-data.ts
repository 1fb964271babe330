import type { Role } from '../features/accounts/roles.ts'
import type { ContactForm } from '../features/contacts/contact-form.ts'

/** Sample data: invented people and organizations, for trying the product out. Outside the sample these people are refused. */

export const SAMPLE_PASSWORD = 'sample-password-2026'

interface SamplePerson {
  email: string
  name: string
  roles: Role[]
  /** of an access group of the partner, instead of roles of the person's own */
  accessGroup?: string
}

export const SAMPLE_ORGANIZATIONS = {
  provider: 'Lexmark',
  partner: 'Sample Partner',
  entitled: 'Sample Child A',
  newcomer: 'Sample Child B',
} as const

/** One person per role; the first of each organization sets it up. */
export const SAMPLE_PEOPLE = {
  providerAdministrator: { email: 'provider.administrator@example.com', name: 'Robin Provider', roles: ['organization-administrator'] },
  operations: { email: 'operations@example.com', name: 'Kim Operations', roles: ['customer-operations-specialist'] },
  offerManager: { email: 'offer.manager@example.com', name: 'Noor Offering', roles: ['mps-offer-manager'] },
  organizationAdministrator: {
    email: 'organization.administrator@example.com',
    name: 'Sam Organization',
    roles: ['organization-administrator'],
  },
  userAdministrator: { email: 'user.administrator@example.com', name: 'Uma Users', roles: ['user-administrator'] },
  partnerAdministrator: {
    email: 'partner.administrator@example.com',
    name: 'Alex Partner',
    roles: [],
    accessGroup: 'Partner administrators',
  },
  fleetAdministrator: { email: 'fleet.administrator@example.com', name: 'Flo Fleet', roles: [], accessGroup: 'Fleet administrators' },
  fleetViewer: { email: 'fleet.viewer@example.com', name: 'Vic Viewer', roles: [], accessGroup: 'Fleet viewers' },
} as const satisfies Record<string, SamplePerson>

/** Partner Administrator also has what the daily work takes, as a small dealer's owner would. */
export const SAMPLE_ACCESS_GROUPS: Record<string, Role[]> = {
  'Partner administrators': ['partner-administrator', 'fleet-management-administrator'],
  'Fleet administrators': ['fleet-management-administrator'],
  'Fleet viewers': ['fleet-management-viewer'],
}

/** The people whom the sign-in page offers, each with what they are there for. */
export const SAMPLE_SIGN_INS: { email: string; role: string }[] = [
  { email: SAMPLE_PEOPLE.partnerAdministrator.email, role: 'Partner Administrator, also Fleet Management Administrator' },
  { email: SAMPLE_PEOPLE.fleetAdministrator.email, role: 'Fleet Management Administrator' },
  { email: SAMPLE_PEOPLE.fleetViewer.email, role: 'Fleet Management Viewer' },
  { email: SAMPLE_PEOPLE.organizationAdministrator.email, role: 'Organization Administrator of the partner' },
  { email: SAMPLE_PEOPLE.userAdministrator.email, role: 'User Administrator of the partner' },
  { email: SAMPLE_PEOPLE.operations.email, role: 'Customer Operations Specialist of the provider' },
  { email: SAMPLE_PEOPLE.offerManager.email, role: 'MPS Offer Manager of the provider' },
  { email: SAMPLE_PEOPLE.providerAdministrator.email, role: 'Organization Administrator of the provider' },
]

export const SAMPLE_CONTACTS: ContactForm[] = [
  {
    firstName: 'Dana',
    lastName: 'Delivery',
    businessName: 'Sample Child A',
    email: 'dana.delivery@example.com',
    countryCode: '1',
    phoneNumber: '859 555 0123',
    addressLine1: '100 Sample Street',
    addressLine2: 'Dock 3',
    city: 'Lexington',
    state: 'KY',
    postalCode: '40511',
    country: 'US',
  },
  {
    firstName: 'Jürgen',
    lastName: 'Lager',
    businessName: 'Sample Child A, Berlin',
    email: 'juergen.lager@example.com',
    countryCode: '49',
    phoneNumber: '30 5550123',
    addressLine1: 'Musterstraße 7',
    addressLine2: null,
    city: 'Berlin',
    state: null,
    postalCode: '10115',
    country: 'DE',
  },
]

export const SAMPLE_TERMS = {
  title: 'MPS Express terms of service (sample)',
  text: `These are sample terms, for trying the product out. They are not binding.

1. What the program does. The provider watches the supplies of the printers that you add and ships supplies to the supplies delivery contact of each printer before they run out.

2. What you agree to. The printers that you add stay in the program until the provider removes them. You keep a fleet agent running that can read them, and a supplies delivery contact for each.

3. Supplies. Supplies that are shipped under the program are used in the printers of the program only.

4. Data. The fleet agent reads identification, page counts, supply levels, status and alerts of printers. It reads no documents.

5. The end. Removal of a printer from the program, and of the entitlement, is asked of the provider's Customer Operations.`,
}
