import Box from '@cloudscape-design/components/box'
import Checkbox from '@cloudscape-design/components/checkbox'
import SpaceBetween from '@cloudscape-design/components/space-between'
import { useId } from 'react'
import { isHeld, type OrganizationKind, ROLE_NAMES, ROLES, type Role, whyNotGrant } from '../roles.ts'

interface RoleChoiceProps {
  kind: OrganizationKind
  /** whether the roles are those of a Child Organization Access Group */
  access: boolean
  /** the reader's own roles in the organization: one that they do not hold is shown and cannot be ticked */
  mine: Role[]
  value: Role[]
  onChange: (roles: Role[]) => void
  description: string
}

/** The roles that can be given here, to be ticked. Not in a FormField: its label would become part of the name of each box. */
export function RoleChoice({ kind, access, mine, value, onChange, description }: RoleChoiceProps) {
  const id = useId()
  const grantable = ROLE_NAMES.filter((role) => whyNotGrant(role, kind, access) === undefined)
  return (
    <fieldset aria-labelledby={`${id}label`} aria-describedby={`${id}description`} style={{ border: 0, margin: 0, padding: 0 }}>
      <div id={`${id}label`}>
        <Box variant="awsui-key-label">Roles</Box>
      </div>
      <div id={`${id}description`}>
        <Box fontSize="body-s" color="text-body-secondary" padding={{ bottom: 'xxs' }}>
          {description}
        </Box>
      </div>
      <SpaceBetween size="xxs">
        {grantable.map((role) => (
          <Checkbox
            key={role}
            checked={value.includes(role)}
            disabled={!isHeld(mine, role, access)}
            description={isHeld(mine, role, access) ? undefined : 'Your roles do not include this one.'}
            onChange={({ detail }) => onChange(detail.checked ? [...value, role] : value.filter((other) => other !== role))}
          >
            {ROLES[role].label}
          </Checkbox>
        ))}
      </SpaceBetween>
    </fieldset>
  )
}

/** The product's words for roles, separated by commas; a dash for none. */
export function roleLabels(roles: Role[]): string {
  return roles.map((role) => ROLES[role].label).join(', ') || '-'
}
