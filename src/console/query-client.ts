import { keepPreviousData, MutationCache, QueryCache, QueryClient } from '@tanstack/react-query'
import { describeProblem, isProblem } from '../platform/console/problem.ts'

let whenSignedOut: () => void = () => {}

/** What to do when the server says that nobody is signed in any more; the root knows the way to the sign-in page. */
export function onSignedOut(act: () => void): void {
  whenSignedOut = act
}

/** A refusal stays a refusal: only what may pass by itself is tried again. */
function retry(failures: number, error: unknown) {
  return failures < 2 && describeProblem(error).code === undefined
}

function onError(error: unknown) {
  if (isProblem(error, 'not-signed-in')) whenSignedOut()
}

export const queryClient = new QueryClient({
  queryCache: new QueryCache({ onError }),
  mutationCache: new MutationCache({ onError }),
  defaultOptions: { queries: { retry, staleTime: 5_000, placeholderData: keepPreviousData } },
})
