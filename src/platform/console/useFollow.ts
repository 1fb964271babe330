import { useRouter } from '@tanstack/react-router'
import { useCallback } from 'react'

interface FollowEvent {
  preventDefault: () => void
  detail: { href?: string | undefined }
}

/**
 * For `onItemFollow` of menus: changes the page without reloading. Plain links need no such thing, but menus keep their clicks to
 * themselves, so that nothing outside can follow their links.
 */
export function useFollow(): (event: FollowEvent) => void {
  const router = useRouter()
  return useCallback(
    (event) => {
      if (event.detail.href === undefined) return
      event.preventDefault()
      router.history.push(event.detail.href)
    },
    [router],
  )
}
