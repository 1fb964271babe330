import dns from 'node:dns/promises'
import http, { type IncomingHttpHeaders, type OutgoingHttpHeaders } from 'node:http'
import https from 'node:https'
import net from 'node:net'
import tls from 'node:tls'
import { type AddressRange, mayConnectTo } from './address-rules.ts'

/** Thrown when a request would go to an address that the server does not connect to; nothing was sent. */
export class OutboundRefused extends Error {}

/** Thrown when an answer is larger, or takes longer, than is waited for. */
export class OutboundGaveUp extends Error {}

export interface OutboundOptions {
  /** ranges that are allowed besides the public internet */
  allowed?: readonly AddressRange[]
  /** for the whole request, from the name to the last byte of the answer */
  milliseconds?: number
  maxAnswerBytes?: number
}

export interface OutboundRequest {
  url: string
  method?: string
  headers?: OutgoingHttpHeaders
  body?: string | Uint8Array
}

export interface OutboundAnswer {
  status: number
  headers: IncomingHttpHeaders
  body: Buffer
}

/** Sends a request to an address that somebody entered. */
export type Outbound = (request: OutboundRequest) => Promise<OutboundAnswer>

/**
 * The one client for requests that the server makes to addresses that people enter. It connects to the public internet and to ranges that the provider
 * allows, and to nothing else: the address is checked where the connection is made, whether it was written as a number or came from a name, and once
 * more on the socket before a byte is sent. It follows no redirect, and gives up on an answer that is too large or takes too long.
 * @rule platform/outbound-is-bounded  Outbound requests reach no private, loopback or link-local address unless the provider allows it, follow no redirect, and are limited in time and size.
 */
export function createOutbound({ allowed = [], milliseconds = 10_000, maxAnswerBytes = 1024 * 1024 }: OutboundOptions = {}): Outbound {
  return async ({ url, method = 'GET', headers, body }) => {
    const target = URL.parse(url)
    if (target?.protocol !== 'https:' && target?.protocol !== 'http:') throw new OutboundRefused(`${url} is no address of http or https.`)
    const deadline = AbortSignal.timeout(milliseconds)
    try {
      const socket = await connect(target, allowed, deadline)
      return await exchange(socket, target, { method, headers, body, deadline, maxAnswerBytes })
    } catch (error) {
      if (deadline.aborted) throw new OutboundGaveUp(`${target.host} did not answer within ${milliseconds / 1000} seconds.`)
      throw error
    }
  }
}

async function connect(target: URL, allowed: readonly AddressRange[], deadline: AbortSignal): Promise<net.Socket> {
  const host = target.hostname.replace(/^\[|\]$/g, '')
  const port = Number(target.port) || (target.protocol === 'https:' ? 443 : 80)
  const addresses = net.isIP(host) ? [host] : (await raceAbort(dns.lookup(host, { all: true }), deadline)).map((found) => found.address)
  const permitted = addresses.filter((address) => mayConnectTo(address, allowed))
  if (permitted.length === 0) throw refusal(host, addresses)
  let trouble: unknown
  for (const address of permitted) {
    try {
      const socket = await connectTo(address, port, deadline)
      if (mayConnectTo(socket.remoteAddress ?? '', allowed)) return target.protocol === 'https:' ? secured(socket, host) : socket
      socket.destroy()
      throw refusal(host, [socket.remoteAddress ?? ''])
    } catch (error) {
      if (error instanceof OutboundRefused || deadline.aborted) throw error
      trouble = error
    }
  }
  throw trouble
}

const refusal = (host: string, addresses: readonly string[]) =>
  new OutboundRefused(
    `${host} is at ${addresses.join(', ')}, which is not an address of the public internet. To allow it, add its range to MPS_OUTBOUND_ALLOW.`,
  )

async function connectTo(host: string, port: number, deadline: AbortSignal): Promise<net.Socket> {
  const socket = net.connect({ host, port, signal: deadline })
  await settled(socket, 'connect')
  return socket
}

async function secured(socket: net.Socket, host: string): Promise<net.Socket> {
  const secure = tls.connect({ socket, ...(net.isIP(host) ? { host } : { servername: host }) })
  await settled(secure, 'secureConnect')
  return secure
}

const settled = (socket: net.Socket, event: string) =>
  new Promise<void>((resolve, reject) => {
    socket.once(event, resolve).once('error', reject)
    socket.once('close', () => reject(new Error('The connection was closed.')))
  })

function raceAbort<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  return Promise.race([
    work,
    new Promise<never>((_, reject) => signal.addEventListener('abort', () => reject(signal.reason), { once: true })),
  ])
}

interface Exchange {
  method: string
  headers: OutgoingHttpHeaders | undefined
  body: string | Uint8Array | undefined
  deadline: AbortSignal
  maxAnswerBytes: number
}

function exchange(socket: net.Socket, target: URL, { method, headers, body, deadline, maxAnswerBytes }: Exchange): Promise<OutboundAnswer> {
  const { request: begin } = target.protocol === 'https:' ? https : http
  return new Promise((resolve, reject) => {
    const request = begin(target, {
      method,
      // Who asks does not choose where to: only the address does.
      headers: { ...headers, host: target.host, ...(body !== undefined && { 'content-length': Buffer.byteLength(body) }) },
      signal: deadline,
      createConnection: () => socket,
    })
    request.on('error', reject)
    request.on('response', (response) => {
      const parts: Buffer[] = []
      let size = 0
      response.on('error', reject)
      response.on('data', (part: Buffer) => {
        size += part.length
        if (size <= maxAnswerBytes) return void parts.push(part)
        reject(new OutboundGaveUp(`The answer of ${target.host} is larger than ${maxAnswerBytes} bytes.`))
        request.destroy()
      })
      response.on('end', () => {
        socket.destroy()
        resolve({ status: response.statusCode ?? 0, headers: response.headers, body: Buffer.concat(parts) })
      })
      response.on('close', () => reject(new Error(`${target.host} closed the connection in the middle of its answer.`)))
    })
    request.end(body)
  })
}
