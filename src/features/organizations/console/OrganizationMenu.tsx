import ButtonDropdown from '@cloudscape-design/components/button-dropdown'

/** The menu `Organization` of a child's page. */
export function OrganizationMenu({ parentId, childId }: { parentId: string; childId: string }) {
  return (
    <ButtonDropdown
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
