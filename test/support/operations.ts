import { type AnyContractProcedure, isContractProcedure } from '@orpc/contract'
import { z } from 'zod'
import { may, PERMISSIONS, type Permission, type Role } from '../../src/features/accounts/roles.ts'
import { contract } from '../../src/features/api.ts'
import type { OperationMeta } from '../../src/features/contract.ts'
import type { Cast } from './make.ts'

/** A schema in JSON Schema, as far as the tests read it. */
export interface Schema {
  type?: string
  const?: unknown
  enum?: unknown[]
  anyOf?: Schema[]
  oneOf?: Schema[]
  allOf?: Schema[]
  properties?: Record<string, Schema>
  required?: string[]
  additionalProperties?: Schema | boolean
  propertyNames?: Schema
  items?: Schema
  minItems?: number
  maxItems?: number
  format?: string
  pattern?: string
  minLength?: number
  maxLength?: number
  minimum?: number
  maximum?: number
  exclusiveMinimum?: number
}

/** An operation of the contract, as the tests that are generated from it need it. */
export interface Operation {
  name: string
  method: string
  path: string
  summary: string | undefined
  access: OperationMeta['access'] | undefined
  meta: Partial<OperationMeta>
  /** whether its input has params, query, headers and body of their own */
  detailed: boolean
  input: Schema
  output: z.ZodType | undefined
  successStatus: number
  /** HTTP status by the code of each refusal */
  refusals: Record<string, number>
}

const asSchema = (schema: z.ZodType | undefined): Schema =>
  schema ? (z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }) as Schema) : { type: 'object', properties: {} }

function operationsOf(part: unknown, name = ''): Operation[] {
  if (!isContractProcedure(part))
    return Object.entries(part as Record<string, unknown>).flatMap(([key, inner]) => operationsOf(inner, name ? `${name}.${key}` : key))
  const { route, meta, inputSchema, outputSchema, errorMap } = (part as AnyContractProcedure)['~orpc']
  const said = meta as Partial<OperationMeta>
  return [
    {
      name,
      method: route.method ?? 'POST',
      path: route.path ?? '',
      summary: route.summary,
      access: said.access,
      meta: said,
      detailed: route.inputStructure === 'detailed',
      input: asSchema(inputSchema as z.ZodType | undefined),
      output: outputSchema as z.ZodType | undefined,
      successStatus: route.successStatus ?? 200,
      refusals: Object.fromEntries(
        Object.entries(errorMap as Record<string, { status?: number }>).map(([code, { status = 500 }]) => [code, status]),
      ),
    },
  ]
}

/** Every operation of the contract: a new one is in every generated test without anybody thinking of it. */
export const operations = operationsOf(contract)

/** Whether an operation is done in one organization, by whoever has a role there that allows it. */
export const isInOrganization = ({ access }: Operation) => access !== undefined && access in PERMISSIONS

/** The names of the parameters in the path of an operation. */
export const pathParameters = ({ path }: Operation) => Array.from(path.matchAll(/\{(\w+)\}/g), ([, name]) => name!)

/** What of an input goes into the path, the query and the body, each with its schema. */
export function partsOf(operation: Operation): Record<'params' | 'query' | 'headers' | 'body', Schema> {
  const none: Schema = { type: 'object', properties: {} }
  if (operation.detailed) {
    const { params = none, query = none, headers = none, body = none } = operation.input.properties ?? {}
    return { params, query, headers, body }
  }
  const inPath = pathParameters(operation)
  const { properties = {}, required = [] } = operation.input
  const pick = (wanted: (key: string) => boolean): Schema => ({
    type: 'object',
    properties: Object.fromEntries(Object.entries(properties).filter(([key]) => wanted(key))),
    required: required.filter(wanted),
  })
  const params = pick((key) => inPath.includes(key))
  const rest = pick((key) => !inPath.includes(key))
  return operation.method === 'GET'
    ? { params, query: rest, headers: none, body: none }
    : { params, query: none, headers: none, body: rest }
}

/** Everybody of the cast who acts somewhere, with the role held there. */
export const actorsOf = (cast: Cast): { who: string; organizationId: string; kind: 'provider' | 'partner' | 'child'; role: Role }[] => [
  { who: 'operator', organizationId: cast.provider, kind: 'provider', role: 'customer-operations-specialist' },
  { who: 'offers', organizationId: cast.provider, kind: 'provider', role: 'mps-offer-manager' },
  { who: 'provider', organizationId: cast.provider, kind: 'provider', role: 'organization-administrator' },
  { who: 'partner', organizationId: cast.partner, kind: 'partner', role: 'organization-administrator' },
  { who: 'partner-users', organizationId: cast.partner, kind: 'partner', role: 'user-administrator' },
  { who: 'partner-owner', organizationId: cast.partner, kind: 'partner', role: 'partner-administrator' },
  { who: 'partner-owner', organizationId: cast.child, kind: 'child', role: 'partner-administrator' },
  { who: 'partner-fleet', organizationId: cast.child, kind: 'child', role: 'fleet-management-administrator' },
  { who: 'partner-fleet', organizationId: cast.partner, kind: 'partner', role: 'fleet-management-administrator' },
  { who: 'partner-viewer', organizationId: cast.child, kind: 'child', role: 'fleet-management-viewer' },
]

/** Those who may do an operation, each where they may. */
export const whoMay = (operation: Operation, cast: Cast) =>
  actorsOf(cast).filter(({ role, kind }) => isInOrganization(operation) && may([role], operation.access as Permission, kind))
