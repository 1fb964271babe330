import { accountsContract } from './accounts/accounts.api.ts'
import { agentProtocol } from './agent-protocol/agent-protocol.api.ts'
import { agentsContract } from './agents/agents.api.ts'
import { auditContract } from './audit/audit.api.ts'
import { contactsContract } from './contacts/contacts.api.ts'
import { entitlementsContract } from './entitlements/entitlements.api.ts'
import { fulfilmentContract } from './fulfilment/fulfilment.api.ts'
import { ordersContract } from './orders/orders.api.ts'
import { organizationsContract } from './organizations/organizations.api.ts'
import { printerViewsContract } from './printers/list/printer-views.api.ts'
import { printersContract } from './printers/printers.api.ts'
import { programContract } from './program/program.api.ts'
import { settingsContract } from './settings/settings.api.ts'
import { catalogueContract } from './supplies/catalogue/catalogue.api.ts'
import { forecastQualityContract } from './supplies/quality/forecast-quality.api.ts'
import { tasksContract } from './tasks/tasks.api.ts'

/** Every operation of the API: server, console, tests, openapi.json and the API reference derive from this. */
export const contract = {
  accounts: accountsContract,
  organizations: organizationsContract,
  entitlements: entitlementsContract,
  printers: printersContract,
  printerViews: printerViewsContract,
  contacts: contactsContract,
  agents: agentsContract,
  program: programContract,
  orders: ordersContract,
  catalogue: catalogueContract,
  forecastQuality: forecastQualityContract,
  tasks: tasksContract,
  audit: auditContract,
  settings: settingsContract,
  fulfilment: fulfilmentContract,
  agentProtocol,
}
