import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { getRequestListener } from '@hono/node-server'
import type { Services } from '../features/entry-points.routes.ts'
import { createApi } from './api.ts'
import { readTrustedProxies } from './client-address.ts'
import { type FrontRefusal, isApi, setHeaders, whyRefused } from './front.ts'
import { createSite } from './site.ts'

const IDLE_MILLISECONDS = 30_000
// Longer than the slowest line needs for the largest body.
const TIME_LIMITS = { headersTimeout: 15_000, requestTimeout: 300_000, connectionsCheckingInterval: 1000 }

interface WebServerOptions {
  publicUrl?: string
  trustedProxies?: readonly string[]
  idleMilliseconds?: number
}

/** The HTTP server: the API below /api/, and all else. */
export function createWebServer(services: Services, options: WebServerOptions): Server {
  const server = createServer(TIME_LIMITS, listener(services, options))
  server.timeout = options.idleMilliseconds ?? IDLE_MILLISECONDS
  return server
}

function listener(services: Services, options: WebServerOptions) {
  const publicUrl = options.publicUrl === undefined ? undefined : new URL(options.publicUrl)
  const proxies = readTrustedProxies(options.trustedProxies ?? [])
  const api = createApi(services, proxies)
  const site = getRequestListener(createSite(services, proxies).fetch)
  return (request: IncomingMessage, response: ServerResponse) => {
    setHeaders(request, response, publicUrl)
    response.on('timeout', () => endIfIdle(request, response))
    const refusal = whyRefused(request, publicUrl)
    if (refusal) return refuse(response, refusal)
    if (!isApi(request)) return void site(request, response)
    api(request, response).catch((err) => {
      services.log.error({ err }, 'a request could not be answered')
      response.destroy()
    })
  }
}

function refuse(response: ServerResponse, refusal: FrontRefusal): void {
  response.writeHead(refusal.status, { 'Content-Type': 'application/json' })
  response.end(JSON.stringify(refusal))
}

/**
 * Ends a connection on which nothing moved for a while, unless it is the server that has not answered yet.
 * @rule platform/idle-connections-end  A connection ends when for 30 seconds nothing of a request arrives, or nothing of an answer is read.
 */
function endIfIdle(request: IncomingMessage, response: ServerResponse): void {
  if (!request.complete || response.writableLength > 0) request.socket.destroy()
}
