import FormField from '@cloudscape-design/components/form-field'
import Textarea from '@cloudscape-design/components/textarea'

/** The longest reason that is kept, in characters. */
const LONGEST = 1000

interface ReasonFieldProps {
  value: string
  onChange: (reason: string) => void
  /** who will read it */
  description: string
}

/** The field in which a person states why. */
export function ReasonField({ value, onChange, description }: ReasonFieldProps) {
  return (
    <FormField
      label="Reason"
      description={description}
      constraintText={value.length > LONGEST - 100 && `${value.length} of ${LONGEST} characters`}
    >
      <Textarea value={value} rows={3} onChange={({ detail }) => onChange(detail.value.slice(0, LONGEST))} />
    </FormField>
  )
}
