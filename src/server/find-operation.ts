import { type AnyContractProcedure, isContractProcedure } from '@orpc/contract'
import { contract } from '../features/api.ts'
import { DEFAULT_BODY_BYTES, type OperationMeta } from '../features/contract.ts'

/** What must be known of an operation before anything of a request is read. */
export interface KnownOperation {
  access: OperationMeta['access']
  mostBytes: number
  takesForm: boolean
  method: string
  path: string
}

function operationsOf(part: unknown): KnownOperation[] {
  if (!isContractProcedure(part)) return Object.values(part as Record<string, unknown>).flatMap(operationsOf)
  const { meta, route } = (part as AnyContractProcedure)['~orpc']
  const { access, mostBytes = DEFAULT_BODY_BYTES, takesForm = false } = meta as OperationMeta
  return [{ access, mostBytes, takesForm, method: route.method ?? 'POST', path: route.path ?? '' }]
}

/** Every operation of the contract. */
export const knownOperations = operationsOf(contract)

const patterns = knownOperations.map((operation) => ({
  operation,
  // What is written out comes before what any value fits.
  parameters: operation.path.split('{').length,
  pattern: new RegExp(`^${operation.path.replace(/[.]/g, '\\.').replace(/\{\w+\}/g, '[^/]+')}/?$`),
}))
const byMethod = Map.groupBy(
  patterns.sort((a, b) => a.parameters - b.parameters),
  ({ operation }) => operation.method,
)

/** The operation at a path below /api/v1; undefined where there is none. */
export const findOperation = (method: string, path: string): KnownOperation | undefined =>
  byMethod.get(method)?.find(({ pattern }) => pattern.test(path))?.operation
