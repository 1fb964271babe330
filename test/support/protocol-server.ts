import { EventEmitter, on } from 'node:events'
import { createServer, type Server as HttpServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { createServer as createTlsServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import { buffer } from 'node:stream/consumers'
import { setTimeout } from 'node:timers/promises'
import { gunzipSync } from 'node:zlib'
import { OpenAPIHandler } from '@orpc/openapi/fetch'
import { implement } from '@orpc/server'
import {
  type AgentConfiguration,
  type AgentWork,
  agentProtocol,
  INSTANCE_HEADER,
  type PrinterReading,
  type ReportItem,
} from '../../src/features/agent-protocol/agent-protocol.api.ts'

/**
 * A small server that speaks the agent protocol over real HTTP, for the agent's tests. It keeps what is reported in memory and processes
 * numbers as the real one does: what it already has is ignored.
 */
export class ProtocolServer {
  readonly codes = new Set<string>()
  readonly credentials = new Map<string, string>()
  readonly items: ReportItem[] = []
  readonly beats: { version: string; waiting: number; instance: string | undefined; diskTrouble: string | undefined }[] = []
  work: AgentWork[] = []
  configuration: AgentConfiguration
  deliveredThrough = 0
  /** Whether it counts what is reported and keeps nothing of it. */
  forgets = false
  /** Hears each item that is new. */
  taken: (item: ReportItem) => void = () => {}
  /** Items received, duplicates counted. */
  received = 0
  /** What it says that it understands: `changes`, `gzip`. */
  takes: string[] = []
  /** Readings by address, which changes belong to. */
  readonly known = new Map<string, PrinterReading>()
  /** Reports as they came: items as they were sent, and octets on the wire. */
  readonly reports: { kinds: string[]; octets: number; packed: boolean }[] = []
  /** Its clock less the true one. */
  clockAhead = 0
  /** Called before a request is answered; a number is the status that it is answered with instead. */
  trouble: (path: string, octets: Buffer) => Promise<number | undefined> | number | undefined = () => undefined
  /** The installation that has the credential; any where undefined. */
  instance: string | undefined
  readonly #tls: { key: string; cert: string } | undefined
  #http: HttpServer | undefined
  #port = 0
  #changes = new EventEmitter().setMaxListeners(100)

  /** `tls`: key and certificate, to be spoken with over HTTPS. */
  constructor(configuration: AgentConfiguration, tls?: { key: string; cert: string }) {
    this.configuration = configuration
    this.#tls = tls
  }

  get url(): string {
    return `${this.#tls ? 'https' : 'http'}://127.0.0.1:${this.#port}`
  }

  /** Begins to answer, on the same port as before. */
  async start(): Promise<void> {
    const handler = new OpenAPIHandler(this.#router())
    const listen = (request: IncomingMessage, response: ServerResponse) => void this.#answer(handler, request, response)
    this.#http = this.#tls ? createTlsServer(this.#tls, listen) : createServer(listen)
    const { promise, resolve } = Promise.withResolvers<void>()
    this.#http.listen(this.#port, '127.0.0.1', resolve)
    await promise
    this.#port = (this.#http.address() as AddressInfo).port
  }

  async #answer(handler: Handler, request: IncomingMessage, response: ServerResponse): Promise<void> {
    const path = request.url ?? '/'
    const octets = await buffer(request)
    const status = await this.trouble(path, octets)
    if (status !== undefined) return void response.writeHead(status, { 'Content-Type': 'text/html' }).end('<h1>trouble</h1>')
    const packed = request.headers['content-encoding'] === 'gzip'
    const body = packed ? gunzipSync(octets) : octets
    if (path.endsWith('/reports')) this.#note(body, octets.length, packed)
    const { authorization, [INSTANCE_HEADER]: instance, ...headers } = request.headers
    const { matched, response: answer } = await handler.handle(
      new Request(`http://127.0.0.1${path}`, {
        method: request.method ?? 'GET',
        headers: { 'content-type': String(headers['content-type'] ?? 'application/json') },
        ...(body.length > 0 && { body: new Uint8Array(body) }),
      }),
      { prefix: '/api/v1', context: { authorization, instance: String(instance) } },
    )
    if (!matched) return void response.writeHead(404).end()
    response.writeHead(answer.status, Object.fromEntries(answer.headers)).end(Buffer.from(await answer.arrayBuffer()))
  }

  #note(body: Buffer, octets: number, packed: boolean) {
    const { items } = JSON.parse(body.toString('utf8')) as { items: ReportItem[] }
    this.reports.push({ kinds: items.map(({ kind }) => kind), octets, packed })
  }

  /** Is away until the next start. */
  async stop(): Promise<void> {
    const http = this.#http
    if (!http) return
    this.#http = undefined
    const { promise, resolve } = Promise.withResolvers<void>()
    http.close(() => resolve())
    http.closeAllConnections()
    await promise
  }

  /** Resolves as soon as a condition holds; looked at whenever the agent has said something. */
  async until(holds: () => boolean, milliseconds = 15_000): Promise<void> {
    const signal = AbortSignal.timeout(milliseconds)
    const changes = on(this.#changes, 'change', { signal })
    if (holds()) return
    for await (const _ of changes) if (holds()) return
  }

  readings(address?: string) {
    return this.items.filter((item) => item.kind === 'reading' && (address === undefined || item.address === address))
  }

  #router() {
    const os = implement(agentProtocol).$context<Context>()
    const known = os.middleware(({ context, next, errors }) => {
      const agent = this.credentials.get(context.authorization?.replace(/^Bearer /, '') ?? '')
      if (agent === undefined) throw (errors as Record<string, () => Error>)['agent-not-known']!()
      return next()
    })
    const ofInstance = os.middleware(({ context: { instance }, next, errors }) => {
      if (this.instance !== undefined && instance !== this.instance)
        throw (errors as Record<string, () => Error>)['agent-used-elsewhere']!()
      return next()
    })
    return os.router({
      activate: os.activate.handler(({ input, errors }) => {
        if (!this.codes.delete(input.code)) throw errors['activation-code-invalid']()
        const credential = crypto.randomUUID()
        this.credentials.set(credential, input.hostName)
        this.#changes.emit('change')
        return { agentId: crypto.randomUUID(), name: 'Test agent', credential }
      }),
      heartbeat: os.heartbeat
        .use(known)
        .use(ofInstance)
        .handler(({ context: { instance }, input }) => {
          const { version, waiting, diskTrouble } = input
          this.beats.push({ version, waiting, instance, diskTrouble })
          this.#changes.emit('change')
          const serverTime = new Date(Date.now() + this.clockAhead).toISOString()
          return {
            serverTime,
            configurationRevision: this.configuration.revision,
            work: this.work,
            takes: this.takes,
            deliveredThrough: this.deliveredThrough,
          }
        }),
      configuration: os.configuration.use(known).handler(() => this.configuration),
      bundle: os.bundle.use(known).handler(({ errors }) => {
        throw errors['bundle-not-here']()
      }),
      updateOutcome: os.updateOutcome.use(known).handler(() => {}),
      report: os.report
        .use(known)
        .use(ofInstance)
        .handler(({ input }) => {
          const wholeWanted = this.#takeAll(input.items as ReportItem[])
          this.#changes.emit('change')
          return { deliveredThrough: this.deliveredThrough, setAside: [], wholeWanted }
        }),
    })
  }

  /** Takes items until one is of changes to a reading that it does not have, and returns its address. */
  #takeAll(items: readonly ReportItem[]): string[] {
    for (const item of items) {
      const before = this.known.get(item.address)
      if (item.kind === 'reading-changes' && !before && item.sequence > this.deliveredThrough) return [item.address]
      this.#take(item.kind === 'reading-changes' ? wholeOf(item, before) : item)
    }
    return []
  }

  #take(item: ReportItem) {
    this.received++
    if (item.sequence <= this.deliveredThrough) return
    this.deliveredThrough = item.sequence
    if (item.kind === 'reading') this.known.set(item.address, item.reading)
    this.taken(item)
    if (this.forgets) return
    this.items.push(item)
    if (item.kind === 'work-done' || item.kind === 'diagnosis') this.work = this.work.filter((piece) => piece.id !== item.workId)
  }
}

interface Context {
  authorization: string | undefined
  instance: string
}

type Handler = OpenAPIHandler<Context>

function wholeOf(item: Extract<ReportItem, { kind: 'reading-changes' }>, before: PrinterReading | undefined): ReportItem {
  const { sequence, address, at, changes } = item
  return { kind: 'reading', sequence, address, at, reading: { ...before!, ...changes } }
}

/** For `trouble`: answers after so many milliseconds, as ever. */
export const slowly = (milliseconds: number) => () => setTimeout(milliseconds, undefined)
