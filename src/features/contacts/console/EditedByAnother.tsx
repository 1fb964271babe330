import Alert from '@cloudscape-design/components/alert'
import Button from '@cloudscape-design/components/button'
import SpaceBetween from '@cloudscape-design/components/space-between'
import Table from '@cloudscape-design/components/table'
import { formatInstant } from '../../../platform/console/format.ts'
import { type ContactDraft, differences, draftOf } from '../contact-draft.ts'
import type { Contact } from '../contacts.api.ts'

interface EditedByAnotherProps {
  mine: ContactDraft
  theirs: Contact
  onTake: (draft: ContactDraft) => void
}

/** Tells the second of two editors: both versions side by side, and a button to take over what the other wrote, field by field. */
export function EditedByAnother({ mine, theirs, onTake }: EditedByAnotherProps) {
  const theirDraft = draftOf(theirs)
  const differing = differences(mine, theirDraft)
  return (
    <SpaceBetween size="s">
      <Alert
        type="warning"
        statusIconAriaLabel="Warning"
        header="Somebody else changed this contact while you were editing it"
        action={differing.length > 1 && <Button onClick={() => onTake(theirDraft)}>Take all of theirs</Button>}
      >
        {`Saved on ${formatInstant(theirs.updatedAt)}. Nothing of yours is lost: it still stands in the form below. Take what you want of the saved version, then choose Update Contact.`}
      </Alert>
      <Table
        variant="embedded"
        items={differing}
        trackBy="field"
        wrapLines
        ariaLabels={{ tableLabel: 'Both versions' }}
        empty="The form below is the same as the saved version."
        columnDefinitions={[
          { id: 'field', header: 'Field', isRowHeader: true, cell: ({ label }) => label },
          { id: 'mine', header: 'Yours', cell: ({ mine: value }) => value || '(blank)' },
          { id: 'theirs', header: 'Saved', cell: ({ theirs: value }) => value || '(blank)' },
          {
            id: 'take',
            header: 'Take over',
            cell: ({ field, label, theirs: value }) => (
              <Button variant="inline-link" ariaLabel={`Take the saved ${label}`} onClick={() => onTake({ ...mine, [field]: value })}>
                Take the saved
              </Button>
            ),
          },
        ]}
      />
    </SpaceBetween>
  )
}
