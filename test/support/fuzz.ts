import fc from 'fast-check'
import { credentialFor, type Inhabited } from './inhabited.ts'
import { type Operation, whoMay } from './operations.ts'
import { anyRequests, type Ids } from './requests.ts'
import { misfit, send } from './send.ts'

/** Tries an operation with generated requests, each as one of those who may do it; fails at the first answer that its contract does not allow. */
export async function fuzz(
  url: string,
  operation: Operation,
  cast: Inhabited,
  ids: Ids,
  params: { seed: number; numRuns: number },
): Promise<void> {
  const actors = whoMay(operation, cast)
  const callers =
    actors.length > 0
      ? actors.map(({ who, organizationId }) => ({ key: cast.keys[who], organizationId }))
      : [{ key: credentialFor(operation, cast), organizationId: cast.child }]
  let next = 0
  await fc.assert(
    fc.asyncProperty(anyRequests(operation, ids), async (request) => {
      const { key, organizationId } = callers[next++ % callers.length]!
      const filled = 'organizationId' in request.params ? { ...request.params, organizationId } : request.params
      const fault = misfit(operation, await send(url, operation, { ...request, params: filled }, key))
      if (fault) throw new Error(fault)
    }),
    { ...params, endOnFailure: true },
  )
}
