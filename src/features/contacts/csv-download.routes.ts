import { Readable } from 'node:stream'

/** A CSV file as an answer: sent while it is written, to be kept under this name. */
export function csv(fileName: string, parts: AsyncIterable<string> | Iterable<string>) {
  // Old browsers and tools read the first name, in plain letters.
  const plain = fileName.replace(/[^\w .()-]/g, '_')
  const headers = {
    'content-type': 'text/csv; charset=utf-8',
    'content-disposition': `attachment; filename="${plain}"; filename*=UTF-8''${encodeURIComponent(fileName)}`,
  }
  const stream = Readable.toWeb(Readable.from(encoded(parts)))
  // The reader's side of the contract has a file here, made of what is streamed.
  return { headers, body: stream as unknown as File }
}

async function* encoded(parts: AsyncIterable<string> | Iterable<string>) {
  const encoder = new TextEncoder()
  for await (const part of parts) yield encoder.encode(part)
}
