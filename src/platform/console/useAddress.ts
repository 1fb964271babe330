import { useLocation, useNavigate } from '@tanstack/react-router'
import { useCallback } from 'react'

/** Plain texts in the address, such as filter, sort and page: what makes a list that can be shared and reloaded. */
export type Address = Record<string, string | undefined>

/**
 * The search parameters of the address, and a setter that changes some of them: undefined or '' removes one.
 * Typing into a filter replaces the entry of the browser's history, anything else adds one.
 */
export function useAddress<Key extends string>() {
  const address = useLocation().search as Partial<Record<Key, string>>
  const navigate = useNavigate()
  const setAddress = useCallback(
    (change: Partial<Record<Key, string | undefined>>, { replace = false } = {}) => {
      const search = (before: Address): Address => ({ ...before, ...change })
      void navigate({ to: '.', search: search as never, replace, resetScroll: false })
    },
    [navigate],
  )
  return { address, setAddress }
}
