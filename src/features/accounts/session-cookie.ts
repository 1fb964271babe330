import { createHmac, timingSafeEqual } from 'node:crypto'

/**
 * The cookies of sign-in: token, dot, HMAC-SHA-256 of the token in base64, percent-encoded. One holds the session, the other is kept by a device from
 * which somebody signed in before. Behind TLS their names start with `__Host-`: no other host of the domain can set them.
 */

export interface CookieSettings {
  secret: string
  /** whether people reach the server by TLS alone */
  secure: boolean
}

type Kind = 'session' | 'device'

const NAMES: Record<Kind, string> = { session: 'mps.session_token', device: 'mps.device' }

export const cookieName = (kind: Kind, { secure }: CookieSettings): string => (secure ? '__Host-' : '') + NAMES[kind]

const signatureOf = (token: string, secret: string) => createHmac('sha256', secret).update(token).digest('base64')

/** The value of the cookie for a token. */
export const signedToken = (token: string, secret: string): string => encodeURIComponent(`${token}.${signatureOf(token, secret)}`)

/** The token that a Cookie header holds with our signature; undefined where there is none. */
export function tokenOf(kind: Kind, header: string | undefined, settings: CookieSettings): string | undefined {
  const wanted = cookieName(kind, settings)
  for (const part of header?.split(';') ?? []) {
    const [name, value] = part.split('=', 2)
    if (name!.trim() !== wanted || value === undefined) continue
    const signed = decoded(value.trim())
    const dot = signed.lastIndexOf('.')
    const token = signed.slice(0, dot)
    if (dot > 0 && isEqual(signed.slice(dot + 1), signatureOf(token, settings.secret))) return token
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
