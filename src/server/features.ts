import { implement } from '@orpc/server'
import { accountsRoutes } from '../features/accounts/accounts.routes.ts'
import { agentProtocolRoutes, agentsRoutes } from '../features/agents/agents.routes.ts'
import { handleTransfer } from '../features/agents/reports/transfer-printers.command.ts'
import { contract } from '../features/api.ts'
import { auditRoutes } from '../features/audit/audit.routes.ts'
import { handleAssignment } from '../features/contacts/assign-contact.command.ts'
import { contactsRoutes } from '../features/contacts/contacts.routes.ts'
import { entitlementsRoutes } from '../features/entitlements/entitlements.routes.ts'
import type { Request } from '../features/entry-points.routes.ts'
import { fulfilmentRoutes } from '../features/fulfilment/fulfilment.routes.ts'
import { ordersRoutes } from '../features/orders/orders.routes.ts'
import { organizationsRoutes } from '../features/organizations/organizations.routes.ts'
import { handleEdit } from '../features/printers/acts/edit-printers.command.ts'
import { handleTags } from '../features/printers/acts/tag-printers.command.ts'
import { handleUnenrollment, refuseToUnenroll } from '../features/printers/acts/unenroll-printers.command.ts'
import { printerViewsRoutes } from '../features/printers/list/printer-views.routes.ts'
import { printersRoutes } from '../features/printers/printers.routes.ts'
import { handleEnrollment } from '../features/printers/readings/enroll-printers.command.ts'
import { acceptAgain, handleAddition } from '../features/program/add-printers.command.ts'
import { programRoutes } from '../features/program/program.routes.ts'
import { settingsRoutes } from '../features/settings/settings.routes.ts'
import { catalogueRoutes } from '../features/supplies/catalogue/catalogue.routes.ts'
import { forecastQualityRoutes } from '../features/supplies/quality/forecast-quality.routes.ts'
import type { TaskHandlers } from '../features/tasks/run-task.command.ts'
import { tasksRoutes } from '../features/tasks/tasks.routes.ts'

/** Every operation of the contract with its handler: one that is missing does not compile. */
export const router = implement(contract).$context<Request>().router({
  accounts: accountsRoutes,
  organizations: organizationsRoutes,
  entitlements: entitlementsRoutes,
  printers: printersRoutes,
  printerViews: printerViewsRoutes,
  contacts: contactsRoutes,
  agents: agentsRoutes,
  program: programRoutes,
  orders: ordersRoutes,
  catalogue: catalogueRoutes,
  forecastQuality: forecastQualityRoutes,
  tasks: tasksRoutes,
  audit: auditRoutes,
  settings: settingsRoutes,
  fulfilment: fulfilmentRoutes,
  agentProtocol: agentProtocolRoutes,
})

/** How each kind of task handles its printers. */
export const taskHandlers: TaskHandlers = {
  'add-to-program': { handle: handleAddition, onRetry: acceptAgain },
  'assign-contact': { handle: handleAssignment },
  unenroll: { handle: handleUnenrollment, onRetry: refuseToUnenroll },
  'edit-printers': { handle: handleEdit },
  'tag-printers': { handle: handleTags },
  enroll: { handle: handleEnrollment },
  transfer: { handle: handleTransfer },
}
