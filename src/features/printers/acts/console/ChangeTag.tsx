import FormField from '@cloudscape-design/components/form-field'
import Input from '@cloudscape-design/components/input'
import { useState } from 'react'
import { ActModal } from '../../../../platform/console/ActModal.tsx'
import { FormModal } from '../../../../platform/console/FormModal.tsx'
import { ProblemNote } from '../../../../platform/console/ProblemNote.tsx'
import { faultOf } from '../../../../platform/console/problem.ts'
import { formatNoun, plural } from '../../../../platform/numbers.ts'
import { api } from '../../../client.ts'
import { useTaskStart } from '../../../tasks/console/useTaskStart.ts'
import type { PrinterTag } from '../printer-acts.api.ts'
import { TAG_LENGTH } from '../printer-labels.ts'

interface ChangeTagProps {
  organizationId: string
  tag: PrinterTag
  onClose: () => void
  onStarted: (ended: Promise<unknown>) => void
}

/** The window `Rename tag`: a tag that takes the name of another becomes one with it. */
export function RenameTag({ organizationId, tag: { tag, printers }, onClose, onStarted }: ChangeTagProps) {
  const [name, setName] = useState(tag)
  const rename = useTaskStart(
    organizationId,
    'tag-printers',
    (body: { tag: string; name: string }, headers) => api.printers.renameTag({ params: { organizationId }, headers, body }),
    onStarted,
  )
  return (
    <FormModal
      title="Rename tag"
      submitLabel="Rename"
      whyNot={name.trim() === tag ? 'The name has not changed.' : name.trim() === '' ? 'Type a name first.' : undefined}
      busy={rename.isPending}
      error={faultOf(rename.error, 'name') ? undefined : rename.error}
      onSubmit={() => rename.mutate({ tag, name })}
      onCancel={onClose}
    >
      <FormField
        label="Name"
        description={`${formatNoun(printers, 'printer')} ${plural(printers, 'has', 'have')} the tag ${tag}. If you type the name of an existing tag, the two tags become one.`}
        constraintText={`At most ${TAG_LENGTH} characters, without a comma.`}
        errorText={faultOf(rename.error, 'name')}
      >
        <Input value={name} onChange={({ detail }) => setName(detail.value.slice(0, TAG_LENGTH))} />
      </FormField>
    </FormModal>
  )
}

/** The window `Delete tag`: says how many printers lose it. */
export function DeleteTag({ organizationId, tag: { tag, printers }, onClose, onStarted }: ChangeTagProps) {
  const deletion = useTaskStart(
    organizationId,
    'tag-printers',
    (body: { tag: string }, headers) => api.printers.deleteTag({ params: { organizationId }, headers, body }),
    onStarted,
  )
  const act = { label: 'Delete', busy: deletion.isPending, onAct: () => deletion.mutate({ tag }) }
  return (
    <ActModal title="Delete tag" act={act} onClose={onClose}>
      {`${formatNoun(printers, 'printer')} ${plural(printers, 'loses', 'lose')} the tag ${tag}. Nothing else changes.`}
      {deletion.error && <ProblemNote error={deletion.error} />}
    </ActModal>
  )
}
