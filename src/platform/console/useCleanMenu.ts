import { type RefObject, useEffect } from 'react'

/**
 * A Cloudscape menu with a submenu holds, beside its items, empty elements that guard the focus and a wrapper that states
 * `aria-hidden="false"`. In a menu only items may stand, and some screen readers count the others: they are taken out of their sight.
 */
export function useCleanMenu(around: RefObject<HTMLElement | null>): void {
  useEffect(() => {
    const element = around.current
    if (!element) return
    const clean = () => {
      for (const guard of element.querySelectorAll<HTMLElement>('[role="menu"] div[tabindex="-1"]:empty')) guard.hidden = true
      for (const wrapper of element.querySelectorAll('[role="menu"] div[aria-hidden="false"]')) wrapper.removeAttribute('aria-hidden')
    }
    const observer = new MutationObserver(clean)
    observer.observe(element, { childList: true, subtree: true, attributeFilter: ['aria-hidden', 'tabindex'] })
    return () => observer.disconnect()
  }, [around])
}
