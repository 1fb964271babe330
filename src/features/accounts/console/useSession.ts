import { useSuspenseQuery } from '@tanstack/react-query'
import { query } from '../../client.ts'
import type { Session } from '../accounts.api.ts'

/** The question that the whole console hangs on: who is signed in. Kept for five minutes, since every page asks it. */
export const sessionQuery = query.accounts.session.get.queryOptions({ input: {}, staleTime: 300_000 })

/** The signed-in person, the portals open to them and the provider's names; pages under the shell always have it. */
export function useSession(): Session {
  return useSuspenseQuery(sessionQuery).data
}
