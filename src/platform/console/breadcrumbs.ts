import { useSyncExternalStore } from 'react'

export interface Breadcrumb {
  text: string
  href: string
}

let current: Breadcrumb[] = []
const listeners = new Set<() => void>()

/** What the shell shows above the page; a page sets it through its frame. */
export function setBreadcrumbs(breadcrumbs: Breadcrumb[]): void {
  current = breadcrumbs
  for (const listener of listeners) listener()
}

/** The breadcrumbs of the page shown at present. */
export function useBreadcrumbs(): Breadcrumb[] {
  return useSyncExternalStore(subscribe, () => current)
}

function subscribe(listener: () => void) {
  listeners.add(listener)
  return () => listeners.delete(listener)
}
