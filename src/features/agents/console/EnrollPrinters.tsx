import Box from '@cloudscape-design/components/box'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { FormModal } from '../../../platform/console/FormModal.tsx'
import { flash } from '../../../platform/console/flash.ts'
import { formatNoun } from '../../../platform/console/format.ts'
import { api, query } from '../../client.ts'
import { type SelectionWindowProps, selectionWords } from '../../printers/console/selection-window.ts'

/** Enrolls the printers of a selection that wait as Discovered. */
export function EnrollPrinters({ organizationId, selection, onClose, onStarted }: SelectionWindowProps) {
  const client = useQueryClient()
  const enroll = useMutation({
    mutationFn: () => api.agents.enrollPrinters({ organizationId, selectionId: selection.id }),
    onSuccess: ({ enrolled, notDiscovered, cannotBeRegistered }) => {
      void client.invalidateQueries({ queryKey: query.printers.key() })
      const others = [
        notDiscovered > 0 && `${formatNoun(notDiscovered, 'printer')} did not wait to be enrolled.`,
        cannotBeRegistered > 0 && `${formatNoun(cannotBeRegistered, 'printer')} cannot be registered: contact Technical Support.`,
      ]
      flash({
        type: cannotBeRegistered > 0 ? 'warning' : 'success',
        content: [`${formatNoun(enrolled, 'printer was', 'printers were')} enrolled.`, ...others.filter(Boolean)].join(' '),
      })
      onStarted(Promise.resolve())
    },
  })
  return (
    <FormModal
      title="Enroll printers"
      submitLabel="Enroll"
      busy={enroll.isPending}
      error={enroll.error}
      onSubmit={() => enroll.mutate()}
      onCancel={onClose}
    >
      <Box>{`${selectionWords(selection)}. Those that wait as Discovered are enrolled; the others stay as they are.`}</Box>
    </FormModal>
  )
}
