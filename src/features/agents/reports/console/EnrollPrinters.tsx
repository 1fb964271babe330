import Box from '@cloudscape-design/components/box'
import { FormModal } from '../../../../platform/console/FormModal.tsx'
import { api } from '../../../client.ts'
import { type SelectionWindowProps, selectionWords } from '../../../selections/console/selection-window.ts'
import { useTaskStart } from '../../../tasks/console/useTaskStart.ts'

/** The window `Enroll`: the printers of a selection that wait as Discovered. */
export function EnrollPrinters({ organizationId, selection, onClose, onStarted }: SelectionWindowProps) {
  const start = useTaskStart(
    organizationId,
    'enroll',
    (body: { selectionId: string }, headers) => api.agents.enrollPrinters({ params: { organizationId }, headers, body }),
    onStarted,
  )
  return (
    <FormModal
      title="Enroll"
      submitLabel="Enroll"
      busy={start.isPending}
      error={start.error}
      onSubmit={() => start.mutate({ selectionId: selection.id })}
      onCancel={onClose}
    >
      <Box variant="p">{`${selectionWords(selection)}.`}</Box>
      <Box variant="p">Printers that are Discovered are enrolled. The others do not change.</Box>
    </FormModal>
  )
}
