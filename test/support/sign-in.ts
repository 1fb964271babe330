import { randomInt } from 'node:crypto'
import { once } from 'node:events'
import http from 'node:http'
import { type Client, clientOf } from './server.ts'

export interface Answer {
  status: number
  body: Record<string, unknown>
  /** name=value of the cookies that were set */
  cookie: string
  /** after how many seconds to try again, where that is said */
  retryAfter?: number
}

interface From {
  origin?: string | null
  /** address on the loopback from which the request comes; by default one of its own, so that no limit is shared */
  from?: string
  headers?: Record<string, string>
}

/** Posts to the sign-in part of the server as a page of the console would: from its own origin. */
export async function postAuth(url: string, path: string, body: unknown, options: From = {}): Promise<Answer> {
  const at = new URL(`/auth${path}`, url.replace('localhost', '127.0.0.1'))
  const origin = options.origin === undefined ? at.origin : options.origin
  const request = http.request(at, {
    method: 'POST',
    localAddress: options.from ?? `127.77.${randomInt(256)}.${randomInt(1, 255)}`,
    headers: { 'content-type': 'application/json', ...(origin ? { origin } : {}), ...options.headers },
  })
  request.end(JSON.stringify(body))
  const [response] = (await once(request, 'response')) as [http.IncomingMessage]
  const text = Buffer.concat(await response.toArray()).toString()
  const cookie = (response.headers['set-cookie'] ?? []).map((one) => one.split(';')[0]).join('; ')
  const retryAfter = Number(response.headers['retry-after']) || undefined
  return { status: response.statusCode ?? 0, body: text ? JSON.parse(text) : {}, cookie, ...(retryAfter && { retryAfter }) }
}

/** Signs in by e-mail and password. */
export const trySignIn = (url: string, email: string, password: string, options?: From) =>
  postAuth(url, '/sign-in/email', { email, password }, options)

/** Signs in, and gives a client with the session's cookie. */
export async function signIn(url: string, email: string, password: string): Promise<{ client: Client; cookie: string }> {
  const { status, cookie, body } = await trySignIn(url, email, password)
  if (status !== 200) throw new Error(`${status} ${JSON.stringify(body)}`)
  return { client: clientOf(url, undefined, cookie), cookie }
}
