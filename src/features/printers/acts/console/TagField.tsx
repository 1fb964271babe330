import FormField from '@cloudscape-design/components/form-field'
import Multiselect, { type MultiselectProps } from '@cloudscape-design/components/multiselect'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { formatNoun } from '../../../../platform/numbers.ts'
import { query } from '../../../client.ts'
import { TAG_LENGTH } from '../printer-labels.ts'

interface TagFieldProps {
  organizationId: string
  label: string
  /** whether a tag that no printer has yet may be written */
  mayCreate?: boolean
  value: string[]
  error: string | undefined
  onChange: (tags: string[]) => void
}

/** Chooses tags among those that printers have, or writes new ones. */
export function TagField({ organizationId, label, mayCreate = false, value, error, onChange }: TagFieldProps) {
  const [typed, setTyped] = useState('')
  const tags = useQuery(query.printers.listTags.queryOptions({ input: { organizationId, limit: 50, ...(typed && { search: typed }) } }))
  const found: MultiselectProps.Option[] = (tags.data?.items ?? []).map(({ tag, printers }) => ({
    value: tag,
    label: tag,
    labelTag: formatNoun(printers, 'printer'),
  }))
  const text = typed.replace(/\s+/g, ' ').trim()
  const isNew = text !== '' && !found.some((option) => option.value?.toLowerCase() === text.toLowerCase())
  const options = mayCreate && isNew && !whyNotTag(text) ? [{ value: text, label: text, labelTag: 'New tag' }, ...found] : found
  return (
    <FormField
      label={label}
      description={mayCreate ? 'Search, or type a new one.' : 'Printers that have them lose them.'}
      errorText={error ?? (mayCreate && isNew ? whyNotTag(text) : undefined)}
    >
      <Multiselect
        filteringType="manual"
        filteringPlaceholder="Part of a tag"
        filteringAriaLabel={`Search for ${label.toLowerCase()}`}
        placeholder="Choose tags"
        options={options}
        selectedOptions={value.map((tag) => ({ value: tag, label: tag }))}
        statusType={tags.isPending ? 'loading' : tags.error ? 'error' : 'finished'}
        errorText="The tags could not be loaded."
        recoveryText="Try again"
        empty={mayCreate ? 'No tags yet. Type a new one.' : 'No tags'}
        deselectAriaLabel={(option) => `Remove ${option.label}`}
        onLoadItems={({ detail }) => {
          setTyped(detail.filteringText)
          if (tags.error) void tags.refetch()
        }}
        onChange={({ detail }) => onChange(detail.selectedOptions.map((option) => option.value ?? ''))}
      />
    </FormField>
  )
}

function whyNotTag(text: string): string | undefined {
  if (text.includes(',')) return 'A tag cannot contain a comma.'
  return text.length > TAG_LENGTH ? `A tag has at most ${TAG_LENGTH} characters.` : undefined
}
