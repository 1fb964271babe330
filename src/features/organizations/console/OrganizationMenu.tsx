import ButtonDropdown from '@cloudscape-design/components/button-dropdown'
import { useFollow } from '../../../platform/console/useFollow.ts'

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
          href: `/account/${parentId}/children/${childId}/entitlements`,
        },
      ]}
    >
      Organization
    </ButtonDropdown>
  )
}
