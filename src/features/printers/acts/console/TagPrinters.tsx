import Box from '@cloudscape-design/components/box'
import Link from '@cloudscape-design/components/link'
import { useState } from 'react'
import { EditedByAnother } from '../../../../platform/console/EditedByAnother.tsx'
import { FormModal } from '../../../../platform/console/FormModal.tsx'
import { faultOf, isProblem } from '../../../../platform/console/problem.ts'
import { api } from '../../../client.ts'
import { pathTo } from '../../../paths.ts'
import { type LabelWindowProps, selectionWords } from '../../../selections/console/selection-window.ts'
import type { Selection } from '../../../selections/selections.api.ts'
import { useTaskStart } from '../../../tasks/console/useTaskStart.ts'
import type { PrinterDetails } from '../../printers.api.ts'
import { sameTags } from '../printer-labels.ts'
import { TagField } from './TagField.tsx'
import { usePrinterEdit } from './usePrinterEdit.ts'

/** The window `Tags`: those of one printer, or what all that are selected are given and lose. */
export function TagPrinters({ printer, selection, ...act }: LabelWindowProps) {
  if (printer) return <TagsOfOne {...act} printer={printer} />
  return selection && <TagsOfMany {...act} selection={selection} />
}

type Act = Omit<LabelWindowProps, 'printer' | 'selection'>

function TagsOfOne({ organizationId, printer, onClose, onStarted }: Act & { printer: PrinterDetails }) {
  const [tags, setTags] = useState(printer.tags)
  // What the editor has seen: the page goes on being read behind the window.
  const [seen, setSeen] = useState(printer.tags)
  const [overtaken, setOvertaken] = useState(false)
  const edit = usePrinterEdit(organizationId, onStarted)
  const same = sameTags(tags, seen)
  const save = () =>
    edit.mutate(
      { printerId: printer.id, tags, seen },
      {
        onError: async (error) => {
          if (!isProblem(error, 'edited-by-another')) return
          // From here on, saving answers theirs, which the reader now sees beside their own.
          setSeen((await api.printers.get({ organizationId, printerId: printer.id })).tags)
          setOvertaken(true)
        },
      },
    )
  const differences = same ? [] : [{ field: 'tags', label: 'Tags', mine: tags.join(', '), theirs: seen.join(', ') }]
  const takeTheirs = () => setTags(seen)
  return (
    <FormModal
      title="Tags"
      submitLabel="Save"
      whyNot={same ? 'The name has not changed.' : undefined}
      busy={edit.isPending}
      error={overtaken && isProblem(edit.error, 'edited-by-another') ? null : edit.error}
      onSubmit={save}
      onCancel={onClose}
    >
      {overtaken && (
        <EditedByAnother what="this printer" submitLabel="Save" differences={differences} onTake={takeTheirs} onTakeAll={takeTheirs} />
      )}
      <TagField
        organizationId={organizationId}
        label="Tags"
        mayCreate
        value={tags}
        error={faultOf(edit.error, 'tags')}
        onChange={setTags}
      />
      <ManageTags organizationId={organizationId} />
    </FormModal>
  )
}

function TagsOfMany({ organizationId, selection, onClose, onStarted }: Act & { selection: Selection }) {
  const [add, setAdd] = useState<string[]>([])
  const [remove, setRemove] = useState<string[]>([])
  const start = useTaskStart(
    organizationId,
    'tag-printers',
    (body: { selectionId: string; add: string[]; remove: string[] }, headers) =>
      api.printers.tagMany({ params: { organizationId }, headers, body }),
    onStarted,
  )
  return (
    <FormModal
      title="Tags"
      submitLabel="Save"
      whyNot={whyNotSave(add, remove)}
      busy={start.isPending}
      error={start.error}
      onSubmit={() => start.mutate({ selectionId: selection.id, add, remove })}
      onCancel={onClose}
    >
      <Box variant="p">{`${selectionWords(selection)}.`}</Box>
      <TagField
        organizationId={organizationId}
        label="Add tags"
        mayCreate
        value={add}
        error={faultOf(start.error, 'add')}
        onChange={setAdd}
      />
      <TagField
        organizationId={organizationId}
        label="Remove tags"
        value={remove}
        error={faultOf(start.error, 'remove')}
        onChange={setRemove}
      />
      <ManageTags organizationId={organizationId} />
    </FormModal>
  )
}

function ManageTags({ organizationId }: { organizationId: string }) {
  return <Link href={pathTo('tags', { organizationId })}>Rename and delete tags</Link>
}

function whyNotSave(add: string[], remove: string[]): string | undefined {
  if (add.length + remove.length === 0) return 'Choose tags to add or to remove first.'
  const both = add.find((tag) => remove.some((other) => other.toLowerCase() === tag.toLowerCase()))
  return both && `${both} cannot be both added and removed.`
}
