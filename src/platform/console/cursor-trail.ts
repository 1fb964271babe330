/** The cursors of the pages seen of one list: first page undefined, then one per page. */
export type CursorTrail = (string | undefined)[]

const FIRST: CursorTrail = [undefined]
const trails = new Map<string, CursorTrail>()

/** The pages seen of a list in this tab. */
export function readTrail(list: string): CursorTrail {
  return trails.get(list) ?? FIRST
}

/** On the first page of a list the pages behind it count as unseen: they may have changed. */
export function forgetTrail(list: string): void {
  trails.delete(list)
}

/** The number of the page that starts at a cursor; a page opened by a link counts as the second, the first being before it. */
export function pageOfCursor(trail: CursorTrail, cursor: string | undefined): number {
  const index = trail.indexOf(cursor)
  return index >= 0 ? index + 1 : 2
}

/** Remembers the cursor behind the present page and gives the trail up to it. */
export function rememberNext(list: string, trail: CursorTrail, page: number, cursor: string | undefined, next: string): CursorTrail {
  const before = trail.indexOf(cursor) >= 0 ? trail.slice(0, page) : [undefined, cursor]
  const known = [...before, next]
  trails.set(list, known)
  return known
}
