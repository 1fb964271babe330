// Method and path of each operation, written by the build: the contract itself would bring every schema to every page.
import routes from 'virtual:contract-routes'
import { createORPCClient } from '@orpc/client'
import type { ContractRouterClient } from '@orpc/contract'
import type { JsonifiedClient } from '@orpc/openapi-client'
import { OpenAPILink } from '@orpc/openapi-client/fetch'
import { createTanstackQueryUtils } from '@orpc/tanstack-query'
import type { contract } from './api.ts'

const link = new OpenAPILink(routes, { url: () => `${location.origin}/api/v1` })

/** The typed client of the contract, as the console uses it: same origin, signed in by cookie. */
export const api: JsonifiedClient<ContractRouterClient<typeof contract>> = createORPCClient(link)

/** Options for TanStack Query per operation: `useQuery(query.printers.list.queryOptions({ input }))`. */
export const query = createTanstackQueryUtils(api)
