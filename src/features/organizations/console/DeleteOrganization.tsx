import { useMutation, useQueryClient } from '@tanstack/react-query'
import { ConfirmByTyping } from '../../../platform/console/ConfirmByTyping.tsx'
import { useFlash } from '../../../platform/console/flash.ts'
import { formatNoun } from '../../../platform/numbers.ts'
import { query } from '../../client.ts'
import type { ChildOrganization } from '../organizations.api.ts'
import { BELOW, type ParentKind } from './organization-words.ts'

interface DeleteOrganizationProps {
  parentId: string
  kind: ParentKind
  organization: ChildOrganization
  onClose: () => void
}

/** The window before a child organization or partner is deleted. */
export function DeleteOrganization({ parentId, kind, organization, onClose }: DeleteOrganizationProps) {
  const queries = useQueryClient()
  const { flash } = useFlash()
  const remove = useMutation(
    query.organizations.remove.mutationOptions({
      onSuccess: () => {
        void queries.invalidateQueries({ queryKey: query.organizations.key() })
        flash({ type: 'success', content: `The ${BELOW[kind].one} ${organization.name} is deleted.` })
        onClose()
      },
    }),
  )
  return (
    <ConfirmByTyping
      title={`Delete ${organization.name}`}
      word={organization.name}
      confirmLabel="Delete"
      busy={remove.isPending}
      error={remove.error}
      onConfirm={() => remove.mutate({ organizationId: parentId, childId: organization.id })}
      onCancel={onClose}
    >
      <b>{organization.name}</b> is deleted with its users, groups, contacts and agents
      {organization.printers > 0 && ` and ${formatNoun(organization.printers, 'printer')}, which leave the printer list`}. Their people can
      no longer sign in. You cannot undo this.
    </ConfirmByTyping>
  )
}
