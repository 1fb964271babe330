import { implement } from '@orpc/server'
import { accountsRoutes } from '../features/accounts/accounts.routes.ts'
import { agentProtocolRoutes, agentsRoutes } from '../features/agents/agents.routes.ts'
import { treatTransfer } from '../features/agents/transfer-printers.command.ts'
import { contract } from '../features/api.ts'
import { auditRoutes } from '../features/audit/audit.routes.ts'
import { treatAssignment } from '../features/contacts/assign-contact.command.ts'
import { contactsRoutes } from '../features/contacts/contacts.routes.ts'
import type { Request } from '../features/doors.routes.ts'
import { entitlementsRoutes } from '../features/entitlements/entitlements.routes.ts'
import { organizationsRoutes } from '../features/organizations/organizations.routes.ts'
import { treatEdit } from '../features/printers/edit-printers.command.ts'
import { treatEnrollment } from '../features/printers/enroll-printers.command.ts'
import { printerViewsRoutes } from '../features/printers/printer-views.routes.ts'
import { printersRoutes } from '../features/printers/printers.routes.ts'
import { treatTags } from '../features/printers/tag-printers.command.ts'
import { treatUnenrollment } from '../features/printers/unenroll-printers.command.ts'
import { treatAddition } from '../features/program/add-printers.command.ts'
import { programRoutes } from '../features/program/program.routes.ts'
import type { Treat } from '../features/tasks/run-task.command.ts'
import { tasksRoutes } from '../features/tasks/tasks.routes.ts'
import type { TaskKind } from '../features/tasks/tasks.ts'

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
  tasks: tasksRoutes,
  audit: auditRoutes,
  agentProtocol: agentProtocolRoutes,
})

/** How each kind of task treats its printers. */
export const treatments: Record<TaskKind, Treat> = {
  'add-to-program': treatAddition,
  'assign-contact': treatAssignment,
  unenroll: treatUnenrollment,
  'edit-printers': treatEdit,
  'tag-printers': treatTags,
  enroll: treatEnrollment,
  transfer: treatTransfer,
}
