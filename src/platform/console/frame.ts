import { useSyncExternalStore } from 'react'

export interface Breadcrumb {
  text: string
  href: string
}

/** What the shell must know of the page it shows. */
export interface Frame {
  breadcrumbs: Breadcrumb[]
  /** whether the page is one table that takes the whole width */
  table: boolean
}

let current: Frame = { breadcrumbs: [], table: false }
const listeners = new Set<() => void>()

/** Reports the shell of the page; done by the page's frame. */
export function setFrame(frame: Frame): void {
  current = frame
  for (const listener of listeners) listener()
}

/** What the current page gave to the shell. */
export function useFrame(): Frame {
  return useSyncExternalStore(subscribe, () => current)
}

function subscribe(listener: () => void) {
  listeners.add(listener)
  return () => listeners.delete(listener)
}
