import Box from '@cloudscape-design/components/box'
import { FormModal } from '../../../platform/console/FormModal.tsx'
import { type SelectionWindowProps, selectionWords } from '../../selections/console/selection-window.ts'
import { EMPTY_DRAFT } from '../contact-draft.ts'
import { ContactFields } from './ContactFields.tsx'
import { useAssignment } from './useAssignment.ts'
import { useContactDraft } from './useContactDraft.ts'

/** The window `Create and Assign Supplies Delivery Contact`: the contact and its assignment, both or neither. */
export function CreateAndAssignContact({ organizationId, selection, onClose, onStarted }: SelectionWindowProps) {
  const assignment = useAssignment(organizationId, selection.id, onStarted)
  const { draft, setDraft, faults, attempt } = useContactDraft(EMPTY_DRAFT, assignment.error)
  return (
    <FormModal
      title="Create and Assign Supplies Delivery Contact"
      size="large"
      submitLabel="Create and Assign"
      busy={assignment.isPending}
      error={Object.keys(faults).length > 0 ? null : assignment.error}
      onSubmit={() => attempt((contact) => assignment.mutate({ contact }))}
      onCancel={onClose}
    >
      <Box variant="p">{`${selectionWords(selection)}. The contact is created and assigned to ${selection.printers === 1 ? 'it' : 'them'}.`}</Box>
      <ContactFields draft={draft} faults={faults} onChange={setDraft} />
    </FormModal>
  )
}
