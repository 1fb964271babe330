import { useState } from 'react'

/** The pages of a list in a window, read by keyset: the way back is remembered as long as the window is open, outside of the address. */
export interface WindowPaging {
  /** part of the input of the list's query */
  input: { cursor?: string }
  page: number
  turn: (page: number, nextCursor: string | null | undefined) => void
  /** back to the first page, such as when the filter changes */
  restart: () => void
}

export function useWindowPages(): WindowPaging {
  const [cursors, setCursors] = useState<string[]>([])
  const cursor = cursors.at(-1)
  const present = cursors.length + 1
  return {
    input: cursor === undefined ? {} : { cursor },
    page: present,
    turn: (page, next) => setCursors(page > present && next ? [...cursors, next] : cursors.slice(0, page - 1)),
    restart: () => setCursors([]),
  }
}
