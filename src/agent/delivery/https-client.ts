import { X509Certificate } from 'node:crypto'
import { type ClientRequest, Agent as HttpAgent, request as httpRequest, type IncomingMessage } from 'node:http'
import { Agent as HttpsAgent, request as httpsRequest } from 'node:https'
import { Readable } from 'node:stream'
import { type ConnectionOptions, checkServerIdentity, getCACertificates, type PeerCertificate } from 'node:tls'
import { promisify } from 'node:util'
import { gzip } from 'node:zlib'

/** How the agent reaches its server. Proxies are those of HTTPS_PROXY, HTTP_PROXY and NO_PROXY, as other programs have them. */
export interface Transport {
  /** Certificates (PEM) of an authority to trust besides the system's: that of a proxy that looks inside, or the company's own. */
  ca?: string
  /** The server's certificate (PEM): it and no other is trusted. */
  pin?: string
  environment?: NodeJS.ProcessEnv
}

export interface HttpsClient {
  /** `compress`: whether the server takes bodies that are packed. */
  fetch(request: Request, options: { signal: AbortSignal; compress: boolean }): Promise<Response>
  close(): void
}

const squeeze = promisify(gzip)
const WORTH_SQUEEZING = 1024

/** Connections to one server, kept open between requests. Throws when a certificate cannot be read. */
export function createHttpsClient({ ca, pin, environment = process.env }: Transport = {}): HttpsClient {
  const kept = { keepAlive: true, keepAliveMsecs: 30_000, maxSockets: 4, proxyEnv: environment }
  const http = new HttpAgent(kept)
  const https = new HttpsAgent({ ...kept, ...trustOf(ca, pin) })
  return {
    fetch: async (request, { signal, compress }) => {
      const body = Buffer.from(await request.arrayBuffer())
      const packed = compress && body.length > WORTH_SQUEEZING
      const content = packed ? await squeeze(body) : body
      const headers: Record<string, string> = Object.fromEntries(request.headers)
      if (packed) headers['content-encoding'] = 'gzip'
      if (content.length > 0) headers['content-length'] = String(content.length)
      const url = new URL(request.url)
      const options = { method: request.method, headers, signal }
      const sent =
        url.protocol === 'https:' ? httpsRequest(url, { ...options, agent: https }) : httpRequest(url, { ...options, agent: http })
      return responseOf(await answerTo(sent, content))
    },
    close: () => {
      http.destroy()
      https.destroy()
    },
  }
}

function trustOf(ca: string | undefined, pin: string | undefined): ConnectionOptions {
  if (pin !== undefined) {
    const { fingerprint256 } = new X509Certificate(pin)
    // Whatever name the server has: it is the one whose certificate was given.
    const isPinned = (_name: string, { fingerprint256: reported }: PeerCertificate) =>
      reported === fingerprint256 ? undefined : new Error(`The server's certificate is not the pinned one but ${reported}.`)
    return { ca: [pin], allowPartialTrustChain: true, checkServerIdentity: isPinned }
  }
  if (ca === undefined) return {}
  if (!/BEGIN CERTIFICATE/.test(ca)) throw new Error('The file with the certificate authority contains no certificate in PEM format.')
  return { ca: [...getCACertificates('default'), ca], checkServerIdentity }
}

function answerTo(sent: ClientRequest, content: Buffer): Promise<IncomingMessage> {
  const { promise, resolve, reject } = Promise.withResolvers<IncomingMessage>()
  sent.once('response', resolve).once('error', reject)
  sent.end(content)
  return promise
}

const WITHOUT_BODY = new Set([204, 205, 304])

function responseOf(answer: IncomingMessage): Response {
  const status = answer.statusCode ?? 500
  const headers = new Headers()
  for (const [name, value] of Object.entries(answer.headers)) if (value !== undefined) headers.set(name, String(value))
  if (WITHOUT_BODY.has(status)) {
    answer.resume()
    return new Response(null, { status, headers })
  }
  return new Response(Readable.toWeb(answer) as ReadableStream<Uint8Array>, { status, headers })
}
