import Box from '@cloudscape-design/components/box'
import FormField from '@cloudscape-design/components/form-field'
import Input from '@cloudscape-design/components/input'
import RadioGroup from '@cloudscape-design/components/radio-group'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { FormModal } from '../../../../platform/console/FormModal.tsx'
import { useFlash } from '../../../../platform/console/flash.ts'
import { ReasonField } from '../../../../platform/console/ReasonField.tsx'
import { query } from '../../../client.ts'
import type { RegistrationConflict } from '../../printers.api.ts'

const CONFIRMATION = 'settle'
const HELD = 'Its printer is managed or pending: to decide against it, remove the printer from the program first.'

interface SettleConflictProps {
  providerId: string
  conflict: RegistrationConflict
  onClose: () => void
}

/** The window in which the provider decides which organization keeps a serial number, with a reason and a typed word. */
export function SettleConflict({ providerId, conflict, onClose }: SettleConflictProps) {
  const queries = useQueryClient()
  const { flash } = useFlash()
  const [keeps, setKeeps] = useState<string | null>(null)
  const [reason, setReason] = useState('')
  const [typed, setTyped] = useState('')
  const { registeredIn } = conflict
  const [winner, loser] = keeps === conflict.printerId ? [conflict, registeredIn] : [registeredIn, conflict]
  const settle = useMutation(
    query.printers.settleConflict.mutationOptions({
      onSuccess: () => {
        void queries.invalidateQueries({ queryKey: query.printers.key() })
        flash({ type: 'success', content: `${winner.organization} keeps the serial number ${conflict.serialNumber ?? ''}.` })
        onClose()
      },
    }),
  )
  const ref = ({ organizationId, printerId }: { organizationId: string; printerId: string }) => ({ organizationId, printerId })
  return (
    <FormModal
      title={`Settle conflict: ${conflict.serialNumber ?? 'printer'}`}
      submitLabel="Settle conflict"
      whyNot={whyNotSettle(keeps, reason, typed)}
      busy={settle.isPending}
      error={settle.error}
      onCancel={onClose}
      onSubmit={() => settle.mutate({ organizationId: providerId, keeps: ref(winner), loses: ref(loser), reason })}
    >
      <FormField label="Which organization keeps the serial number?">
        <RadioGroup
          value={keeps}
          onChange={({ detail }) => setKeeps(detail.value)}
          items={[
            {
              value: registeredIn.printerId,
              label: `${registeredIn.organization} (${registeredIn.partner})`,
              description: `Has it now.${registeredIn.held ? ` ${HELD}` : ''}`,
            },
            {
              value: conflict.printerId,
              label: `${conflict.organization} (${conflict.partner})`,
              description: 'Its registration failed.',
              disabled: registeredIn.held,
            },
          ]}
        />
      </FormField>
      <Box>
        The printer of the other organization fails registration at once. The organization that keeps the serial number registers its
        printer at the next reading. You can decide again later.
      </Box>
      <ReasonField
        value={reason}
        onChange={setReason}
        description="How the organization showed that it owns the printer. The customers do not see it."
      />
      <FormField label={`To confirm, type "${CONFIRMATION}"`}>
        <Input value={typed} placeholder={CONFIRMATION} autoComplete={false} onChange={({ detail }) => setTyped(detail.value)} />
      </FormField>
    </FormModal>
  )
}

function whyNotSettle(keeps: string | null, reason: string, typed: string): string | undefined {
  if (keeps === null) return 'Choose an organization first.'
  if (!reason.trim()) return 'State a reason first.'
  return typed.trim().toLowerCase() === CONFIRMATION ? undefined : `Type "${CONFIRMATION}" first.`
}
