import { createORPCClient, ORPCError } from '@orpc/client'
import type { ContractRouterClient } from '@orpc/contract'
import type { JsonifiedClient } from '@orpc/openapi-client'
import { OpenAPILink } from '@orpc/openapi-client/fetch'
import { agentProtocol, INSTANCE_HEADER } from '../../features/agent-protocol/agent-protocol.api.ts'
import { createHttpsClient, type Transport } from './https-client.ts'

/** The server, as the agent sees it. */
export type Server = JsonifiedClient<ContractRouterClient<typeof agentProtocol>>

const TIMEOUT_MILLISECONDS = 30_000

export interface Connection {
  /** Asked for at each request. */
  credential: () => string | undefined
  /** Identifies this installation, also where another one has the same credential. */
  instance: string
  /** Whether the server has said that it understands something, such as `gzip`. */
  takes: (what: string) => boolean
  /** Ends what is under way. */
  signal: AbortSignal
  transport?: Transport
}

/** Speaks the agent protocol with a server. Throws when a certificate of the transport cannot be read. */
export function connect(url: string, { credential, instance, takes, signal, transport }: Connection): Server {
  const client = createHttpsClient(transport)
  signal.addEventListener('abort', () => client.close(), { once: true })
  const link = new OpenAPILink(agentProtocol, {
    url: `${url}/api/v1`,
    headers: () => {
      const bearer = credential()
      return { [INSTANCE_HEADER]: instance, ...(bearer !== undefined && { authorization: `Bearer ${bearer}` }) }
    },
    fetch: (request) =>
      client.fetch(request, {
        signal: AbortSignal.any([signal, AbortSignal.timeout(TIMEOUT_MILLISECONDS)]),
        compress: takes('gzip') && request.url.endsWith('/agent/reports'),
      }),
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
