import type { Operation } from './operations.ts'
import type { Request } from './requests.ts'

export interface Reply {
  status: number
  headers: Headers
  text: string
  json: unknown
}

const encoded = (value: unknown) => encodeURIComponent(typeof value === 'string' ? value.toWellFormed() : (JSON.stringify(value) ?? ''))

function query(values: Record<string, unknown>): string {
  const flat = (key: string, value: unknown): string[] => {
    if (value === undefined) return []
    if (Array.isArray(value)) return value.flatMap((inner, i) => flat(`${key}[${i}]`, inner))
    if (typeof value === 'object' && value !== null) return Object.entries(value).flatMap(([name, inner]) => flat(`${key}[${name}]`, inner))
    return [`${encodeURIComponent(key.toWellFormed())}=${encoded(value)}`]
  }
  return Object.entries(values)
    .flatMap(([key, value]) => flat(key, value))
    .join('&')
}

/** The path and query of a request. */
export function addressOf({ path }: Operation, request: Request): string {
  const filled = path.replace(/\{(\w+)\}/g, (_, name: string) => encoded(request.params[name] ?? ''))
  const rest = query(request.query)
  return `/api/v1${filled}${rest ? `?${rest}` : ''}`
}

function bodyOf(operation: Operation, { body }: Request): { type?: string; body?: BodyInit } {
  if (operation.method === 'GET' || operation.method === 'HEAD') return {}
  const isFile = JSON.stringify(operation.input).includes('"format":"binary"')
  if (!isFile || typeof body !== 'object' || body === null) return { type: 'application/json', body: JSON.stringify(body) }
  const form = new FormData()
  for (const [key, value] of Object.entries(body))
    if (key === 'file') form.append(key, new Blob([String(value)]), 'contacts.csv')
    else form.append(key, typeof value === 'string' ? value : (JSON.stringify(value) ?? ''))
  return { body: form }
}

/** Longer than any answer may take. */
const PATIENCE_MILLISECONDS = 15_000

/** Sends a request of an operation as HTTP; what is a stream of events is left at its beginning. */
export async function send(url: string, operation: Operation, request: Request, bearer?: string): Promise<Reply> {
  const { type, body } = bodyOf(operation, request)
  const headers: Record<string, string> = {}
  for (const [name, value] of Object.entries(request.headers))
    if (typeof value === 'string' && /^[\x20-\x7e]+$/.test(value)) headers[name] = value
  if (bearer) Object.assign(headers, { authorization: `Bearer ${bearer}`, 'mps-agent-instance': 'test' })
  if (type) headers['content-type'] = type
  const gone = new AbortController()
  const response = await fetch(url.replace('localhost', '127.0.0.1') + addressOf(operation, request), {
    method: operation.method,
    headers,
    body,
    signal: AbortSignal.any([gone.signal, AbortSignal.timeout(PATIENCE_MILLISECONDS)]),
  })
  if (response.headers.get('content-type')?.startsWith('text/event-stream')) {
    gone.abort()
    return { status: response.status, headers: response.headers, text: '', json: undefined }
  }
  const text = await response.text()
  const isJson = /^application\/json(;|$)/.test(response.headers.get('content-type') ?? '') && text !== ''
  return { status: response.status, headers: response.headers, text, json: isJson ? JSON.parse(text) : undefined }
}

/** What of an answer the contract of its operation does not allow; undefined where it fits. */
export function misfit(operation: Operation, { status, json, text }: Reply): string | undefined {
  if (status >= 500) return `${status}: ${text.slice(0, 300)}`
  if (status >= 400) {
    const code = (json as { code?: string } | undefined)?.code ?? ''
    return operation.refusals[code] === status ? undefined : `${status} ${code} is no refusal of the contract: ${text.slice(0, 300)}`
  }
  if (status !== operation.successStatus) return `${status} instead of ${operation.successStatus}`
  if (json === undefined || !operation.output) return undefined
  const read = operation.output.safeParse(json)
  return read.success ? undefined : `the answer is not what the contract says: ${read.error.message.slice(0, 500)}`
}
