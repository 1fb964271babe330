import Box from '@cloudscape-design/components/box'
import Checkbox from '@cloudscape-design/components/checkbox'
import FormField from '@cloudscape-design/components/form-field'
import Input from '@cloudscape-design/components/input'
import SpaceBetween from '@cloudscape-design/components/space-between'
import { useState } from 'react'
import { FormModal } from '../../../platform/console/FormModal.tsx'
import { faultOf } from '../../../platform/console/problem.ts'
import { api } from '../../client.ts'
import { useTaskStart } from '../../tasks/console/useTaskStart.ts'
import { ASSET_TAG_LENGTH, LOCATION_LENGTH } from '../printer-labels.ts'
import { type LabelWindowProps, selectionWords } from './selection-window.ts'
import { usePrinterEdit } from './usePrinterEdit.ts'

/** What is written; undefined leaves the field of each printer as it is. */
interface Labels {
  assetTag: string | undefined
  location: string | undefined
}

/** The window `Edit asset tag and location`, for one printer or for all that are selected. */
export function EditPrinters({ organizationId, selection, printer, onClose, onStarted }: LabelWindowProps) {
  const [labels, setLabels] = useState<Labels>(
    printer ? { assetTag: printer.assetTag ?? '', location: printer.locationSet ?? '' } : { assetTag: undefined, location: undefined },
  )
  const one = usePrinterEdit(organizationId, onStarted)
  const many = useTaskStart(
    organizationId,
    'edit-printers',
    (change: object, headers) =>
      api.printers.editMany({ params: { organizationId }, headers, body: { selectionId: selection?.id ?? '', ...change } }),
    onStarted,
  )
  const save = () => {
    const { assetTag, location } = labels
    const change = {
      ...(assetTag !== undefined && { assetTag: assetTag || null }),
      ...(location !== undefined && { location: location || null }),
    }
    if (printer) one.mutate({ printerId: printer.id, ...change })
    else many.mutate(change)
  }
  const error = one.error ?? many.error
  const nothing = labels.assetTag === undefined && labels.location === undefined
  return (
    <FormModal
      title="Edit asset tag and location"
      submitLabel="Save"
      whyNot={nothing ? 'Choose what to change first.' : undefined}
      busy={one.isPending || many.isPending}
      error={error}
      onSubmit={save}
      onCancel={onClose}
    >
      {selection && !printer && <Box variant="p">{`${selectionWords(selection)}: each is given what you write here.`}</Box>}
      <LabelField
        label="Asset tag"
        optional={!printer}
        value={labels.assetTag}
        longest={ASSET_TAG_LENGTH}
        hint="Empty: none."
        error={faultOf(error, 'assetTag')}
        onChange={(assetTag) => setLabels({ ...labels, assetTag })}
      />
      <LabelField
        label="Location"
        optional={!printer}
        value={labels.location}
        longest={LOCATION_LENGTH}
        hint={printer?.locationRead ? `Empty: what the printer tells, ${printer.locationRead}.` : 'Empty: what the printer tells.'}
        error={faultOf(error, 'location')}
        onChange={(location) => setLabels({ ...labels, location })}
      />
    </FormModal>
  )
}

interface LabelFieldProps {
  label: string
  /** whether it may be left as it is */
  optional: boolean
  value: string | undefined
  longest: number
  hint: string
  error: string | undefined
  onChange: (value: string | undefined) => void
}

function LabelField({ label, optional, value, longest, hint, error, onChange }: LabelFieldProps) {
  const field = value !== undefined && (
    <FormField label={label} description={hint} constraintText={`At most ${longest} characters.`} errorText={error}>
      <Input value={value} onChange={({ detail }) => onChange(detail.value.slice(0, longest))} />
    </FormField>
  )
  if (!optional) return field
  return (
    <SpaceBetween size="xs">
      <Checkbox checked={value !== undefined} onChange={({ detail }) => onChange(detail.checked ? '' : undefined)}>
        {`Change the ${label.toLowerCase()}`}
      </Checkbox>
      {field}
    </SpaceBetween>
  )
}
