import type { IncomingHttpHeaders, IncomingMessage, ServerResponse } from 'node:http'

const NOSNIFF = { 'X-Content-Type-Options': 'nosniff' }
const FOR_BROWSERS = {
  'X-Frame-Options': 'DENY',
  // Addresses hold invitations and filters.
  'Referrer-Policy': 'no-referrer',
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Resource-Policy': 'same-origin',
}
const PAGE_POLICY =
  "default-src 'self'; img-src 'self' data:; font-src 'self' data:; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
const API_POLICY = "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
// Of this host alone: others of the domain may not use TLS.
const ONLY_TLS = 'max-age=31536000'

/** What a request is refused with before anything else of it is looked at. */
export interface FrontRefusal {
  status: number
  code: 'not-allowed'
  message: string
}

export const isApi = ({ url }: IncomingMessage): boolean => url?.startsWith('/api/') ?? false

/**
 * Sets what every answer says to browsers.
 * @rule platform/answers-are-not-sniffed  Every answer says how browsers handle it: no guessing of types, no frames, scripts and styles of this server only.
 * @rule platform/tls-is-kept  Where people reach the server by TLS, browsers are instructed to use nothing else; over plain HTTP they are not.
 */
export function setHeaders(request: IncomingMessage, response: ServerResponse, publicUrl: URL | undefined): void {
  for (const [name, value] of Object.entries({ ...NOSNIFF, ...FOR_BROWSERS })) response.setHeader(name, value)
  response.setHeader('Content-Security-Policy', isApi(request) ? API_POLICY : PAGE_POLICY)
  if (publicUrl?.protocol === 'https:') response.setHeader('Strict-Transport-Security', ONLY_TLS)
}

/**
 * Why a request is not for this server, or not from one of its pages; undefined where it is.
 * @rule platform/hosts-are-ours  With MPS_PUBLIC_URL set, a request that names another host is refused, unless it came to the server directly.
 * @rule platform/pages-of-others-do-not-act  A request that changes something is refused when a page of another site sends it.
 */
export function whyRefused(request: IncomingMessage, publicUrl: URL | undefined): FrontRefusal | undefined {
  if (publicUrl && !isOurHost(request, publicUrl))
    return {
      status: 421,
      code: 'not-allowed',
      message: `This server is reached at ${publicUrl.origin}. A proxy in front of it must forward the Host header.`,
    }
  if (isFromForeignPage(request, publicUrl))
    return { status: 403, code: 'not-allowed', message: 'Requests from pages of another site are not accepted.' }
  return undefined
}

// Without the port where it is the usual one.
const hostOf = ({ host }: IncomingHttpHeaders, { protocol }: URL) => URL.parse(`${protocol}//${host}`)?.host

// Health checks, and whoever is on this machine, name the address at which the server listens.
function isOurHost({ headers, socket, url }: IncomingMessage, publicUrl: URL): boolean {
  if (publicUrl.host === hostOf(headers, publicUrl) || url === '/healthz') return true
  const port = socket.localPort
  return [`localhost:${port}`, `127.0.0.1:${port}`, `[::1]:${port}`, `${socket.localAddress}:${port}`].includes(headers.host ?? '')
}

function isFromForeignPage({ method = 'GET', headers }: IncomingMessage, publicUrl: URL | undefined): boolean {
  if (method === 'GET' || method === 'HEAD' || headers.origin === undefined) return false
  const origin = URL.parse(headers.origin)
  if (publicUrl && publicUrl.host === hostOf(headers, publicUrl)) return origin?.origin !== publicUrl.origin
  return origin?.host !== (headers['x-forwarded-host'] ?? headers.host)
}
