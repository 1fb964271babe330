import { createORPCClient, ORPCError } from '@orpc/client'
import type { ContractRouterClient } from '@orpc/contract'
import type { JsonifiedClient } from '@orpc/openapi-client'
import { OpenAPILink } from '@orpc/openapi-client/fetch'
import { agentProtocol } from '../features/agents/agent-protocol.api.ts'

/** The server, as the agent sees it. */
export type Server = JsonifiedClient<ContractRouterClient<typeof agentProtocol>>

const TIMEOUT_MILLISECONDS = 30_000

/** Speaks the agent protocol with a server. `credential` is asked for at each request; `signal` ends what is under way. */
export function connect(url: string, credential: () => string | undefined, signal: AbortSignal): Server {
  const link = new OpenAPILink(agentProtocol, {
    url: `${url}/api/v1`,
    headers: () => {
      const bearer = credential()
      return bearer === undefined ? {} : { authorization: `Bearer ${bearer}` }
    },
    fetch: (request, init) => fetch(request, { ...init, signal: AbortSignal.any([signal, AbortSignal.timeout(TIMEOUT_MILLISECONDS)]) }),
  })
  return createORPCClient(link)
}

/** Whether the server said no for this reason, rather than being away. */
export function isRefusal(error: unknown, code: string): boolean {
  return error instanceof ORPCError && error.code === code
}

/** The HTTP status of an answer that was an error; undefined where there was no answer. */
export function statusOf(error: unknown): number | undefined {
  return error instanceof ORPCError ? error.status : undefined
}
