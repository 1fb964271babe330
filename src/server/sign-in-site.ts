import { randomUUID } from 'node:crypto'
import type { BlockList } from 'node:net'
import type { HttpBindings } from '@hono/node-server'
import { type Context, Hono } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import { z } from 'zod'
import { cookieName, signedToken, tokenOf } from '../features/accounts/session-cookie.ts'
import { SESSION_SECONDS, signInByPassword, signOut, type Visit } from '../features/accounts/sign-in.command.ts'
import type { Services } from '../features/entry-points.routes.ts'
import { PROBLEMS, Problem, type ProblemCode } from '../features/problems.ts'
import { clientAddress } from './client-address.ts'

type Bindings = { Bindings: HttpBindings }

const MAX_BODY_BYTES = 16 * 1024
const DEVICE_SECONDS = 180 * 24 * 60 * 60

const Credentials = z.object({ email: z.string().max(1000), password: z.string().max(1000), code: z.string().max(100).optional() })

/**
 * The part of the site where people sign in and out: it sets cookies, which the API never does.
 * @rule accounts/sign-in-paths  Only the paths that the console uses are open; any other is not found.
 * @rule accounts/sign-in-bodies-are-small  A sign-in request has at most 16 KB; a larger one is refused before it is read completely.
 */
export function createSignInSite(services: Services, proxies: BlockList) {
  const { db, log } = services
  const site = new Hono<Bindings>()
  const limited = bodyLimit({
    maxSize: MAX_BODY_BYTES,
    onError: (c) => {
      // The rest of the body is not read.
      c.header('Connection', 'close')
      return refuse(c, 'too-large', 'A sign-in request has at most 16 KB.')
    },
  })
  site.use('/auth/*', async (c, next) => {
    c.header('Cache-Control', 'no-store')
    await next()
  })
  site.post('/auth/sign-in/email', limited, async (c) => {
    const credentials = Credentials.safeParse(await c.req.json().catch(() => undefined))
    if (!credentials.success) return refuse(c, 'invalid-input', 'Send e-mail address and password as JSON.')
    const entered = await signInByPassword(services, credentials.data, visitOf(c, services, proxies))
    setCookie(c, services, 'session', entered.token, SESSION_SECONDS)
    setCookie(c, services, 'device', entered.device, DEVICE_SECONDS)
    return c.json({ success: true })
  })
  site.post('/auth/sign-out', limited, async (c) => {
    const token = tokenOf('session', c.req.header('cookie'), services.cookies)
    if (token) await signOut(db, token, visitOf(c, services, proxies))
    setCookie(c, services, 'session', '', 0)
    return c.json({ success: true })
  })
  site.all('/auth/*', (c) => refuse(c, 'not-found', 'This operation does not exist. The API is described at /openapi.json.'))
  site.onError((error, c) => {
    if (error instanceof Problem) return answer(c, error)
    log.error({ err: error }, 'a sign-in request could not be answered')
    return c.json({ status: 500, code: 'unexpected', message: 'Something went wrong on our side. Try again.' }, 500)
  })
  return site
}

const refuse = (c: Context, code: ProblemCode, message: string) => answer(c, new Problem(code, message))

function answer(c: Context, { code, message, data }: Problem) {
  if (code === 'too-many-sign-ins') c.header('Retry-After', String(data?.count ?? 60))
  const { status } = PROBLEMS[code]
  return c.json({ status, code, message }, status)
}

function visitOf(c: Context<Bindings>, { cookies }: Services, proxies: BlockList): Visit {
  return {
    address: clientAddress(c.env.incoming, proxies),
    userAgent: c.req.header('user-agent')?.slice(0, 400) ?? null,
    device: tokenOf('device', c.req.header('cookie'), cookies),
    requestId: randomUUID(),
  }
}

function setCookie(c: Context, { cookies }: Services, kind: 'session' | 'device', token: string, seconds: number): void {
  const value = token && signedToken(token, cookies.secret)
  const attributes = `Path=/; Max-Age=${seconds}; HttpOnly; SameSite=Lax${cookies.secure ? '; Secure' : ''}`
  c.header('Set-Cookie', `${cookieName(kind, cookies)}=${value}; ${attributes}`, { append: true })
}
