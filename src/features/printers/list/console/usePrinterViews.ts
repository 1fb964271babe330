import { useQuery } from '@tanstack/react-query'
import { useEffect } from 'react'
import { addressOf, contentOfView, isSameContent, type PrinterListAddress } from '../printer-list-address.ts'
import type { PrinterView } from '../printer-views.api.ts'
import { STANDARD_VIEW, SYSTEM_VIEWS } from '../system-views.ts'
import { viewsQuery } from './printer-list-queries.ts'
import type { PrinterListView } from './usePrinterList.ts'

const REMEMBERED = 'printer-list-default'

/** The views of the printer list, which of them is shown, and whether it was changed since. */
export function usePrinterViews(organizationId: string, { state, address, setAddress }: PrinterListView) {
  const views = useQuery(viewsQuery(organizationId))
  const items: readonly PrinterView[] = views.data?.items ?? SYSTEM_VIEWS
  const current = items.find(({ id }) => id === state.view)
  const defaultId = views.data?.defaultId ?? STANDARD_VIEW
  useDefaultView(views.data && items.find(({ id }) => id === defaultId), address, setAddress)
  return {
    items,
    current,
    changed: current !== undefined && !isSameContent(state, contentOfView(current)),
    defaultId,
    choose: (view: PrinterView) => setAddress(addressOfView(view)),
  }
}

export type PrinterViews = ReturnType<typeof usePrinterViews>

/** Everything that a view shows, and that it is this view. */
export const addressOfView = (view: PrinterView): PrinterListAddress => ({ ...addressOf(contentOfView(view)), view: view.id })

/**
 * Opens a list that was asked for by nothing but its name with the person's default view. The browser remembers that view, so that the
 * list need not be shown in another order first.
 */
function useDefaultView(view: PrinterView | undefined, address: PrinterListAddress, setAddress: PrinterListView['setAddress']) {
  const bare = Object.keys(address).length === 0
  useEffect(() => {
    if (view) localStorage.setItem(REMEMBERED, JSON.stringify(view.id === STANDARD_VIEW ? null : addressOfView(view)))
    const wanted: unknown = bare && JSON.parse(localStorage.getItem(REMEMBERED) ?? 'null')
    if (typeof wanted === 'object' && wanted !== null) setAddress(wanted, { replace: true })
  }, [view, bare, setAddress])
}
