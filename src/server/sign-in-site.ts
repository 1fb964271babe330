import type { HttpBindings } from '@hono/node-server'
import { type Context, Hono } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import { CLIENT_ADDRESS } from '../features/accounts/sign-in.command.ts'
import type { Services } from '../features/doors.routes.ts'
import { PROBLEMS, type ProblemCode } from '../features/problems.ts'

type Bindings = { Bindings: HttpBindings }

// What the console calls, by name: the sign-in library answers many more paths, some of which change a person.
const PATHS = ['/auth/sign-in/email', '/auth/sign-out'] as const
const MAX_BODY_BYTES = 16 * 1024

/**
 * The part of the site where people sign in and out.
 * @rule accounts/sign-in-paths  Only the paths of the sign-in library that the console uses are open; any other is not found.
 * @rule accounts/sign-in-bodies-are-small  A sign-in request has at most 16 KB; a larger one is refused before it is read completely.
 */
export function createSignInSite({ signIn }: Services, behindProxy: boolean) {
  const site = new Hono<Bindings>()
  const limited = bodyLimit({
    maxSize: MAX_BODY_BYTES,
    onError: (c) => {
      // What has not been read of the body is not wanted any more.
      c.header('Connection', 'close')
      return refuse(c, 'too-large', 'A sign-in request has at most 16 KB.')
    },
  })
  for (const path of PATHS) site.post(path, limited, (c) => signIn.handler(withClientAddress(c, behindProxy)))
  site.all('/auth/*', (c) => refuse(c, 'not-found', 'This operation does not exist. The API is described at /openapi.json.'))
  return site
}

function refuse(c: Context, code: ProblemCode, message: string) {
  const { status } = PROBLEMS[code]
  return c.json({ status, code, message }, status)
}

// From whom a request comes, for the limit on sign-ins: what the caller writes there himself counts for nothing, what our proxy adds does.
function withClientAddress(c: Context<Bindings>, behindProxy: boolean): Request {
  const forwarded = behindProxy ? c.req.header('x-forwarded-for')?.split(',').at(-1)?.trim() : undefined
  const headers = new Headers(c.req.raw.headers)
  headers.set(CLIENT_ADDRESS, forwarded ?? c.env.incoming.socket.remoteAddress ?? '')
  return new Request(c.req.raw, { headers })
}
