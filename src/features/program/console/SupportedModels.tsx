import Button from '@cloudscape-design/components/button'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { EmptyState } from '../../../platform/console/EmptyState.tsx'
import { FormModal } from '../../../platform/console/FormModal.tsx'
import { useFlash } from '../../../platform/console/flash.ts'
import { formatCount } from '../../../platform/console/format.ts'
import { ListTable } from '../../../platform/console/ListTable.tsx'
import { ReasonedButton } from '../../../platform/console/ReasonedButton.tsx'
import { useAddress } from '../../../platform/console/useAddress.ts'
import { query } from '../../client.ts'
import type { Offering, SupportedModel } from '../program.api.ts'
import { SupportedModelForm } from './SupportedModelForm.tsx'

export type CatalogueModel = SupportedModel & { id: string }

interface SupportedModelsProps {
  providerId: string
  mayChange: boolean
  offering: Offering & { supportedModels: number }
}

/** The catalogue of supported models with their limits. */
export function SupportedModels({ providerId, mayChange, offering }: SupportedModelsProps) {
  const { address } = useAddress<'search' | 'cursor'>()
  const input = { organizationId: providerId, search: address.search, cursor: address.cursor }
  const models = useQuery(query.program.listSupportedModels.queryOptions({ input }))
  const [selected, setSelected] = useState<CatalogueModel[]>([])
  const [open, setOpen] = useState<'add' | 'change' | 'remove'>()
  const close = () => setOpen(undefined)
  const chosen = models.data?.items.find(({ id }) => id === selected[0]?.id)
  const whyNone = chosen ? undefined : 'Select a model first.'
  const add = (variant: 'primary' | 'normal') => (
    <Button variant={variant} onClick={() => setOpen('add')}>
      Add model
    </Button>
  )
  return (
    <>
      <ListTable
        title="Supported models"
        noun={['model', 'models']}
        list={models}
        total={address.search === undefined ? offering.supportedModels : undefined}
        rowId={({ id }) => id}
        rowLabel={({ manufacturer, model }) => `${manufacturer} ${model}`}
        columns={[
          { id: 'manufacturer', header: 'Manufacturer', cell: (m) => m.manufacturer, minWidth: 160 },
          { id: 'model', header: 'Model', cell: (m) => m.model, isRowHeader: true, minWidth: 200 },
          {
            id: 'limit',
            header: 'Maximum lifetime page count',
            minWidth: 220,
            cell: (m) =>
              m.lifetimePageCountLimit === null
                ? `${formatCount(offering.lifetimePageCountLimit)} (of the offering)`
                : formatCount(m.lifetimePageCountLimit),
          },
        ]}
        search="Manufacturer or model"
        {...(mayChange && { selection: { type: 'single' as const, selected: chosen ? [chosen] : [], onChange: setSelected } })}
        actions={
          mayChange && (
            <>
              <ReasonedButton whyNot={whyNone} onClick={() => setOpen('change')}>
                Change limit
              </ReasonedButton>
              <ReasonedButton whyNot={whyNone} onClick={() => setOpen('remove')}>
                Remove
              </ReasonedButton>
              {add('primary')}
            </>
          )
        }
        empty={
          <EmptyState title="No supported models yet" action={mayChange && add('normal')}>
            Without a supported model no printer is eligible.
          </EmptyState>
        }
      />
      {open === 'add' && <SupportedModelForm providerId={providerId} offering={offering} onClose={close} />}
      {open === 'change' && chosen && <SupportedModelForm providerId={providerId} offering={offering} model={chosen} onClose={close} />}
      {open === 'remove' && chosen && <RemoveModel providerId={providerId} model={chosen} onClose={close} />}
    </>
  )
}

function RemoveModel({ providerId, model, onClose }: { providerId: string; model: CatalogueModel; onClose: () => void }) {
  const queries = useQueryClient()
  const { flash } = useFlash()
  const name = `${model.manufacturer} ${model.model}`
  const remove = useMutation(
    query.program.deleteSupportedModel.mutationOptions({
      onSuccess: () => {
        void queries.invalidateQueries({ queryKey: query.program.key() })
        flash({ type: 'success', content: `${name} is no longer supported.` })
        onClose()
      },
    }),
  )
  return (
    <FormModal
      title={`Remove ${name}`}
      submitLabel="Remove"
      busy={remove.isPending}
      error={remove.error}
      onCancel={onClose}
      onSubmit={() => remove.mutate({ organizationId: providerId, id: model.id })}
    >
      <span>Printers of this model can no longer be added. Managed printers stay managed.</span>
    </FormModal>
  )
}
