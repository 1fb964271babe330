import Alert from '@cloudscape-design/components/alert'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { FormModal } from '../../../platform/console/FormModal.tsx'
import { useFlash } from '../../../platform/console/flash.ts'
import { query } from '../../client.ts'
import type { Entitlement } from '../entitlements.api.ts'

interface ConfirmEntitlementProps {
  child: { id: string; name: string }
  entitlement: Entitlement
  onClose: (saved: boolean) => void
}

/** The last word before a child organization is entitled: names the child and says that there is no way back. */
export function ConfirmEntitlement({ child, entitlement, onClose }: ConfirmEntitlementProps) {
  const queries = useQueryClient()
  const { flash } = useFlash()
  const grant = useMutation(
    query.entitlements.grant.mutationOptions({
      onSuccess: () => {
        void queries.invalidateQueries({ queryKey: query.entitlements.key() })
        void queries.invalidateQueries({ queryKey: query.organizations.key() })
        flash({ type: 'success', content: `${child.name} is entitled to ${entitlement.label}.` })
        onClose(true)
      },
    }),
  )
  return (
    <FormModal
      title={`Entitle ${child.name} to ${entitlement.label}?`}
      submitLabel="Entitle"
      busy={grant.isPending}
      error={grant.error}
      onCancel={() => onClose(false)}
      onSubmit={() => grant.mutate({ organizationId: child.id })}
    >
      <Alert type="warning" statusIconAriaLabel="Warning">
        The entitlement of <b>{child.name}</b> to {entitlement.label} cannot be undone by you or by the customer. Only the provider (
        {entitlement.removedBy}) can remove it, as long as no printer is managed or pending.
      </Alert>
    </FormModal>
  )
}
