import Box from '@cloudscape-design/components/box'
import Checkbox from '@cloudscape-design/components/checkbox'
import FormField from '@cloudscape-design/components/form-field'
import RadioGroup from '@cloudscape-design/components/radio-group'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { ActModal } from '../../../../platform/console/ActModal.tsx'
import { FormModal } from '../../../../platform/console/FormModal.tsx'
import { query } from '../../../client.ts'
import { SITUATIONS, type Situation } from '../../situations.ts'
import type { LinkedPrinter } from '../links.api.ts'

interface AskForSuppliesProps {
  token: string
  printer: LinkedPrinter
  onClose: () => void
}

/** The window in which a person with a link asks for supplies; each supply is answered in one sentence. */
export function AskForSupplies({ token, printer: { supplies }, onClose }: AskForSuppliesProps) {
  const [chosen, setChosen] = useState<string[]>(supplies.length === 1 ? [supplies[0]!.supply] : [])
  const [situation, setSituation] = useState<Situation>('low')
  const queries = useQueryClient()
  const ask = useMutation(
    query.orders.links.request.mutationOptions({
      onSuccess: () => void queries.invalidateQueries({ queryKey: query.orders.links.open.key() }),
    }),
  )
  if (ask.data)
    return (
      <ActModal title="Your request" onClose={onClose}>
        {ask.data.answers.map(({ name, sentence }) => (
          <div key={name}>
            <b>{name}</b>
            <Box>{sentence}</Box>
          </div>
        ))}
      </ActModal>
    )
  return (
    <FormModal
      title="Ask for supplies"
      submitLabel="Ask"
      busy={ask.isPending}
      error={ask.error}
      whyNot={chosen.length === 0 ? 'Choose a supply first.' : undefined}
      onCancel={onClose}
      onSubmit={() => ask.mutate({ token, supplies: chosen, situation })}
    >
      <FormField label="Which supplies?">
        {supplies.map(({ supply, name, onTheWay }) => (
          <Checkbox
            key={supply}
            checked={chosen.includes(supply)}
            description={onTheWay > 0 && 'One is on its way already.'}
            onChange={({ detail }) => setChosen(detail.checked ? [...chosen, supply] : chosen.filter((other) => other !== supply))}
          >
            {name}
          </Checkbox>
        ))}
      </FormField>
      <FormField label="What happened?">
        <RadioGroup
          value={situation}
          items={Object.entries(SITUATIONS).map(([value, label]) => ({ value, label }))}
          onChange={({ detail }) => setSituation(detail.value as Situation)}
        />
      </FormField>
    </FormModal>
  )
}
