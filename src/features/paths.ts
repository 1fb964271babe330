/** Every page of the console and the pattern of its address; `$name` is a parameter. The router and all links are made from it. */
export const PAGES = {
  dashboard: '/',
  signIn: '/sign-in',
  setup: '/setup',
  invitation: '/invitation/$token',
  linkedSupplies: '/supplies/$token',
  profile: '/profile',
  chooseParent: '/account',
  account: '/account/$organizationId',
  child: '/account/$organizationId/children/$childId',
  entitlements: '/account/$organizationId/children/$childId/entitlements',
  chooseFleet: '/fleet',
  printers: '/fleet/$organizationId/printers',
  allPrinters: '/fleet/$organizationId/all-printers',
  printer: '/fleet/$organizationId/printers/$printerId',
  tags: '/fleet/$organizationId/printers/tags',
  diagnosis: '/fleet/$organizationId/printers/$printerId/diagnosis',
  supplies: '/fleet/$organizationId/supplies',
  order: '/fleet/$organizationId/supplies/orders/$orderId',
  allSupplies: '/fleet/$organizationId/all-supplies',
  contacts: '/fleet/$organizationId/contacts',
  agents: '/fleet/$organizationId/agents',
  snmpProfiles: '/fleet/$organizationId/agents/snmp-profiles',
  agent: '/fleet/$organizationId/agents/$agentId',
  tasks: '/fleet/$organizationId/tasks',
  task: '/fleet/$organizationId/tasks/$taskId',
  pendingRequests: '/operations/pending',
  managedPrinters: '/operations/managed',
  operationsOrders: '/operations/supplies',
  operationsOrder: '/operations/supplies/$orderId',
  entitledOrganizations: '/operations/entitlements',
  registrationConflicts: '/operations/conflicts',
  offering: '/operations/offering',
  providerAudit: '/operations/audit',
} as const
export type Page = keyof typeof PAGES

type NamesIn<Pattern extends string> = Pattern extends `${string}$${infer Name}/${infer Rest}`
  ? Name | NamesIn<Rest>
  : Pattern extends `${string}$${infer Name}`
    ? Name
    : never

/** What the address of a page needs, such as `organizationId` and `printerId` for `printer`. */
export type PageParams<Of extends Page> = Record<NamesIn<(typeof PAGES)[Of]>, string>

/** The pages that one organization has one of: Printers, Contacts, Tasks. */
export type OrganizationPage = { [Of in Page]: [NamesIn<(typeof PAGES)[Of]>] extends ['organizationId'] ? Of : never }[Page] &
  { [Of in Page]: (typeof PAGES)[Of] extends `/fleet/$organizationId/${string}` ? Of : never }[Page]

/** Filters, tab and window in an address; without the ones that are undefined or empty. */
export type Search = Record<string, string | undefined>

/** The address of a page: `pathTo('printer', { organizationId, printerId })`, `pathTo('printers', { organizationId }, { agent })`. */
export function pathTo<Of extends Page>(page: Of, params: PageParams<Of>, search: Search = {}): string {
  const given: Record<string, string | undefined> = params
  return PAGES[page].replace(/\$(\w+)/g, (_, name: string) => encodeURIComponent(given[name] ?? '')) + searchText(search)
}

/** The part of an address behind its path, with its question mark; empty where nothing is set. */
export function searchText(search: Record<string, unknown>): string {
  const set = Object.entries(search).filter(([, value]) => value !== undefined && value !== '')
  const text = new URLSearchParams(set.map(([key, value]) => [key, String(value)])).toString()
  return text && `?${text}`
}
