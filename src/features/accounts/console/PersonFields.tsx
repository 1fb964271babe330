import FormField from '@cloudscape-design/components/form-field'
import Input from '@cloudscape-design/components/input'
import SpaceBetween from '@cloudscape-design/components/space-between'
import { faultOf } from '../../../platform/console/problem.ts'

export interface PersonFieldsValue {
  name: string
  email: string
}

interface PersonFieldsProps {
  value: PersonFieldsValue
  onChange: (value: PersonFieldsValue) => void
  /** whether missing fields are shown yet */
  checked: boolean
  error: unknown
}

/** Name and e-mail address of somebody to invite. */
export function PersonFields({ value, onChange, checked, error }: PersonFieldsProps) {
  return (
    <SpaceBetween size="m">
      <FormField label="Name" errorText={(checked && !value.name.trim() && 'Name is required.') || faultOf(error, 'name')}>
        <Input value={value.name} onChange={({ detail }) => onChange({ ...value, name: detail.value })} />
      </FormField>
      <FormField
        label="E-mail address"
        description="The person signs in with it."
        errorText={(checked && !value.email.trim() && 'E-mail address is required.') || faultOf(error, 'email')}
      >
        <Input type="email" value={value.email} onChange={({ detail }) => onChange({ ...value, email: detail.value })} />
      </FormField>
    </SpaceBetween>
  )
}

/** Whether both fields are filled in; the server checks what they contain. */
export function isPersonFilled({ name, email }: PersonFieldsValue): boolean {
  return name.trim() !== '' && email.trim() !== ''
}
