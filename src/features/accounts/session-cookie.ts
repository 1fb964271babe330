import { createHmac, timingSafeEqual } from 'node:crypto'

/**
 * The cookie of a session as Better Auth sets it: token, dot, HMAC-SHA-256 of the token in base64, percent-encoded. It is read here on every request,
 * because going through the library's own endpoint costs more than the request it guards.
 */

const NAMES = ['mps.session_token', '__Secure-mps.session_token']

const signatureOf = (token: string, secret: string) => createHmac('sha256', secret).update(token).digest('base64')

/** The value of the cookie for a token. */
export const signedToken = (token: string, secret: string): string => encodeURIComponent(`${token}.${signatureOf(token, secret)}`)

/** The token that a Cookie header bears with our signature; undefined where there is none. */
export function sessionToken(header: string | undefined, secret: string): string | undefined {
  for (const part of header?.split(';') ?? []) {
    const [name, value] = part.split('=', 2)
    if (!NAMES.includes(name!.trim()) || value === undefined) continue
    const signed = decoded(value.trim())
    const dot = signed.lastIndexOf('.')
    const token = signed.slice(0, dot)
    if (dot > 0 && isEqual(signed.slice(dot + 1), signatureOf(token, secret))) return token
  }
  return undefined
}

function decoded(value: string): string {
  try {
    return decodeURIComponent(value)
  } catch {
    return ''
  }
}

function isEqual(a: string, b: string): boolean {
  const [left, right] = [Buffer.from(a), Buffer.from(b)]
  return left.length === right.length && timingSafeEqual(left, right)
}
