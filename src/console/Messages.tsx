import { lazy, Suspense } from 'react'
import { type ShownFlash, useShownFlashes } from '../platform/console/flash.ts'

// Loaded with the first message: most pages are left without one. Where the server is gone, its absence must be sent all the same.
const Flashes = lazy(async () => ({
  default: await import('./Flashes.tsx').then(
    (loaded) => loaded.Flashes,
    () => PlainMessages,
  ),
}))

/** The messages above the page; nothing while there are none. */
export function Messages() {
  const shown = useShownFlashes()
  if (shown.length === 0) return null
  return (
    <Suspense fallback={null}>
      <Flashes shown={shown} />
    </Suspense>
  )
}

function PlainMessages({ shown }: { shown: ShownFlash[] }) {
  return (
    <ul role="status">
      {shown.map(({ id, header, content }) => (
        <li key={id}>{[header, content].filter(Boolean).join(': ')}</li>
      ))}
    </ul>
  )
}
