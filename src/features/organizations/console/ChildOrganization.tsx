import Container from '@cloudscape-design/components/container'
import Header from '@cloudscape-design/components/header'
import KeyValuePairs from '@cloudscape-design/components/key-value-pairs'
import Link from '@cloudscape-design/components/link'
import SpaceBetween from '@cloudscape-design/components/space-between'
import Tabs from '@cloudscape-design/components/tabs'
import { useQuery } from '@tanstack/react-query'
import { useParams } from '@tanstack/react-router'
import { formatInstant } from '../../../platform/console/format.ts'
import { PageFrame } from '../../../platform/console/PageFrame.tsx'
import { useAddress } from '../../../platform/console/useAddress.ts'
import { query } from '../../client.ts'
import { PAGES, pathTo } from '../../paths.ts'
import { peopleTabs } from './AccountManagement.tsx'
import { OrganizationMenu } from './OrganizationMenu.tsx'
import { KIND_LABELS } from './organization-words.ts'
import { useOrganization } from './useOrganization.ts'

/** One child organization as its parent sees it: menu `Organization`, users, groups and audit trail. */
export function ChildOrganization() {
  const { organizationId, childId } = useParams({ from: PAGES.child })
  const { organization: child, can } = useOrganization(childId)
  const { address, setAddress } = useAddress<'tab' | 'cursor' | 'search'>()
  const tabs = peopleTabs(child, can)
  return (
    <PageFrame
      title={child.name}
      description={KIND_LABELS[child.kind]}
      breadcrumbs={childBreadcrumbs(organizationId, child.parent)}
      actions={can('read entitlements') && <OrganizationMenu parentId={organizationId} childId={childId} />}
    >
      <SpaceBetween size="l">
        {can('read entitlements') && <ChildOverview parentId={organizationId} childId={childId} fleet={can('read the fleet')} />}
        {tabs.length > 0 && (
          <Tabs
            ariaLabel={`Parts of ${child.name}`}
            tabs={tabs}
            activeTabId={tabs.find(({ id }) => id === address.tab)?.id ?? tabs[0]?.id ?? ''}
            onChange={({ detail }) => setAddress({ tab: detail.activeTabId, cursor: undefined, search: undefined })}
          />
        )}
      </SpaceBetween>
    </PageFrame>
  )
}

/** The way to a child's pages: Account Management, then the parent. */
export function childBreadcrumbs(parentId: string, parent: string | null) {
  return [
    { text: 'Account Management', href: PAGES.chooseParent },
    { text: parent ?? 'Organization', href: pathTo('account', { organizationId: parentId }) },
  ]
}

function ChildOverview({ parentId, childId, fleet }: { parentId: string; childId: string; fleet: boolean }) {
  const entitlements = useQuery(query.entitlements.list.queryOptions({ input: { organizationId: childId } }))
  const granted = entitlements.data?.find(({ offering }) => offering === 'mps-express')?.granted
  return (
    <Container header={<Header variant="h2">Overview</Header>}>
      <KeyValuePairs
        columns={3}
        items={[
          {
            label: 'Entitlements',
            value: (
              <Link href={pathTo('entitlements', { organizationId: parentId, childId })}>
                {granted ? 'MPS Express' : entitlements.isSuccess ? 'None yet' : '-'}
              </Link>
            ),
          },
          { label: 'Entitled', value: granted ? `${formatInstant(granted.at)} by ${granted.by}` : '-' },
          ...(fleet ? [{ label: 'Fleet', value: <Link href={pathTo('printers', { organizationId: childId })}>Open printers</Link> }] : []),
        ]}
      />
    </Container>
  )
}
