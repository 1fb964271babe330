import Alert from '@cloudscape-design/components/alert'
import Button from '@cloudscape-design/components/button'
import SpaceBetween from '@cloudscape-design/components/space-between'
import Table from '@cloudscape-design/components/table'

/** A field in which two editors' versions differ. */
export interface Difference {
  field: string
  label: string
  mine: string
  theirs: string
}

interface EditedByAnotherProps {
  /** such as "this contact" */
  what: string
  /** when the other version was saved, where that is known */
  savedOn?: string
  /** the button that saves the version below */
  submitLabel: string
  differences: readonly Difference[]
  onTake: (field: string) => void
  onTakeAll: () => void
}

/** Warns the second of two editors: both versions side by side, and a button to take over what the other wrote, field by field. */
export function EditedByAnother({ what, savedOn, submitLabel, differences, onTake, onTakeAll }: EditedByAnotherProps) {
  const saved = savedOn ? `Saved on ${savedOn}. ` : ''
  return (
    <SpaceBetween size="s">
      <Alert
        type="warning"
        statusIconAriaLabel="Warning"
        header={`Somebody else changed ${what} while you were editing`}
        action={
          differences.length > 1 && (
            <Button formAction="none" onClick={onTakeAll}>
              Take over all saved values
            </Button>
          )
        }
      >
        {`${saved}Your changes are still in the form below. Take over what you need from the saved version, then choose ${submitLabel}.`}
      </Alert>
      <Table
        variant="embedded"
        items={differences}
        trackBy="field"
        wrapLines
        ariaLabels={{ tableLabel: 'Both versions' }}
        empty="The form below is the same as the saved version."
        columnDefinitions={[
          { id: 'field', header: 'Field', isRowHeader: true, cell: ({ label }) => label },
          { id: 'mine', header: 'Yours', cell: ({ mine }) => mine || '(blank)' },
          { id: 'theirs', header: 'Saved', cell: ({ theirs }) => theirs || '(blank)' },
          {
            id: 'take',
            header: 'Action',
            cell: ({ field, label }) => (
              <Button variant="inline-link" formAction="none" ariaLabel={`Take over the saved ${label}`} onClick={() => onTake(field)}>
                Take over
              </Button>
            ),
          },
        ]}
      />
    </SpaceBetween>
  )
}
