import Tabs, { type TabsProps } from '@cloudscape-design/components/tabs'
import { useParams } from '@tanstack/react-router'
import { PageFrame } from '../../../platform/console/PageFrame.tsx'
import { useAddress } from '../../../platform/console/useAddress.ts'
import { Groups } from '../../accounts/console/Groups.tsx'
import { Users } from '../../accounts/console/Users.tsx'
import type { Permission } from '../../accounts/roles.ts'
import { AuditTrail } from '../../audit/console/AuditTrail.tsx'
import { PAGES } from '../../paths.ts'
import { ProviderSettings } from '../../settings/console/ProviderSettings.tsx'
import type { ReachableOrganization } from '../organizations.api.ts'
import { ChildOrganizations } from './ChildOrganizations.tsx'
import { OrganizationMenu } from './OrganizationMenu.tsx'
import { BELOW, KIND_LABELS } from './organization-words.ts'
import { useOrganization } from './useOrganization.ts'

/** The account of one organization: what is below it, its users and groups, its audit trail; the settings of the provider. */
export function AccountManagement() {
  const { organizationId } = useParams({ from: PAGES.account })
  const { organization, can } = useOrganization(organizationId)
  const { address, setAddress } = useAddress<'tab' | 'cursor' | 'search'>()
  const tabs = accountTabs(organization, can)
  return (
    <PageFrame
      title={organization.name}
      description={KIND_LABELS[organization.kind]}
      breadcrumbs={[{ text: 'Account Management', href: PAGES.chooseParent }]}
      actions={organization.kind === 'child' && <OrganizationMenu parentId={organization.id} childId={organization.id} />}
    >
      <Tabs
        ariaLabel={`Parts of ${organization.name}`}
        tabs={tabs}
        activeTabId={tabs.find(({ id }) => id === address.tab)?.id ?? tabs[0]?.id ?? ''}
        onChange={({ detail }) => setAddress({ tab: detail.activeTabId, cursor: undefined, search: undefined })}
      />
    </PageFrame>
  )
}

function accountTabs(organization: ReachableOrganization, can: (permission: Permission) => boolean): TabsProps.Tab[] {
  const below = organization.kind === 'child' ? undefined : organization.kind
  return [
    ...(below ? [{ id: 'children', label: BELOW[below].tab, content: <ChildOrganizations parent={organization} kind={below} /> }] : []),
    ...peopleTabs(organization, can),
    ...(can('change the settings')
      ? [{ id: 'settings', label: 'Settings', content: <ProviderSettings providerId={organization.id} /> }]
      : []),
  ]
}

/** The tabs that every organization's account has. */
export function peopleTabs(organization: ReachableOrganization, can: (permission: Permission) => boolean): TabsProps.Tab[] {
  return [
    ...(can('read accounts')
      ? [
          { id: 'users', label: 'Users', content: <Users organization={organization} /> },
          { id: 'groups', label: 'Groups', content: <Groups organization={organization} /> },
        ]
      : []),
    ...(can('read the audit trail') ? [{ id: 'audit', label: 'Audit', content: <AuditTrail organizationId={organization.id} /> }] : []),
  ]
}
