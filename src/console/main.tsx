import { I18nProvider } from '@cloudscape-design/components/i18n'
import messages from '@cloudscape-design/components/i18n/messages/all.en'
import '@cloudscape-design/global-styles/index.css'
import { QueryClientProvider } from '@tanstack/react-query'
import { RouterProvider } from '@tanstack/react-router'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { sessionQuery } from '../features/accounts/console/useSession.ts'
import { followLinks } from './links.ts'
import { onSignedOut, queryClient } from './query-client.ts'
import { router } from './routes.tsx'
import { isPublic } from './visitors.ts'

// The page's security policy forbids building functions from text, which the forms' rules would else try first.
// Said to the library before it is there: only some windows load it.
Object.assign(globalThis, { __zod_globalConfig: { jitless: true } })
followLinks((href) => router.history.push(href))
onSignedOut(() => {
  if (isPublic(router.state.location.pathname) || queryClient.getQueryData(sessionQuery.queryKey) === undefined) return
  queryClient.clear()
  void router.invalidate()
})

// A page that was open while the console was renewed asks for parts that are gone: loaded again, it finds the current ones. Only once, so that it ends.
addEventListener('vite:preloadError', () => {
  const last = Number(sessionStorage.getItem('reloaded'))
  if (Date.now() - last < 10_000) return
  const reload = () => {
    sessionStorage.setItem('reloaded', String(Date.now()))
    location.reload()
  }
  // Where the server does not answer at all, a page that says so is worth more than the browser's own.
  fetch('/healthz', { cache: 'no-store' }).then(reload, () => {})
})

const root = document.getElementById('root')
if (!root) throw new Error('the page has no element for the console')
createRoot(root).render(
  <StrictMode>
    <I18nProvider locale="en" messages={[messages]}>
      <QueryClientProvider client={queryClient}>
        <RouterProvider router={router} />
      </QueryClientProvider>
    </I18nProvider>
  </StrictMode>,
)
