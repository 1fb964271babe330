import Checkbox from '@cloudscape-design/components/checkbox'
import FormField from '@cloudscape-design/components/form-field'
import Input from '@cloudscape-design/components/input'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { FormModal } from '../../../../platform/console/FormModal.tsx'
import { faultOf } from '../../../../platform/console/problem.ts'
import { api, query } from '../../../client.ts'
import type { PrinterListContent } from '../printer-list-address.ts'
import type { PrinterView } from '../printer-views.api.ts'

interface SaveViewProps {
  organizationId: string
  content: PrinterListContent
  /** the view that is changed; a new one where there is none */
  view?: PrinterView
  onClose: () => void
  onSaved: (view: PrinterView) => void
}

/** Saves what the list shows as a view, new or one's own: its name, and whether others see it. */
export function SaveView({ organizationId, content, view, onClose, onSaved }: SaveViewProps) {
  const [name, setName] = useState(view?.name ?? '')
  const [shared, setShared] = useState(view?.shared ?? false)
  const client = useQueryClient()
  const saving = useMutation({
    mutationFn: () => {
      const { search, facets, sort, direction, columns } = content
      const form = {
        organizationId,
        name,
        shared,
        sort,
        direction,
        columns: [...columns],
        filter: { ...(search && { search }), ...facets },
      }
      if (view) return api.printerViews.update({ ...form, viewId: view.id, version: view.version })
      return api.printerViews.create(form)
    },
    onSuccess: async (saved) => {
      await client.invalidateQueries({ queryKey: query.printerViews.key() })
      onSaved(saved)
    },
  })
  return (
    <FormModal
      title={view ? 'Rename or share the view' : 'Save as a new view'}
      submitLabel="Save"
      size="small"
      whyNot={name.trim() ? undefined : 'Name the view first.'}
      busy={saving.isPending}
      error={saving.error}
      onSubmit={saving.mutate}
      onCancel={onClose}
    >
      <FormField
        label="Name"
        description="It keeps the columns, their order, the filters and the sorting of the list."
        errorText={faultOf(saving.error, 'name')}
      >
        <Input value={name} onChange={({ detail }) => setName(detail.value)} />
      </FormField>
      <Checkbox
        checked={shared}
        description="Everybody who can read the printers of this organization sees it. Only you can change it."
        onChange={({ detail }) => setShared(detail.checked)}
      >
        Share this view
      </Checkbox>
    </FormModal>
  )
}
