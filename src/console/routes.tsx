import { createRootRoute, createRoute, createRouter, redirect } from '@tanstack/react-router'
import { sessionQuery } from '../features/accounts/console/useSession.ts'
import { query } from '../features/client.ts'
import { PAGES, searchText } from '../features/paths.ts'
import { prefetchPrinterList } from '../features/printers/list/console/printer-list-queries.ts'
import { isProblem } from '../platform/console/problem.ts'
import * as pages from './pages.tsx'
import { queryClient } from './query-client.ts'
import { NotFound, PageFailed, PageLoading, Root } from './Root.tsx'
import { isPublic } from './visitors.ts'

/** Who is not signed in goes to the sign-in page, or to the setup where nobody can sign in yet, and comes back afterwards. */
async function requireSession(pathname: string, href: string) {
  if (isPublic(pathname)) return
  try {
    await queryClient.ensureQueryData(sessionQuery)
  } catch (error) {
    if (!isProblem(error, 'not-signed-in')) throw error
    const setup = await queryClient.fetchQuery(query.accounts.setup.get.queryOptions({ input: {} }))
    if (setup.needed) throw redirect({ to: PAGES.setup })
    throw redirect({ to: PAGES.signIn, search: (href === '/' ? {} : { return: href }) as never })
  }
}

const root = createRootRoute({
  component: Root,
  notFoundComponent: NotFound,
  beforeLoad: ({ location }) => requireSession(location.pathname, location.href),
})

const under = () => root
const routes = [
  createRoute({ getParentRoute: under, path: PAGES.dashboard, component: pages.Dashboard }),
  createRoute({ getParentRoute: under, path: PAGES.signIn, component: pages.SignIn }),
  createRoute({ getParentRoute: under, path: PAGES.setup, component: pages.Setup }),
  createRoute({ getParentRoute: under, path: PAGES.invitation, component: pages.AcceptInvitation }),
  createRoute({ getParentRoute: under, path: PAGES.linkedSupplies, component: pages.LinkedSupplies }),
  createRoute({ getParentRoute: under, path: PAGES.profile, component: pages.Profile }),
  createRoute({ getParentRoute: under, path: PAGES.chooseParent, component: pages.ChooseParent }),
  createRoute({ getParentRoute: under, path: PAGES.account, component: pages.AccountManagement }),
  createRoute({ getParentRoute: under, path: PAGES.child, component: pages.ChildOrganization }),
  createRoute({
    getParentRoute: under,
    path: PAGES.entitlements,
    component: pages.OrganizationEntitlements,
  }),
  createRoute({ getParentRoute: under, path: PAGES.chooseFleet, component: pages.ChooseFleet }),
  createRoute({
    getParentRoute: under,
    path: PAGES.printers,
    component: pages.PrinterList,
    // Asked for while the page itself is still on its way.
    loader: ({ params, location }) => prefetchPrinterList(queryClient, params.organizationId, location.search),
    pendingMs: 600,
  }),
  createRoute({ getParentRoute: under, path: PAGES.allPrinters, component: pages.AllPrinters }),
  createRoute({ getParentRoute: under, path: PAGES.printer, component: pages.PrinterDetails }),
  createRoute({ getParentRoute: under, path: PAGES.tags, component: pages.PrinterTags }),
  createRoute({ getParentRoute: under, path: PAGES.supplies, component: pages.Supplies }),
  createRoute({ getParentRoute: under, path: PAGES.order, component: pages.OrderOfFleet }),
  createRoute({ getParentRoute: under, path: PAGES.allSupplies, component: pages.AllSupplies }),
  createRoute({ getParentRoute: under, path: PAGES.contacts, component: pages.Contacts }),
  createRoute({ getParentRoute: under, path: PAGES.agents, component: pages.FleetAgents }),
  createRoute({ getParentRoute: under, path: PAGES.diagnosis, component: pages.Diagnosis }),
  createRoute({ getParentRoute: under, path: PAGES.snmpProfiles, component: pages.SnmpProfiles }),
  createRoute({ getParentRoute: under, path: PAGES.agent, component: pages.AgentDetails }),
  createRoute({ getParentRoute: under, path: PAGES.tasks, component: pages.Tasks }),
  createRoute({ getParentRoute: under, path: PAGES.task, component: pages.TaskDetails }),
  createRoute({ getParentRoute: under, path: PAGES.pendingRequests, component: () => <pages.OperationsQueue management="pending" /> }),
  createRoute({ getParentRoute: under, path: PAGES.managedPrinters, component: () => <pages.OperationsQueue management="managed" /> }),
  createRoute({ getParentRoute: under, path: PAGES.operationsOrders, component: pages.OperationsOrders }),
  createRoute({ getParentRoute: under, path: PAGES.operationsOrder, component: pages.OrderOfOperations }),
  createRoute({ getParentRoute: under, path: PAGES.entitledOrganizations, component: pages.EntitledOrganizations }),
  createRoute({ getParentRoute: under, path: PAGES.registrationConflicts, component: pages.RegistrationConflicts }),
  createRoute({ getParentRoute: under, path: PAGES.offering, component: pages.Offering }),
  createRoute({ getParentRoute: under, path: PAGES.providerAudit, component: pages.ProviderAudit }),
] as const

/** The pages by address. Search parameters are plain texts, so that an address can be written and read by people. */
export const router = createRouter({
  routeTree: root.addChildren(routes),
  scrollRestoration: true,
  defaultPendingComponent: PageLoading,
  defaultPendingMs: 150,
  defaultErrorComponent: PageFailed,
  parseSearch: (search) => Object.fromEntries(new URLSearchParams(search)),
  stringifySearch: searchText,
})

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router
  }
}
