import ButtonDropdown from '@cloudscape-design/components/button-dropdown'
import { useFollow } from '../../../platform/console/useFollow.ts'
import { pathTo } from '../../paths.ts'

/** The menu `Organization` of a child's page. */
export function OrganizationMenu({ parentId, childId }: { parentId: string; childId: string }) {
  const follow = useFollow()
  return (
    <ButtonDropdown
      onItemFollow={follow}
      items={[
        {
          id: 'entitlements',
          text: 'Organization Entitlements',
          href: pathTo('entitlements', { organizationId: parentId, childId }),
        },
      ]}
    >
      Organization
    </ButtonDropdown>
  )
}
