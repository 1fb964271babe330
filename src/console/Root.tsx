import Box from '@cloudscape-design/components/box'
import Link from '@cloudscape-design/components/link'
import SpaceBetween from '@cloudscape-design/components/space-between'
import Spinner from '@cloudscape-design/components/spinner'
import { useQueryErrorResetBoundary } from '@tanstack/react-query'
import { Outlet, useLocation, useRouter } from '@tanstack/react-router'
import { PAGES } from '../features/paths.ts'
import { PageFrame } from '../platform/console/PageFrame.tsx'
import { ProblemNote } from '../platform/console/ProblemNote.tsx'
import { isProblem } from '../platform/console/problem.ts'
import { Shell } from './Shell.tsx'
import { isPublic } from './visitors.ts'

/** The frame of all pages: bare for visitors, the shell for people who are signed in. */
export function Root() {
  const { pathname } = useLocation()
  if (isPublic(pathname)) return <Outlet />
  return (
    <Shell notFound={<NotFound />}>
      <Outlet />
    </Shell>
  )
}

/** Shown while a page or what it stands on is being loaded. */
export function PageLoading() {
  return (
    <Box textAlign="center" padding="xxl">
      <Spinner size="large" /> <span aria-live="polite">Loading</span>
    </Box>
  )
}

/** Shown for an address that is no page, and for what the reader may not see or was deleted. */
export function NotFound() {
  return (
    <PageFrame title="Not found" description="This page does not exist.">
      <SpaceBetween size="m">
        <Box>The address may be wrong, the item may have been deleted, or your roles do not give you access.</Box>
        <Link href={PAGES.dashboard}>Go to the dashboard</Link>
      </SpaceBetween>
    </PageFrame>
  )
}

/** Shown where a page cannot be built: what was not found, a refusal, or something unexpected with a way to try again. */
export function PageFailed({ error, reset }: { error: unknown; reset: () => void }) {
  const router = useRouter()
  const queries = useQueryErrorResetBoundary()
  if (isProblem(error, 'not-found')) return <NotFound />
  const again = () => {
    queries.reset()
    reset()
    void router.invalidate()
  }
  return (
    <Box padding="l">
      <SpaceBetween size="m">
        <ProblemNote error={error} retry={again} />
        <Link href={PAGES.dashboard}>Go to the dashboard</Link>
      </SpaceBetween>
    </Box>
  )
}
