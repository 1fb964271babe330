import Box from '@cloudscape-design/components/box'
import Checkbox from '@cloudscape-design/components/checkbox'
import FormField from '@cloudscape-design/components/form-field'
import RadioGroup from '@cloudscape-design/components/radio-group'
import SpaceBetween from '@cloudscape-design/components/space-between'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { ActModal } from '../../../platform/console/ActModal.tsx'
import { FormModal } from '../../../platform/console/FormModal.tsx'
import { formatDate } from '../../../platform/console/format.ts'
import { query } from '../../client.ts'
import { ORDER_STATES } from '../order-states.ts'
import type { RequestOutcome, SupplyPlan } from '../orders.api.ts'
import { SITUATIONS, type Situation } from '../situations.ts'

interface RequestSuppliesProps {
  organizationId: string
  printerId: string
  name: string
  supplies: SupplyPlan[]
  onClose: () => void
}

/** The window `Request supplies`: what is on its way is shown first; the answer stands there per supply. */
export function RequestSupplies({ organizationId, printerId, name, supplies, onClose }: RequestSuppliesProps) {
  const [chosen, setChosen] = useState<string[]>([])
  const [situation, setSituation] = useState<Situation>('low')
  // A request that is sent again, such as after a lost connection, is the same request.
  const [key] = useState(() => crypto.randomUUID())
  const queries = useQueryClient()
  const request = useMutation(
    query.orders.request.mutationOptions({ onSuccess: () => void queries.invalidateQueries({ queryKey: query.orders.key() }) }),
  )
  if (request.data) return <Answers outcomes={request.data.outcomes} onClose={onClose} />
  return (
    <FormModal
      title={`Request supplies for ${name}`}
      submitLabel="Request"
      busy={request.isPending}
      error={request.error}
      whyNot={chosen.length === 0 ? 'Choose a supply first.' : undefined}
      onCancel={onClose}
      onSubmit={() =>
        request.mutate({
          params: { organizationId },
          headers: { 'idempotency-key': key },
          body: { printerId, supplies: chosen, situation },
        })
      }
    >
      <FormField label="Which supplies?">
        <SpaceBetween size="xs">
          {supplies.map(({ supply, name: label, onTheWay, shelf }) => (
            <Checkbox
              key={supply}
              checked={chosen.includes(supply)}
              description={stockWords(onTheWay, shelf)}
              onChange={({ detail }) => setChosen(detail.checked ? [...chosen, supply] : chosen.filter((other) => other !== supply))}
            >
              {label}
            </Checkbox>
          ))}
        </SpaceBetween>
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

function stockWords(onTheWay: SupplyPlan['onTheWay'], shelf: number): string {
  const way = onTheWay.map(
    ({ number, state, expectedOn }) =>
      `On its way: order ${number}, ${ORDER_STATES[state]}${expectedOn ? `, expected by ${formatDate(expectedOn)}` : ''}.`,
  )
  return [...way, shelf > 0 ? `${shelf} on the shelf.` : ''].filter(Boolean).join(' ') || 'Nothing is on its way.'
}

const ANSWERS: Record<RequestOutcome['answer'], string> = {
  'on-the-way': 'On its way',
  'on-the-shelf': 'On the shelf',
  planned: 'Planned in time',
  ordered: 'Ordered',
  proposed: 'Waits for approval',
  held: 'Held: a person decides',
}

function Answers({ outcomes, onClose }: { outcomes: RequestOutcome[]; onClose: () => void }) {
  return (
    <ActModal title="Your request" onClose={onClose}>
      {outcomes.map(({ supply, name, answer, sentence, expectedOn }) => (
        <div key={supply}>
          <Box variant="h3" padding="n">{`${name}: ${ANSWERS[answer]}`}</Box>
          <Box>{sentence}</Box>
          {expectedOn && <Box color="text-body-secondary">{`Expected by ${formatDate(expectedOn)}`}</Box>}
        </div>
      ))}
    </ActModal>
  )
}
