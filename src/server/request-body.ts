import type { IncomingMessage } from 'node:http'
import { promisify } from 'node:util'
import { gunzip } from 'node:zlib'
import { Problem } from '../features/problems.ts'
import { isDeeperThan } from '../platform/json-depth.ts'

const unpack = promisify(gunzip)

// Deeper than any schema of ours reaches.
const DEEPEST_JSON = 32
// What is still read and thrown away of a body that was refused, so that its sender gets to read the answer.
const MOST_BYTES_IGNORED = 16 * 1024 * 1024
const SEND_JSON = 'Send JSON with Content-Type: application/json.'

const hasBody = ({ headers }: IncomingMessage) => headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0
const isForm = ({ headers }: IncomingMessage) => /^multipart\/form-data\s*;/i.test(headers['content-type'] ?? '')
const isJson = ({ headers }: IncomingMessage) => /^application\/json\s*(;|$)/i.test(headers['content-type'] ?? 'application/json')

/**
 * Reads the body of a request: JSON, or a form where the operation takes one. Undefined where there is none.
 * @rule platform/bodies-are-bounded  Each operation states how large its body may be; a larger one is refused before it is parsed, packed or not.
 * @rule platform/json-is-shallow  JSON with more than 32 levels is refused before it is parsed.
 */
export async function readBody(
  request: IncomingMessage,
  { mostBytes, takesForm }: { mostBytes: number; takesForm: boolean },
): Promise<unknown> {
  if (!hasBody(request)) return undefined
  if (!isJson(request) && !(takesForm && isForm(request))) throw badBody(`The body is not JSON. ${SEND_JSON}`, SEND_JSON)
  if (Number(request.headers['content-length'] ?? 0) > mostBytes) throw tooLarge(mostBytes)
  const bytes = await readBytes(request, mostBytes)
  return isForm(request) ? readForm(request, bytes) : readJson(bytes)
}

/** Reads on what is left of a body that was refused, and throws it away; breaks the connection where that is too much. */
export function ignoreBody(request: IncomingMessage): void {
  let bytes = 0
  request.on('data', (part: Buffer) => {
    bytes += part.length
    if (bytes > MOST_BYTES_IGNORED) request.destroy()
  })
}

/**
 * The bytes of a body, unpacked.
 * @rule platform/packed-bodies-are-bounded  A compressed body is refused if it is not gzip or decompresses to more than the limit for other bodies.
 */
async function readBytes(request: IncomingMessage, mostBytes: number): Promise<Buffer> {
  const encoding = (request.headers['content-encoding'] ?? 'identity').toLowerCase()
  if (encoding !== 'identity' && encoding !== 'gzip') throw badBody(`Content-Encoding is ${encoding}; send gzip, or plain JSON.`)
  const bytes = await readAll(request, mostBytes)
  if (encoding === 'identity') return bytes
  try {
    return await unpack(bytes, { maxOutputLength: mostBytes })
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE') throw tooLarge(mostBytes)
    throw badBody('The body is not valid gzip.')
  }
}

async function readAll(request: IncomingMessage, mostBytes: number): Promise<Buffer> {
  const parts: Buffer[] = []
  let bytes = 0
  // Not `for await`: leaving that would destroy the connection before the refusal is sent.
  await new Promise<void>((resolve, reject) => {
    request.on('data', (part: Buffer) => {
      bytes += part.length
      if (bytes <= mostBytes) return void parts.push(part)
      request.removeAllListeners('data')
      reject(tooLarge(mostBytes))
    })
    request
      .on('end', resolve)
      .on('error', reject)
      .on('close', () => reject(badBody('The body ended early.')))
  })
  return Buffer.concat(parts)
}

function readJson(bytes: Buffer): unknown {
  if (bytes.length === 0) return {}
  if (isDeeperThan(bytes, DEEPEST_JSON)) throw badBody(`The body has more than ${DEEPEST_JSON} levels of lists and objects in one another.`)
  try {
    return JSON.parse(bytes.toString('utf8'))
  } catch (error) {
    throw badBody(`The body is not valid JSON: ${(error as Error).message}.`, SEND_JSON)
  }
}

async function readForm(request: IncomingMessage, bytes: Buffer): Promise<FormData> {
  try {
    return await new Response(new Uint8Array(bytes), { headers: { 'content-type': request.headers['content-type']! } }).formData()
  } catch {
    throw badBody(
      'The body is not a form as its Content-Type says.',
      'Send the file as multipart/form-data, with the boundary in Content-Type.',
    )
  }
}

const badBody = (message: string, expected = message) =>
  new Problem('invalid-input', message, { faults: [{ field: 'body', message: expected }] })

const sizeOf = (bytes: number) => (bytes < 1024 * 1024 ? `${bytes / 1024} KB` : `${bytes / 1024 / 1024} MB`)

const tooLarge = (most: number) =>
  new Problem('too-large', `The request has more than ${sizeOf(most)}. Send it in parts, a file as several smaller ones.`)
