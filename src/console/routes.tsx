import { createRootRoute, createRoute, createRouter, redirect } from '@tanstack/react-router'
import { sessionQuery } from '../features/accounts/console/useSession.ts'
import { query } from '../features/client.ts'
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
    if (setup.needed) throw redirect({ to: '/setup' })
    throw redirect({ to: '/sign-in', search: (href === '/' ? {} : { return: href }) as never })
  }
}

const root = createRootRoute({
  component: Root,
  notFoundComponent: NotFound,
  beforeLoad: ({ location }) => requireSession(location.pathname, location.href),
})

const under = () => root
const routes = [
  createRoute({ getParentRoute: under, path: '/', component: pages.Dashboard }),
  createRoute({ getParentRoute: under, path: '/sign-in', component: pages.SignIn }),
  createRoute({ getParentRoute: under, path: '/setup', component: pages.Setup }),
  createRoute({ getParentRoute: under, path: '/invitation/$token', component: pages.AcceptInvitation }),
  createRoute({ getParentRoute: under, path: '/supplies/$token', component: pages.LinkedSupplies }),
  createRoute({ getParentRoute: under, path: '/profile', component: pages.Profile }),
  createRoute({ getParentRoute: under, path: '/account', component: pages.ChooseParent }),
  createRoute({ getParentRoute: under, path: '/account/$organizationId', component: pages.AccountManagement }),
  createRoute({ getParentRoute: under, path: '/account/$organizationId/children/$childId', component: pages.ChildOrganization }),
  createRoute({
    getParentRoute: under,
    path: '/account/$organizationId/children/$childId/entitlements',
    component: pages.OrganizationEntitlements,
  }),
  createRoute({ getParentRoute: under, path: '/fleet', component: pages.ChooseFleet }),
  createRoute({
    getParentRoute: under,
    path: '/fleet/$organizationId/printers',
    component: pages.PrinterList,
    // Asked for while the page itself is still on its way.
    loader: ({ params, location }) => prefetchPrinterList(queryClient, params.organizationId, location.search),
    pendingMs: 600,
  }),
  createRoute({ getParentRoute: under, path: '/fleet/$organizationId/all-printers', component: pages.AllPrinters }),
  createRoute({ getParentRoute: under, path: '/fleet/$organizationId/printers/$printerId', component: pages.PrinterDetails }),
  createRoute({ getParentRoute: under, path: '/fleet/$organizationId/printers/tags', component: pages.PrinterTags }),
  createRoute({ getParentRoute: under, path: '/fleet/$organizationId/supplies', component: pages.Supplies }),
  createRoute({ getParentRoute: under, path: '/fleet/$organizationId/supplies/orders/$orderId', component: pages.OrderOfFleet }),
  createRoute({ getParentRoute: under, path: '/fleet/$organizationId/all-supplies', component: pages.AllSupplies }),
  createRoute({ getParentRoute: under, path: '/fleet/$organizationId/contacts', component: pages.Contacts }),
  createRoute({ getParentRoute: under, path: '/fleet/$organizationId/agents', component: pages.FleetAgents }),
  createRoute({ getParentRoute: under, path: '/fleet/$organizationId/printers/$printerId/diagnosis', component: pages.Diagnosis }),
  createRoute({ getParentRoute: under, path: '/fleet/$organizationId/agents/snmp-profiles', component: pages.SnmpProfiles }),
  createRoute({ getParentRoute: under, path: '/fleet/$organizationId/agents/$agentId', component: pages.AgentDetails }),
  createRoute({ getParentRoute: under, path: '/fleet/$organizationId/tasks', component: pages.Tasks }),
  createRoute({ getParentRoute: under, path: '/fleet/$organizationId/tasks/$taskId', component: pages.TaskDetails }),
  createRoute({ getParentRoute: under, path: '/operations/pending', component: () => <pages.OperationsQueue management="pending" /> }),
  createRoute({ getParentRoute: under, path: '/operations/managed', component: () => <pages.OperationsQueue management="managed" /> }),
  createRoute({ getParentRoute: under, path: '/operations/supplies', component: pages.OperationsOrders }),
  createRoute({ getParentRoute: under, path: '/operations/supplies/$orderId', component: pages.OrderOfOperations }),
  createRoute({ getParentRoute: under, path: '/operations/entitlements', component: pages.EntitledOrganizations }),
  createRoute({ getParentRoute: under, path: '/operations/offering', component: pages.Offering }),
  createRoute({ getParentRoute: under, path: '/operations/audit', component: pages.ProviderAudit }),
] as const

/** The pages by address. Search parameters are plain texts, so that an address can be written and read by people. */
export const router = createRouter({
  routeTree: root.addChildren(routes),
  scrollRestoration: true,
  defaultPendingComponent: PageLoading,
  defaultPendingMs: 150,
  defaultErrorComponent: PageFailed,
  parseSearch: (search) => Object.fromEntries(new URLSearchParams(search)),
  stringifySearch: (search) => {
    const set = Object.entries(search).filter(([, value]) => value !== undefined && value !== '')
    const text = new URLSearchParams(set.map(([key, value]) => [key, String(value)])).toString()
    return text && `?${text}`
  },
})

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router
  }
}
