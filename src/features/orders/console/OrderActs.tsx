import ButtonDropdown, { type ButtonDropdownProps } from '@cloudscape-design/components/button-dropdown'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { FormModal } from '../../../platform/console/FormModal.tsx'
import { useFlash } from '../../../platform/console/flash.ts'
import { ReasonField } from '../../../platform/console/ReasonField.tsx'
import { formatNoun } from '../../../platform/numbers.ts'
import { query } from '../../client.ts'
import { actOf, actsBy, type OrderAct, whyNotAct } from '../order-states.ts'
import type { LineOutcomes, OrderLine } from '../orders.api.ts'

/** Acts that need more than a reason: a supplier states it in its message. */
const WITH_DETAILS: readonly OrderAct[] = ['backorder', 'substitute']

/** Who acts on order lines. */
export interface OrderActor {
  as: 'customer' | 'provider'
  organizationId: string
}

interface OrderActsProps extends OrderActor {
  lines: OrderLine[]
  onDone: () => void
}

/** The acts on the chosen lines: what the state of a line does not allow is disabled with the reason. */
export function OrderActs({ organizationId, as, lines, onDone }: OrderActsProps) {
  const [act, setAct] = useState<OrderAct>()
  const items = actsBy(as).filter((name) => !WITH_DETAILS.includes(name))
  return (
    <>
      <ButtonDropdown
        variant="primary"
        items={items.map((name) => itemOf(name, lines, as))}
        disabled={lines.length === 0}
        disabledReason="Select a line first."
        onItemClick={({ detail }) => setAct(detail.id as OrderAct)}
      >
        Acts
      </ButtonDropdown>
      {act && (
        <ConfirmAct
          organizationId={organizationId}
          as={as}
          act={act}
          lines={lines}
          onClose={() => setAct(undefined)}
          onDone={() => {
            setAct(undefined)
            onDone()
          }}
        />
      )}
    </>
  )
}

function itemOf(name: OrderAct, lines: OrderLine[], as: 'customer' | 'provider'): ButtonDropdownProps.Item {
  const why = lines.map((line) => whyNotAct(name, line, as)).find((reason) => reason !== undefined)
  return { id: name, text: actOf(name).label, disabled: why !== undefined, ...(why !== undefined && { disabledReason: why }) }
}

interface ConfirmActProps extends OrderActsProps {
  act: OrderAct
  onClose: () => void
}

function ConfirmAct({ organizationId, as, act, lines, onClose, onDone }: ConfirmActProps) {
  const [reason, setReason] = useState('')
  const { label, needsReason } = actOf(act)
  const done = useDone(label, onDone)
  const own = useMutation(query.orders.act.mutationOptions({ onSuccess: done }))
  const steered = useMutation(query.orders.steer.mutationOptions({ onSuccess: done }))
  const { mutate, isPending, error } = as === 'provider' ? steered : own
  const missing = needsReason && reason.trim() === '' ? 'State a reason first.' : undefined
  return (
    <FormModal
      title={`${label}: ${formatNoun(lines.length, 'line')}`}
      submitLabel={label}
      busy={isPending}
      error={error}
      whyNot={missing}
      onCancel={onClose}
      onSubmit={() =>
        mutate({ organizationId, act, lineIds: lines.map(({ id }) => id), ...(reason.trim() !== '' && { reason: reason.trim() }) })
      }
    >
      <ul style={{ margin: 0 }}>
        {lines.map(({ id, name, serialNumber }) => (
          <li key={id}>{`${name} for ${serialNumber ?? 'a printer without serial number'}`}</li>
        ))}
      </ul>
      <ReasonField
        value={reason}
        onChange={setReason}
        description={`${needsReason ? '' : 'Optional. '}It stands in the story of the order.`}
      />
    </FormModal>
  )
}

function useDone(label: string, onDone: () => void) {
  const queries = useQueryClient()
  const { flash } = useFlash()
  return ({ done, outcomes }: LineOutcomes) => {
    void queries.invalidateQueries({ queryKey: query.orders.key() })
    const refused = outcomes.find((outcome) => !outcome.done)
    if (refused) flash({ type: 'warning', content: `${label}: ${done} of ${outcomes.length} lines changed. ${refused.message}` })
    else flash({ type: 'success', content: `${label}: ${formatNoun(done, 'line')} changed.` })
    onDone()
  }
}
