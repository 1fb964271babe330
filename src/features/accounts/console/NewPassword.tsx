import FormField from '@cloudscape-design/components/form-field'
import Input from '@cloudscape-design/components/input'
import SpaceBetween from '@cloudscape-design/components/space-between'
import { faultOfPassword, faultOfRepetition, PASSWORD_RULE } from './new-password.ts'

export interface NewPasswordValue {
  password: string
  repeated: string
}

/** The two fields in which somebody chooses a password. */
export function NewPassword({
  value,
  onChange,
  checked,
}: {
  value: NewPasswordValue
  onChange: (value: NewPasswordValue) => void
  /** whether faults are shown yet */
  checked: boolean
}) {
  return (
    <SpaceBetween size="m">
      <FormField label="Password" constraintText={PASSWORD_RULE} errorText={checked && faultOfPassword(value.password)}>
        <Input
          type="password"
          autoComplete="new-password"
          value={value.password}
          onChange={({ detail }) => onChange({ ...value, password: detail.value })}
        />
      </FormField>
      <FormField label="Repeat the password" errorText={checked && faultOfRepetition(value.password, value.repeated)}>
        <Input
          type="password"
          autoComplete="new-password"
          value={value.repeated}
          onChange={({ detail }) => onChange({ ...value, repeated: detail.value })}
        />
      </FormField>
    </SpaceBetween>
  )
}

/** Whether a new password can be sent. */
export function isPasswordSound({ password, repeated }: NewPasswordValue): boolean {
  return faultOfPassword(password) === undefined && faultOfRepetition(password, repeated) === undefined
}
