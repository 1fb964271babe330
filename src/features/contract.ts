import { oc as base } from '@orpc/contract'
import { z } from 'zod'
import type { Permission } from './accounts/roles.ts'
import { refusals } from './problems.ts'

/** What every operation says of itself: who may call it, and how large a request it takes. */
export interface OperationMeta extends Record<string, unknown> {
  /** a permission in the organization of the path; or one of four special entry points */
  access: Permission | 'anyone' | 'signed-in' | 'agent' | 'supplier'
  /** the largest body that is read; where absent, DEFAULT_BODY_BYTES */
  mostBytes?: number
  /** whether its body may be a form with a file */
  takesForm?: boolean
}

export const DEFAULT_BODY_BYTES = 64 * 1024
export const MEGABYTE = 1024 * 1024

const everywhere = refusals('invalid-input', 'too-large')

/** An operation in one organization: the caller needs this permission there. */
export const operation = (permission: Permission, body: Pick<OperationMeta, 'mostBytes' | 'takesForm'> = {}) =>
  base
    .$meta<OperationMeta>({ access: permission, ...body })
    .errors({ ...everywhere, ...refusals('not-signed-in', 'not-allowed', 'not-found') })

/** An operation for any signed-in person, about what is theirs. */
export const personal = base.$meta<OperationMeta>({ access: 'signed-in' }).errors({ ...everywhere, ...refusals('not-signed-in') })

/** An operation open to anyone. */
export const open = base.$meta<OperationMeta>({ access: 'anyone' }).errors(everywhere)

/** An operation of a supplier, who sends its token. */
export const supplierOperation = base
  .$meta<OperationMeta>({ access: 'supplier' })
  .errors({ ...everywhere, ...refusals('supplier-not-known') })

export const inOrganization = { organizationId: z.uuid() }

/** Query parameters of a list read page by page: by keyset, never by offset. */
export const paging = {
  cursor: z.string().max(2000).optional().describe('nextCursor of the previous page'),
  limit: z.coerce.number().int().min(1).max(200).default(50),
}

export const pageOf = <T extends z.ZodType>(item: T) =>
  z.object({ items: z.array(item), nextCursor: z.string().nullable().describe('null on the last page') })

/** The headers of an answer that is a file; `download.routes.ts` writes them. */
export const fileHeaders = z.object({ 'content-type': z.string(), 'content-disposition': z.string().describe('names the file') })

export const instant = z.iso.datetime({ offset: true }).describe('RFC 3339, UTC')

// What PostgreSQL and the calendars of both sides agree on.
const [FIRST_INSTANT, LAST_INSTANT] = [Date.parse('1970-01-01T00:00:00Z'), Date.parse('9999-12-31T00:00:00Z')]

/** An instant that a caller states: handlers get it in UTC. */
export const statedInstant = instant
  .refine((text) => {
    const time = Date.parse(text)
    return time >= FIRST_INSTANT && time <= LAST_INSTANT
  }, 'State a time from 1970 to 9999, such as 2026-05-01T12:00:00Z.')
  .transform((text) => new Date(text).toISOString())

/** A whole number that stands in a column of type integer. */
export const int32 = z.int32('This is a whole number from -2147483648 to 2147483647.')
export const reason = z.string().trim().min(1, 'State a reason.').max(1000)
export const idempotencyKey = z
  .string()
  .min(8)
  .max(200)
  .describe('repeat a request with the same key: it is done once and gets the same answer')

/** The input of an operation that starts a task, in detail. */
export const startsTask = <B extends z.ZodType>(body: B) =>
  z.object({ params: z.object(inOrganization), headers: z.object({ 'idempotency-key': idempotencyKey.optional() }), body })
export const Started = z.object({ taskId: z.string() })
