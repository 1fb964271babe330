import { OpenAPIGenerator } from '@orpc/openapi'
import { ZodToJsonSchemaConverter } from '@orpc/zod/zod4'
import { contract } from '../features/api.ts'
import { ProblemData } from '../features/problems.ts'
import { knownOperations } from './find-operation.ts'

/** The description of the API in OpenAPI 3.1, made from the contract; of each operation with a body it says how large that may be. */
export async function describeApi() {
  const description = await describeContract()
  for (const { method, path, mostBytes } of knownOperations) {
    const { requestBody } = description.paths?.[path]?.[method.toLowerCase() as 'post'] ?? {}
    if (requestBody && !('$ref' in requestBody)) Object.assign(requestBody, { 'x-most-bytes': mostBytes })
  }
  return description
}

function describeContract() {
  const generator = new OpenAPIGenerator({ schemaConverters: [new ZodToJsonSchemaConverter()] })
  return generator.generate(contract, {
    info: {
      title: 'MPS Express',
      version: '1.0.0',
      description:
        'Managed print services: organizations, contacts, printers, the program, tasks. Sign in for a session cookie, or send an API key as `Authorization: Bearer …`. A refusal has a `code`, a `message` that says what to do, and where it helps `data.faults` with the place of each fault. `x-most-bytes` is the size of the largest body that an operation takes.',
      license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
    },
    commonSchemas: { ProblemData: { schema: ProblemData } },
    customErrorResponseBodySchema: (problems) => describeProblems(problems.map(([code]) => code)),
    servers: [{ url: '/api/v1' }],
    security: [{ session: [] }, { apiKey: [] }],
    components: {
      securitySchemes: {
        session: { type: 'apiKey', in: 'cookie', name: 'mps.session_token' },
        apiKey: { type: 'http', scheme: 'bearer' },
      },
    },
  })
}

const describeProblems = (codes: string[]) => ({
  type: 'object' as const,
  properties: {
    code: { enum: codes },
    status: { type: 'integer' as const },
    message: { type: 'string' as const, description: 'what is wrong and what to do, for a person' },
    data: { $ref: '#/components/schemas/ProblemData' },
  },
  required: ['code', 'status', 'message'],
})
