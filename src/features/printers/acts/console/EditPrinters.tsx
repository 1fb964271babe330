import Box from '@cloudscape-design/components/box'
import Checkbox from '@cloudscape-design/components/checkbox'
import FormField from '@cloudscape-design/components/form-field'
import Input from '@cloudscape-design/components/input'
import SpaceBetween from '@cloudscape-design/components/space-between'
import { useState } from 'react'
import { EditedByAnother } from '../../../../platform/console/EditedByAnother.tsx'
import { FormModal } from '../../../../platform/console/FormModal.tsx'
import { faultOf, isProblem } from '../../../../platform/console/problem.ts'
import { api } from '../../../client.ts'
import { type LabelWindowProps, selectionWords } from '../../../selections/console/selection-window.ts'
import type { Selection } from '../../../selections/selections.api.ts'
import { useTaskStart } from '../../../tasks/console/useTaskStart.ts'
import type { PrinterDetails } from '../../printers.api.ts'
import { ASSET_TAG_LENGTH, LOCATION_LENGTH } from '../printer-labels.ts'
import { usePrinterEdit } from './usePrinterEdit.ts'

/** The window `Edit asset tag and location`, for one printer or for all that are selected. */
export function EditPrinters({ printer, selection, ...act }: LabelWindowProps) {
  if (printer) return <EditOne {...act} printer={printer} />
  return selection && <EditMany {...act} selection={selection} />
}

type Act = Omit<LabelWindowProps, 'printer' | 'selection'>

/** What stands in the fields of one printer; '' is none. */
const LABELS = { assetTag: 'Asset tag', location: 'Location' } as const
type Labels = Record<keyof typeof LABELS, string>

const labelsOf = ({ assetTag, locationSet }: PrinterDetails): Labels => ({ assetTag: assetTag ?? '', location: locationSet ?? '' })
const written = ({ assetTag, location }: Labels) => ({ assetTag: assetTag || null, location: location || null })

function EditOne({ organizationId, printer, onClose, onStarted }: Act & { printer: PrinterDetails }) {
  const [labels, setLabels] = useState(labelsOf(printer))
  // What the editor has seen: the page goes on being read behind the window.
  const [seen, setSeen] = useState(labels)
  const [overtaken, setOvertaken] = useState(false)
  const edit = usePrinterEdit(organizationId, onStarted)
  const overtakenNow = isProblem(edit.error, 'edited-by-another')
  const save = () =>
    edit.mutate(
      { printerId: printer.id, ...written(labels), seen: written(seen) },
      {
        onError: async (error) => {
          if (!isProblem(error, 'edited-by-another')) return
          // From here on, saving answers theirs, which the reader now sees beside their own.
          setSeen(labelsOf(await api.printers.get({ organizationId, printerId: printer.id })))
          setOvertaken(true)
        },
      },
    )
  const fields = Object.keys(LABELS) as (keyof Labels)[]
  const differing = fields.filter((field) => labels[field] !== seen[field])
  return (
    <FormModal
      title="Edit asset tag and location"
      submitLabel="Save"
      busy={edit.isPending}
      error={overtakenNow && overtaken ? null : edit.error}
      onSubmit={save}
      onCancel={onClose}
    >
      {overtaken && (
        <EditedByAnother
          what="this printer"
          submitLabel="Save"
          differences={differing.map((field) => ({ field, label: LABELS[field], mine: labels[field], theirs: seen[field] }))}
          onTake={(field) => setLabels({ ...labels, [field]: seen[field as keyof Labels] })}
          onTakeAll={() => setLabels(seen)}
        />
      )}
      <LabelField field="assetTag" value={labels.assetTag} error={edit.error} onChange={(assetTag) => setLabels({ ...labels, assetTag })} />
      <LabelField
        field="location"
        value={labels.location}
        reported={printer.locationRead}
        error={edit.error}
        onChange={(location) => setLabels({ ...labels, location })}
      />
    </FormModal>
  )
}

function EditMany({ organizationId, selection, onClose, onStarted }: Act & { selection: Selection }) {
  // Undefined leaves the field of each printer as it is.
  const [labels, setLabels] = useState<Partial<Record<keyof Labels, string | undefined>>>({})
  const edit = useTaskStart(
    organizationId,
    'edit-printers',
    (change: object, headers) =>
      api.printers.editMany({ params: { organizationId }, headers, body: { selectionId: selection.id, ...change } }),
    onStarted,
  )
  const change = Object.fromEntries(Object.entries(labels).flatMap(([field, text]) => (text === undefined ? [] : [[field, text || null]])))
  return (
    <FormModal
      title="Edit asset tag and location"
      submitLabel="Save"
      whyNot={Object.keys(change).length === 0 ? 'Choose what to change first.' : undefined}
      busy={edit.isPending}
      error={edit.error}
      onSubmit={() => edit.mutate(change)}
      onCancel={onClose}
    >
      <Box variant="p">{`${selectionWords(selection)}: each gets the values that you type here.`}</Box>
      {(Object.keys(LABELS) as (keyof Labels)[]).map((field) => (
        <SpaceBetween key={field} size="xs">
          <Checkbox
            checked={labels[field] !== undefined}
            onChange={({ detail }) => setLabels({ ...labels, [field]: detail.checked ? '' : undefined })}
          >
            {`Change the ${LABELS[field].toLowerCase()}`}
          </Checkbox>
          {labels[field] !== undefined && (
            <LabelField
              field={field}
              value={labels[field]}
              error={edit.error}
              onChange={(text) => setLabels({ ...labels, [field]: text })}
            />
          )}
        </SpaceBetween>
      ))}
    </FormModal>
  )
}

interface LabelFieldProps {
  field: keyof Labels
  value: string
  /** what shows where nothing is written */
  reported?: string | null
  error: unknown
  onChange: (value: string) => void
}

function LabelField({ field, value, reported, error, onChange }: LabelFieldProps) {
  const longest = field === 'assetTag' ? ASSET_TAG_LENGTH : LOCATION_LENGTH
  const emptied =
    field === 'assetTag'
      ? 'none.'
      : reported
        ? `the location that the printer reports, ${reported}.`
        : 'the location that the printer reports.'
  return (
    <FormField
      label={LABELS[field]}
      description={`Leave it blank for ${emptied}`}
      constraintText={`At most ${longest} characters.`}
      errorText={faultOf(error, field)}
    >
      <Input value={value} onChange={({ detail }) => onChange(detail.value.slice(0, longest))} />
    </FormField>
  )
}
