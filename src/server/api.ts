import { randomUUID } from 'node:crypto'
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { BlockList } from 'node:net'
import { ORPCError, ValidationError } from '@orpc/contract'
import { OpenAPIHandler } from '@orpc/openapi/node'
import { z } from 'zod'
import { type Circumstances, recognise, type Services } from '../features/entry-points.routes.ts'
import { Problem } from '../features/problems.ts'
import { isOutOfRange } from '../platform/db/database.ts'
import { InvalidCursor } from '../platform/page.ts'
import { clientAddress } from './client-address.ts'
import { router } from './features.ts'
import { findOperation, type KnownOperation } from './find-operation.ts'
import { ignoreBody, readBody } from './request-body.ts'

// A field that is missing says so in a person's words.
z.config({ customError: (issue) => (issue.code === 'invalid_type' && issue.input === undefined ? 'This is required.' : undefined) })

const PREFIX = '/api/v1'
const UNEXPECTED = 'unexpected'

/** Answers what is under /api/. */
export function createApi(services: Services, proxies: BlockList) {
  const asOurs = async ({ next }: { next: () => Promise<unknown> }) => {
    try {
      return await next()
    } catch (error) {
      throw asProblem(error, services)
    }
  }
  const handler = new OpenAPIHandler(router, {
    clientInterceptors: [asOurs],
    interceptors: [asOurs as never],
  })
  // Who sends it is known before its body is read; what is read already the library does not read again.
  const receive = async (request: IncomingMessage, about: Circumstances, operation: KnownOperation) => {
    const sender = await recognise(services, about, operation.access)
    const body = request.method === 'GET' ? undefined : await readBody(request, operation)
    if (body !== undefined) Object.assign(request, { body })
    return sender
  }
  return async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    response.setHeader('Cache-Control', 'no-store')
    const about = { headers: request.headers, requestId: randomUUID(), address: clientAddress(request, proxies) }
    response.setHeader('X-Request-Id', about.requestId)
    const operation = findOperation(request.method ?? 'GET', pathOf(request))
    if (!operation) return refuse(request, response, noSuchOperation())
    const sender = await receive(request, about, operation).catch((error: unknown) => asProblem(error, services))
    if (sender instanceof ORPCError) return refuse(request, response, sender)
    const { matched } = await handler.handle(request, response, { prefix: PREFIX, context: { ...services, ...about, ...sender } })
    if (!matched) refuse(request, response, noSuchOperation())
  }
}

const noSuchOperation = () => new Problem('not-found', 'This operation does not exist. The API is described at /openapi.json.')

// Below the prefix, as it was sent.
const pathOf = ({ url = '' }: IncomingMessage) => (url.startsWith(`${PREFIX}/`) ? url.slice(PREFIX.length).split('?', 1)[0]! : '')

function refuse(request: IncomingMessage, response: ServerResponse, { status, code, message, data }: ORPCError<string, unknown>) {
  if (!request.complete) ignoreBody(request)
  response.writeHead(status, { 'Content-Type': 'application/json' })
  response.end(JSON.stringify({ defined: true, status, code, message, data }))
}

/** What a request was refused with: ours as they are, the library's in our words, mistakes of ours without their inside but with a number to ask for. */
function asProblem(error: unknown, { log }: Services): ORPCError<string, unknown> {
  if (error instanceof Problem || (error instanceof ORPCError && error.code === UNEXPECTED)) return error
  const cause = error instanceof ORPCError ? error.cause : error
  if (cause instanceof InvalidCursor) return notOurCursor()
  if (error instanceof ORPCError && error.code === 'BAD_REQUEST') return invalidInput(error)
  if (error instanceof ORPCError && error.status < 500) return error
  const requestId = randomUUID()
  if (isOutOfRange(cause)) {
    // The contract is to say it first, with the place.
    log.warn({ err: cause, requestId }, 'a value that the contract allows does not fit into the database')
    return new Problem('invalid-input', `A value is out of the range that can be kept: ${(cause as Error).message}.`)
  }
  log.error({ err: cause ?? error, requestId }, 'unexpected')
  return new ORPCError(UNEXPECTED, {
    status: 500,
    message: `An unexpected error occurred on the server. If it persists, report the number ${requestId}.`,
    data: { requestId },
  })
}

const notOurCursor = () =>
  new Problem('invalid-input', 'cursor: The cursor does not belong to this list in this order. Start without a cursor.', {
    faults: [{ field: 'cursor', message: 'Send the nextCursor of the previous page with the same sort and direction, or no cursor.' }],
  })

function invalidInput(error: ORPCError<string, unknown>): Problem {
  if (!(error.cause instanceof ValidationError)) return new Problem('invalid-input')
  const faults = error.cause.issues.map((issue) => ({
    field: (issue.path ?? []).map((part) => (typeof part === 'object' ? part.key : part)).join('.'),
    message: issue.message,
  }))
  return new Problem('invalid-input', faults.map((fault) => (fault.field ? `${fault.field}: ${fault.message}` : fault.message)).join(' '), {
    faults,
  })
}
