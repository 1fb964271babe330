/**
 * Lets every plain link inside the console change the page without reloading: components need no router of their own, and a link
 * still opens in a new tab as links do.
 */
export function followLinks(go: (href: string) => void): void {
  document.addEventListener('click', (event) => {
    if (event.defaultPrevented || event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return
    const anchor = event.target instanceof Element ? event.target.closest('a[href]') : null
    if (!(anchor instanceof HTMLAnchorElement) || !isInside(anchor)) return
    event.preventDefault()
    go(anchor.pathname + anchor.search + anchor.hash)
  })
}

function isInside(anchor: HTMLAnchorElement): boolean {
  const served = /^\/(api|auth|openapi|reference|healthz)\b/
  return (
    anchor.origin === location.origin &&
    !anchor.hasAttribute('download') &&
    (anchor.target === '' || anchor.target === '_self') &&
    !served.test(anchor.pathname)
  )
}
