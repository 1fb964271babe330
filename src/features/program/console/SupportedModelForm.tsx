import FormField from '@cloudscape-design/components/form-field'
import Input from '@cloudscape-design/components/input'
import SpaceBetween from '@cloudscape-design/components/space-between'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { FormModal } from '../../../platform/console/FormModal.tsx'
import { useFlash } from '../../../platform/console/flash.ts'
import { formatCount } from '../../../platform/console/format.ts'
import { faultOf } from '../../../platform/console/problem.ts'
import { formatNumber } from '../../../platform/numbers.ts'
import { query } from '../../client.ts'
import { readPageCount } from '../offering-form.ts'
import type { Offering, SupportedModel } from '../program.api.ts'

interface SupportedModelFormProps {
  providerId: string
  offering: Offering
  /** the model whose limit is changed; without it one is added */
  model?: SupportedModel
  onClose: () => void
}

/** The window in which a model is added to the catalogue, or its limit changed. */
export function SupportedModelForm({ providerId, offering, model, onClose }: SupportedModelFormProps) {
  const [fields, setFields] = useState({
    manufacturer: model?.manufacturer ?? '',
    model: model?.model ?? '',
    limit: model?.lifetimePageCountLimit ? formatNumber(model.lifetimePageCountLimit) : '',
  })
  const [checked, setChecked] = useState(false)
  const save = useSavedModel(onClose)
  const limit = fields.limit.trim() === '' ? null : readPageCount(fields.limit)
  const missing = (field: 'manufacturer' | 'model', label: string) =>
    (checked && !fields[field].trim() && `${label} is required.`) || faultOf(save.error, field)
  return (
    <FormModal
      title={model ? `Change the limit of ${model.manufacturer} ${model.model}` : 'Add model'}
      submitLabel={model ? 'Save' : 'Add'}
      busy={save.isPending}
      error={save.error}
      onCancel={onClose}
      onSubmit={() => {
        setChecked(true)
        const { manufacturer, model: name } = fields
        if (!manufacturer.trim() || !name.trim() || limit === undefined) return
        save.mutate({ organizationId: providerId, manufacturer, model: name, lifetimePageCountLimit: limit })
      }}
    >
      {!model && (
        <SpaceBetween size="m">
          <FormField label="Manufacturer" errorText={missing('manufacturer', 'Manufacturer')}>
            <Input value={fields.manufacturer} onChange={({ detail }) => setFields({ ...fields, manufacturer: detail.value })} />
          </FormField>
          <FormField label="Model" description="As the printers report it, without the manufacturer." errorText={missing('model', 'Model')}>
            <Input value={fields.model} onChange={({ detail }) => setFields({ ...fields, model: detail.value })} />
          </FormField>
        </SpaceBetween>
      )}
      <FormField
        label="Maximum lifetime page count"
        description={`Leave it blank to use the limit of the offering, ${formatCount(offering.lifetimePageCountLimit)}.`}
        errorText={checked && limit === undefined && 'Type a whole number of pages above 0, or leave it blank.'}
      >
        <Input inputMode="numeric" value={fields.limit} onChange={({ detail }) => setFields({ ...fields, limit: detail.value })} />
      </FormField>
    </FormModal>
  )
}

function useSavedModel(onDone: () => void) {
  const queries = useQueryClient()
  const { flash } = useFlash()
  return useMutation(
    query.program.putSupportedModel.mutationOptions({
      onSuccess: ({ manufacturer, model }) => {
        void queries.invalidateQueries({ queryKey: query.program.key() })
        flash({ type: 'success', content: `${manufacturer} ${model} is saved.` })
        onDone()
      },
    }),
  )
}
