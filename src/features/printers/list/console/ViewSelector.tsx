import ButtonDropdown, { type ButtonDropdownProps } from '@cloudscape-design/components/button-dropdown'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { lazy, Suspense, useState } from 'react'
import { flash } from '../../../../platform/console/flash.ts'
import { describeProblem } from '../../../../platform/console/problem.ts'
import { api, query } from '../../../client.ts'
import type { PrinterView } from '../printer-views.api.ts'
import type { PrinterListView } from './usePrinterList.ts'
import { addressOfView, type PrinterViews } from './usePrinterViews.ts'

const SaveView = lazy(async () => ({ default: (await import('./SaveView.tsx')).SaveView }))
const DeleteView = lazy(async () => ({ default: (await import('./DeleteView.tsx')).DeleteView }))

type Act = 'save' | 'copy' | 'edit' | 'delete' | 'default'

interface ViewSelectorProps {
  organizationId: string
  list: PrinterListView
  views: PrinterViews
}

/** Which view the list shows, and what can be done with views: copied all, changed and deleted one's own. */
export function ViewSelector({ organizationId, list, views }: ViewSelectorProps) {
  const [opened, setOpened] = useState<Act>()
  const { save, makeDefault } = useViewActs(organizationId, list)
  const { current, changed } = views
  const act = (id: string) => {
    const view = views.items.find((item) => item.id === id)
    if (view) views.choose(view)
    else if (id === 'save' && current) save.mutate(current)
    else if (id === 'default' && current) makeDefault.mutate(current)
    else setOpened(id as Act)
  }
  const close = () => setOpened(undefined)
  const chosen = (view: PrinterView) => {
    close()
    list.setAddress(addressOfView(view))
  }
  return (
    <>
      <ButtonDropdown
        items={menuItems(views)}
        loading={save.isPending || makeDefault.isPending}
        ariaLabel={`View: ${current?.name ?? 'none'}${changed ? ', changed' : ''}`}
        onItemClick={({ detail }) => act(detail.id)}
      >
        {current ? `${current.name}${changed ? ' (changed)' : ''}` : 'View'}
      </ButtonDropdown>
      <Suspense fallback={null}>
        {opened === 'copy' && <SaveView organizationId={organizationId} content={list.state} onClose={close} onSaved={chosen} />}
        {opened === 'edit' && current && (
          <SaveView organizationId={organizationId} content={list.state} view={current} onClose={close} onSaved={chosen} />
        )}
        {opened === 'delete' && current && (
          <DeleteView
            organizationId={organizationId}
            view={current}
            onClose={close}
            onDeleted={() => list.setAddress({ view: undefined })}
          />
        )}
      </Suspense>
    </>
  )
}

function useViewActs(organizationId: string, { state }: PrinterListView) {
  const client = useQueryClient()
  const refresh = () => client.invalidateQueries({ queryKey: query.printerViews.key() })
  const onError = (error: unknown) => flash({ type: 'error', content: describeProblem(error).message })
  const save = useMutation({
    mutationFn: ({ id: viewId, name, shared, version }: PrinterView) => {
      const { sort, direction, columns, search, facets } = state
      const filter = { ...(search && { search }), ...facets }
      return api.printerViews.update({ organizationId, viewId, version, name, shared, sort, direction, columns: [...columns], filter })
    },
    onSuccess: refresh,
    onError,
  })
  const makeDefault = useMutation({
    mutationFn: (view: PrinterView) => api.printerViews.setDefault({ organizationId, viewId: view.id }),
    onSuccess: async (_, { name }) => {
      flash({ type: 'success', content: `The printer list opens with the view ${name} from now on.` })
      await refresh()
    },
    onError,
  })
  return { save, makeDefault }
}

const GROUPS = { system: 'System views', own: 'Your views', shared: 'Shared views' } as const

function menuItems({ items, current, changed, defaultId }: PrinterViews): ButtonDropdownProps.ItemOrGroup[] {
  const groups = Object.entries(GROUPS).flatMap(([kind, text]) => {
    const views = items.filter((view) => view.kind === kind)
    return views.length > 0 ? [{ id: kind, text, items: views.map((view) => viewItem(view, view.id === current?.id, defaultId)) }] : []
  })
  const act = (id: Act, text: string, whyNot?: string) => ({ id, text, disabled: whyNot !== undefined, disabledReason: whyNot })
  const foreign = whyNotEdit(current)
  return [
    ...groups,
    {
      id: 'acts',
      text: 'This view',
      items: [
        act('save', 'Save changes', foreign ?? (changed ? undefined : 'Nothing was changed.')),
        act('copy', 'Save as a new view'),
        act('edit', 'Rename or share', foreign),
        act('delete', 'Delete', foreign),
        act('default', 'Open the list with this view', whyNotDefault(current, defaultId)),
      ],
    },
  ]
}

function viewItem({ id, name, owner, kind, shared }: PrinterView, isCurrent: boolean, defaultId: string): ButtonDropdownProps.Item {
  const remarks = [kind === 'shared' && owner, kind === 'own' && shared && 'shared', id === defaultId && 'opens first']
  const labelTag = remarks.filter(Boolean).join(', ')
  return { id, text: name, ...(labelTag && { labelTag }), ...(isCurrent && { iconName: 'check' as const }) }
}

function whyNotEdit(view: PrinterView | undefined): string | undefined {
  if (view === undefined) return 'Choose a view first.'
  if (view.kind === 'system') return 'System views can be copied, not edited.'
  return view.kind === 'shared' ? `Only ${view.owner} can change this view. Save it as a new one.` : undefined
}

function whyNotDefault(view: PrinterView | undefined, defaultId: string): string | undefined {
  if (view === undefined) return 'Choose a view first.'
  return view.id === defaultId ? 'It does already.' : undefined
}
