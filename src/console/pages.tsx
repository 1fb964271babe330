import { lazyRouteComponent } from '@tanstack/react-router'

// A chunk per page: whoever opens the printer list does not load the operations.
export const SignIn = lazyRouteComponent(() => import('../features/accounts/console/SignIn.tsx'), 'SignIn')
export const Setup = lazyRouteComponent(() => import('../features/accounts/console/Setup.tsx'), 'Setup')
export const AcceptInvitation = lazyRouteComponent(() => import('../features/accounts/console/AcceptInvitation.tsx'), 'AcceptInvitation')
export const Profile = lazyRouteComponent(() => import('../features/accounts/console/Profile.tsx'), 'Profile')
export const Dashboard = lazyRouteComponent(() => import('../features/organizations/console/Dashboard.tsx'), 'Dashboard')
export const ChooseParent = lazyRouteComponent(() => import('../features/organizations/console/ChooseParent.tsx'), 'ChooseParent')
export const AccountManagement = lazyRouteComponent(
  () => import('../features/organizations/console/AccountManagement.tsx'),
  'AccountManagement',
)
export const ChildOrganization = lazyRouteComponent(
  () => import('../features/organizations/console/ChildOrganization.tsx'),
  'ChildOrganization',
)
export const OrganizationEntitlements = lazyRouteComponent(
  () => import('../features/entitlements/console/OrganizationEntitlements.tsx'),
  'OrganizationEntitlements',
)
export const EntitledOrganizations = lazyRouteComponent(
  () => import('../features/entitlements/console/EntitledOrganizations.tsx'),
  'EntitledOrganizations',
)
export const OperationsQueue = lazyRouteComponent(() => import('../features/program/console/OperationsQueue.tsx'), 'OperationsQueue')
export const RegistrationConflicts = lazyRouteComponent(
  () => import('../features/printers/readings/console/RegistrationConflicts.tsx'),
  'RegistrationConflicts',
)
export const Offering = lazyRouteComponent(() => import('../features/program/console/Offering.tsx'), 'Offering')
export const ChooseFleet = lazyRouteComponent(() => import('../features/printers/list/console/ChooseFleet.tsx'), 'ChooseFleet')
export const PrinterList = lazyRouteComponent(() => import('../features/printers/list/console/PrinterList.tsx'), 'PrinterList')
export const AllPrinters = lazyRouteComponent(() => import('../features/printers/list/console/AllPrinters.tsx'), 'AllPrinters')
export const PrinterTags = lazyRouteComponent(() => import('../features/printers/acts/console/PrinterTags.tsx'), 'PrinterTags')
export const PrinterDetails = lazyRouteComponent(() => import('../features/printers/console/PrinterDetails.tsx'), 'PrinterDetails')
export const Supplies = lazyRouteComponent(() => import('../features/orders/console/Supplies.tsx'), 'Supplies')
export const AllSupplies = lazyRouteComponent(() => import('../features/orders/console/AllSupplies.tsx'), 'AllSupplies')
export const OrderOfFleet = lazyRouteComponent(() => import('../features/orders/console/OrderPage.tsx'), 'OrderOfFleet')
export const OperationsOrders = lazyRouteComponent(() => import('../features/orders/console/OperationsOrders.tsx'), 'OperationsOrders')
export const OrderOfOperations = lazyRouteComponent(() => import('../features/orders/console/OrderPage.tsx'), 'OrderOfOperations')
export const LinkedSupplies = lazyRouteComponent(() => import('../features/orders/links/console/LinkedSupplies.tsx'), 'LinkedSupplies')
export const Contacts = lazyRouteComponent(() => import('../features/contacts/console/Contacts.tsx'), 'Contacts')
export const FleetAgents = lazyRouteComponent(() => import('../features/agents/console/FleetAgents.tsx'), 'FleetAgents')
export const AgentDetails = lazyRouteComponent(() => import('../features/agents/console/AgentDetails.tsx'), 'AgentDetails')
export const Diagnosis = lazyRouteComponent(() => import('../features/agents/reports/console/Diagnosis.tsx'), 'Diagnosis')
export const SnmpProfiles = lazyRouteComponent(() => import('../features/agents/snmp-profiles/console/SnmpProfiles.tsx'), 'SnmpProfiles')
export const Tasks = lazyRouteComponent(() => import('../features/tasks/console/Tasks.tsx'), 'Tasks')
export const TaskDetails = lazyRouteComponent(() => import('../features/tasks/console/TaskDetails.tsx'), 'TaskDetails')
export const ProviderAudit = lazyRouteComponent(() => import('../features/audit/console/ProviderAudit.tsx'), 'ProviderAudit')
