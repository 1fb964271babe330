import { useMutation, useQueryClient } from '@tanstack/react-query'
import { ActModal } from '../../../../platform/console/ActModal.tsx'
import { ProblemNote } from '../../../../platform/console/ProblemNote.tsx'
import { api, query } from '../../../client.ts'
import type { PrinterView } from '../printer-views.api.ts'

interface DeleteViewProps {
  organizationId: string
  view: PrinterView
  onClose: () => void
  onDeleted: () => void
}

/** Deletes a view of one's own; the list stays as it is shown. */
export function DeleteView({ organizationId, view, onClose, onDeleted }: DeleteViewProps) {
  const client = useQueryClient()
  const deleting = useMutation({
    mutationFn: () => api.printerViews.remove({ organizationId, viewId: view.id }),
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: query.printerViews.key() })
      onClose()
      onDeleted()
    },
  })
  const act = { label: 'Delete', busy: deleting.isPending, onAct: () => deleting.mutate() }
  return (
    <ActModal title="Delete view" act={act} onClose={onClose}>
      {`The view ${view.name} is deleted${view.shared ? ', also for the people you share it with' : ''}. No printer is changed.`}
      {deleting.error && <ProblemNote error={deleting.error} />}
    </ActModal>
  )
}
