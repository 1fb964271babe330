import FormField from '@cloudscape-design/components/form-field'
import Input from '@cloudscape-design/components/input'
import Select from '@cloudscape-design/components/select'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { FormModal } from '../../../../platform/console/FormModal.tsx'
import { query } from '../../../client.ts'
import type { LinkedPrinter } from '../links.api.ts'

interface CountByLinkProps {
  token: string
  printer: LinkedPrinter
  onClose: () => void
}

/** The window in which a person with a link counts the shelf for one supply. */
export function CountByLink({ token, printer: { supplies }, onClose }: CountByLinkProps) {
  const options = supplies.map(({ supply, name }) => ({ value: supply, label: name }))
  const [chosen, setChosen] = useState(options[0]!)
  const [text, setText] = useState('')
  const queries = useQueryClient()
  const count = useMutation(
    query.orders.links.count.mutationOptions({
      onSuccess: () => {
        void queries.invalidateQueries({ queryKey: query.orders.links.open.key() })
        onClose()
      },
    }),
  )
  const stated = /^\d{1,4}$/.test(text.trim()) && Number(text) <= 1000 ? Number(text) : undefined
  return (
    <FormModal
      title="Count the shelf"
      submitLabel="Save count"
      busy={count.isPending}
      error={count.error}
      whyNot={stated === undefined ? 'Type a whole number from 0 to 1,000.' : undefined}
      onCancel={onClose}
      onSubmit={() => stated !== undefined && count.mutate({ token, supply: chosen.value, count: stated })}
    >
      <FormField label="Supply">
        <Select
          options={options}
          selectedOption={chosen}
          onChange={({ detail }) => setChosen(options.find(({ value }) => value === detail.selectedOption.value) ?? chosen)}
        />
      </FormField>
      <FormField label="Cartridges on the shelf" description="New ones for this supply, in or beside the printer's room.">
        <Input inputMode="numeric" value={text} onChange={({ detail }) => setText(detail.value)} />
      </FormField>
    </FormModal>
  )
}
