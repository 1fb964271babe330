import Checkbox from '@cloudscape-design/components/checkbox'
import FormField from '@cloudscape-design/components/form-field'
import SpaceBetween from '@cloudscape-design/components/space-between'
import { type OrganizationKind, ROLE_NAMES, ROLES, type Role, whyNotGrant } from '../roles.ts'

interface RoleChoiceProps {
  kind: OrganizationKind
  /** whether the roles are those of a Child Organization Access Group */
  access: boolean
  value: Role[]
  onChange: (roles: Role[]) => void
  description?: string
  errorText?: string | undefined
}

/** The roles that can be given here, to be ticked. */
export function RoleChoice({ kind, access, value, onChange, description, errorText }: RoleChoiceProps) {
  const grantable = ROLE_NAMES.filter((role) => whyNotGrant(role, kind, access) === undefined)
  return (
    <FormField label="Roles" description={description} errorText={errorText}>
      <SpaceBetween size="xs">
        {grantable.map((role) => (
          <Checkbox
            key={role}
            checked={value.includes(role)}
            onChange={({ detail }) => onChange(detail.checked ? [...value, role] : value.filter((other) => other !== role))}
          >
            {ROLES[role].label}
          </Checkbox>
        ))}
      </SpaceBetween>
    </FormField>
  )
}

/** The product's words for roles, separated by commas; a dash for none. */
export function roleLabels(roles: Role[]): string {
  return roles.map((role) => ROLES[role].label).join(', ') || '-'
}
