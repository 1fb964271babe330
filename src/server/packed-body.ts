import type { IncomingMessage } from 'node:http'
import { promisify } from 'node:util'
import { gunzip } from 'node:zlib'
import { Problem } from '../features/problems.ts'

const unpack = promisify(gunzip)

/** Whether the body of a request comes packed. */
export const isPacked = ({ headers }: IncomingMessage): boolean => (headers['content-encoding'] ?? 'identity').toLowerCase() !== 'identity'

/**
 * Reads a body that comes packed by gzip. Neither it nor what it unpacks to may have more octets than `most`: a small body that unpacks to a huge
 * one is refused as soon as it has come to that.
 * @rule platform/packed-bodies-are-bounded  A packed body is refused where it is not gzip, or unpacks to more than an unpacked one may have.
 */
export async function readPacked(request: IncomingMessage, most: number): Promise<string> {
  const encoding = request.headers['content-encoding']
  if (encoding?.toLowerCase() !== 'gzip') throw notGzip(`Content-Encoding is ${encoding}; send gzip, or plain JSON.`)
  const packed = await readAll(request, most)
  try {
    return (await unpack(packed, { maxOutputLength: most })).toString('utf8')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE') throw tooLarge(most)
    throw notGzip('The body is not valid gzip.')
  }
}

async function readAll(request: IncomingMessage, most: number): Promise<Buffer> {
  const parts: Buffer[] = []
  let octets = 0
  for await (const part of request as AsyncIterable<Buffer>) {
    octets += part.length
    if (octets > most) throw tooLarge(most)
    parts.push(part)
  }
  return Buffer.concat(parts)
}

const notGzip = (message: string) => new Problem('invalid-input', message, { faults: [{ field: 'body', message }] })

/** A body of more octets than is taken. */
export const tooLarge = (most: number) =>
  new Problem('too-large', `The request has more than ${most / 1024 / 1024} MB. Send it in parts, a file as several smaller ones.`)
