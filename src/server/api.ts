import { randomUUID } from 'node:crypto'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { ORPCError, ValidationError } from '@orpc/contract'
import { OpenAPIHandler } from '@orpc/openapi/node'
import { BodyLimitPlugin } from '@orpc/server/node'
import { z } from 'zod'
import type { Services } from '../features/doors.routes.ts'
import { Problem } from '../features/problems.ts'
import { isOutOfRange } from '../platform/db/database.ts'
import { InvalidCursor } from '../platform/page.ts'
import { router } from './features.ts'
import { isPacked, readPacked, tooLarge } from './packed-body.ts'

// A field that is missing says so in a person's words.
z.config({ customError: (issue) => (issue.code === 'invalid_type' && issue.input === undefined ? 'This is required.' : undefined) })

const PREFIX = '/api/v1'
const UNEXPECTED = 'unexpected'
const SEND_JSON = 'Send JSON with Content-Type: application/json.'
// A report of 500 readings is about 1.5 MB.
const MAX_BODY_BYTES = 8 * 1024 * 1024

/** Answers what is under /api/. */
export function createApi(services: Services) {
  const handler = new OpenAPIHandler(router, {
    plugins: [new BodyLimitPlugin({ maxBodySize: MAX_BODY_BYTES })],
    clientInterceptors: [
      async ({ next }) => {
        try {
          return await next()
        } catch (error) {
          throw asProblem(error, services)
        }
      },
    ],
    interceptors: [
      async ({ next }) => {
        try {
          return await next()
        } catch (error) {
          throw asProblem(error, services)
        }
      },
    ],
  })
  return async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    response.setHeader('Cache-Control', 'no-store')
    if (isForeignRequest(request))
      return refuse(response, 403, { code: 'not-allowed', message: 'Requests from pages of another site are not accepted.' })
    if (isOtherThanJson(request)) {
      const faults = [{ field: 'body', message: SEND_JSON }]
      return refuse(response, 400, { code: 'invalid-input', message: `The body is not JSON. ${SEND_JSON}`, data: { faults } })
    }
    const fault = isPacked(request) ? await unpack(request).catch((error: unknown) => asProblem(error, services)) : undefined
    if (fault) {
      // What has not been read of the body is not wanted any more.
      response.setHeader('Connection', 'close')
      return refuse(response, fault.status, { code: fault.code, message: fault.message, data: fault.data })
    }
    const requestId = randomUUID()
    response.setHeader('X-Request-Id', requestId)
    const context = { ...services, headers: request.headers, requestId, address: request.socket.remoteAddress }
    const { matched } = await handler.handle(request, response, { prefix: PREFIX, context })
    if (!matched)
      refuse(response, 404, { code: 'not-found', message: 'This operation does not exist. The API is described at /openapi.json.' })
  }
}

function refuse(response: ServerResponse, status: number, body: { code: string; message: string; data?: unknown }) {
  response.writeHead(status, { 'Content-Type': 'application/json' })
  response.end(JSON.stringify({ status, ...body }))
}

// A body that is there already is not read again.
async function unpack(request: IncomingMessage): Promise<undefined> {
  Object.assign(request, { body: JSON.parse(await readPacked(request, MAX_BODY_BYTES)) })
}

// The operations that take a file.
const TAKES_A_FORM = /^\/api\/v1\/organizations\/[^/]+\/contact-imports(\?|$)/

// Forms would be read too, and their fields taken for texts.
function isOtherThanJson({ headers, method, url = '' }: IncomingMessage): boolean {
  const type = headers['content-type']
  if (type === undefined || /^application\/json\s*(;|$)/i.test(type)) return false
  return !(method === 'POST' && TAKES_A_FORM.test(url) && /^multipart\/form-data\s*;/i.test(type))
}

// A browser tells where a request comes from; a cookie counts only for our own pages.
function isForeignRequest({ method = 'GET', headers }: IncomingMessage): boolean {
  if (!headers.cookie || method === 'GET' || method === 'HEAD' || !headers.origin) return false
  return URL.parse(headers.origin)?.host !== (headers['x-forwarded-host'] ?? headers.host)
}

/** What a request was refused with: ours as they are, the library's in our words, mistakes of ours without their inside but with a number to ask for. */
function asProblem(error: unknown, { log }: Services): ORPCError<string, unknown> {
  if (error instanceof Problem || (error instanceof ORPCError && error.code === UNEXPECTED)) return error
  const cause = error instanceof ORPCError ? error.cause : error
  if (cause instanceof InvalidCursor) return notOurCursor()
  if (cause instanceof SyntaxError) return notJson(cause)
  if (cause instanceof TypeError && cause.message.startsWith('Failed to parse body as FormData')) return notAForm()
  if (error instanceof ORPCError && error.code === 'BAD_REQUEST') return invalidInput(error)
  if (error instanceof ORPCError && error.code === 'PAYLOAD_TOO_LARGE') return tooLarge(MAX_BODY_BYTES)
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

const notJson = (error: SyntaxError) =>
  new Problem('invalid-input', `The body is not valid JSON: ${error.message}.`, {
    faults: [{ field: 'body', message: SEND_JSON }],
  })

const notAForm = () =>
  new Problem('invalid-input', 'The body is not a form as its Content-Type says.', {
    faults: [{ field: 'body', message: 'Send the file as multipart/form-data, with the boundary in Content-Type.' }],
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
