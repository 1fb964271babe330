import { useSyncExternalStore } from 'react'

export interface FlashMessage {
  type: 'success' | 'error' | 'warning' | 'info' | 'in-progress'
  header?: string
  content: string
  /** such as the running task */
  link?: { text: string; href: string }
}

/** The same id again replaces the message. */
export interface ShownFlash extends FlashMessage {
  id: string
  /** when it was shown, in milliseconds since 1970 */
  at: number
}

let shown: ShownFlash[] = []
let last = 0
const listeners = new Set<() => void>()

function show(next: ShownFlash[]) {
  shown = next
  for (const listener of listeners) listener()
}

/** News that lead nowhere: they may go when something newer is shown. */
const isPassing = ({ type, link }: ShownFlash) => type === 'success' && link === undefined

/**
 * Shows a message above the page, newest first; a message under an id replaces the one shown under it, and any message takes the place of
 * successes that lead nowhere. Returns the id.
 */
export function flash(message: FlashMessage, id = String(++last)): string {
  show([{ ...message, id, at: Date.now() }, ...shown.filter((other) => other.id !== id && !isPassing(other))])
  return id
}

/** Takes a message away; none is left when no id is given. */
export function dismissFlash(id?: string): void {
  show(id === undefined ? [] : shown.filter((other) => other.id !== id))
}

/** Takes away the successes that lead nowhere and were shown before this moment: whoever has gone on to another page has read them. */
export function dismissRead(before: number): void {
  const left = shown.filter((message) => !isPassing(message) || message.at >= before)
  if (left.length < shown.length) show(left)
}

/** `const { flash, dismiss } = useFlash()`: messages above the page, also linking to the running task. */
export function useFlash() {
  return { flash, dismiss: dismissFlash }
}

/** The messages shown at present, newest first. */
export const shownFlashes = (): ShownFlash[] => shown

/** The messages shown at present, for a component that is drawn again when they change. */
export function useShownFlashes(): ShownFlash[] {
  return useSyncExternalStore(subscribe, shownFlashes)
}

function subscribe(listener: () => void) {
  listeners.add(listener)
  return () => listeners.delete(listener)
}
