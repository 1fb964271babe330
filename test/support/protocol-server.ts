import { EventEmitter, on } from 'node:events'
import { createServer, type Server as HttpServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { OpenAPIHandler } from '@orpc/openapi/node'
import { implement } from '@orpc/server'
import { type AgentConfiguration, type AgentWork, agentProtocol, type ReportItem } from '../../src/features/agents/agent-protocol.api.ts'

/**
 * A small server that speaks the agent protocol over real HTTP, for the agent's tests. It keeps what it is told in memory and treats
 * numbers as the real one does: what it already has is ignored.
 */
export class ProtocolServer {
  readonly codes = new Set<string>()
  readonly credentials = new Map<string, string>()
  readonly items: ReportItem[] = []
  readonly beats: { version: string; waiting: number }[] = []
  work: AgentWork[] = []
  configuration: AgentConfiguration
  deliveredThrough = 0
  /** Items received, duplicates counted. */
  received = 0
  #http: HttpServer | undefined
  #port = 0
  #changes = new EventEmitter().setMaxListeners(100)

  constructor(configuration: AgentConfiguration) {
    this.configuration = configuration
  }

  get url(): string {
    return `http://127.0.0.1:${this.#port}`
  }

  /** Begins to answer, on the same port as before. */
  async start(): Promise<void> {
    const handler = new OpenAPIHandler(this.#router())
    this.#http = createServer(async (request, response) => {
      const { matched } = await handler.handle(request, response, {
        prefix: '/api/v1',
        context: { authorization: request.headers.authorization },
      })
      if (!matched) response.writeHead(404).end()
    })
    const { promise, resolve } = Promise.withResolvers<void>()
    this.#http.listen(this.#port, '127.0.0.1', resolve)
    await promise
    this.#port = (this.#http.address() as AddressInfo).port
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
    const os = implement(agentProtocol).$context<{ authorization: string | undefined }>()
    const known = os.middleware(({ context, next, errors }) => {
      const agent = this.credentials.get(context.authorization?.replace(/^Bearer /, '') ?? '')
      if (agent === undefined) throw (errors as Record<string, () => Error>)['agent-not-known']!()
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
      heartbeat: os.heartbeat.use(known).handler(({ input }) => {
        this.beats.push({ version: input.version, waiting: input.waiting })
        this.#changes.emit('change')
        return { serverTime: new Date().toISOString(), configurationRevision: this.configuration.revision, work: this.work }
      }),
      configuration: os.configuration.use(known).handler(() => this.configuration),
      report: os.report.use(known).handler(({ input }) => {
        for (const item of input.items as ReportItem[]) this.#take(item)
        this.#changes.emit('change')
        return { deliveredThrough: this.deliveredThrough, setAside: [] }
      }),
    })
  }

  #take(item: ReportItem) {
    this.received++
    if (item.sequence <= this.deliveredThrough) return
    this.deliveredThrough = item.sequence
    this.items.push(item)
    if (item.kind === 'work-done') this.work = this.work.filter((piece) => piece.id !== item.workId)
  }
}
