import Select, { type SelectProps } from '@cloudscape-design/components/select'

interface PickOneProps<Value extends string> {
  label: string
  /** what stands there while nothing is picked, such as "Any status" */
  any: string
  /** what may be picked, with the words for it */
  choices: Record<Value, string>
  value: Value | undefined
  onPick: (value: Value | undefined) => void
}

/** A filter with one value or none. */
export function PickOne<Value extends string>({ label, any, choices, value, onPick }: PickOneProps<Value>) {
  const none: SelectProps.Option = { value: '', label: any }
  const options = [none, ...Object.entries<string>(choices).map(([name, words]) => ({ value: name, label: words }))]
  return (
    <div style={{ minWidth: 180 }}>
      <Select
        ariaLabel={label}
        options={options}
        selectedOption={options.find((option) => option.value === value) ?? none}
        onChange={({ detail }) => onPick((detail.selectedOption.value || undefined) as Value | undefined)}
      />
    </div>
  )
}
