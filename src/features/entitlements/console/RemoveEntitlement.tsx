import Box from '@cloudscape-design/components/box'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { FormModal } from '../../../platform/console/FormModal.tsx'
import { useFlash } from '../../../platform/console/flash.ts'
import { ReasonField } from '../../../platform/console/ReasonField.tsx'
import { query } from '../../client.ts'
import type { EntitledOrganization } from '../entitlements.api.ts'

interface RemoveEntitlementProps {
  providerId: string
  entitled: EntitledOrganization
  onClose: () => void
  onDone: () => void
}

/** The window in which the provider removes an entitlement, with a reason that is kept. */
export function RemoveEntitlement({ providerId, entitled, onClose, onDone }: RemoveEntitlementProps) {
  const queries = useQueryClient()
  const { flash } = useFlash()
  const [reason, setReason] = useState('')
  const remove = useMutation(
    query.entitlements.remove.mutationOptions({
      onSuccess: () => {
        void queries.invalidateQueries({ queryKey: query.entitlements.key() })
        flash({ type: 'success', content: `${entitled.organization} is no longer entitled to MPS Express.` })
        onDone()
      },
    }),
  )
  return (
    <FormModal
      title={`Remove the entitlement of ${entitled.organization}`}
      submitLabel="Remove entitlement"
      whyNot={reason.trim() ? undefined : 'State a reason first.'}
      busy={remove.isPending}
      error={remove.error}
      onCancel={onClose}
      onSubmit={() => remove.mutate({ organizationId: providerId, childOrganizationId: entitled.organizationId, reason })}
    >
      <Box>
        <b>{entitled.organization}</b> ({entitled.partner}) can no longer add printers to MPS Express. Its printers, contacts and agents do
        not change. Its partner can entitle it again.
      </Box>
      <ReasonField value={reason} onChange={setReason} description="Kept in the audit trail." />
    </FormModal>
  )
}
