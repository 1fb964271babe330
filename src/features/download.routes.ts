import type { Scope } from '../platform/scope.ts'
import { Slots } from '../platform/slots.ts'
import { Problem } from './problems.ts'

const ofPerson = new Slots(2)
const ofOrganization = new Slots(4)

type Parts = AsyncIterable<string | Uint8Array> | Iterable<string | Uint8Array>

/**
 * A file as an answer, sent while it is written and kept under this name.
 * @rule files/downloads-are-limited  At the same time a person has at most 2 downloads and an organization 4; the next is refused.
 */
export function download(scope: Scope, fileName: string, parts: Parts, type = 'text/csv; charset=utf-8') {
  const freePerson = ofPerson.take(scope.actor.id)
  const freeOrganization = freePerson && ofOrganization.take(scope.organizationId)
  const free = () => {
    freePerson?.()
    freeOrganization?.()
  }
  if (!freeOrganization) {
    free()
    throw new Problem('busy', 'Several of your downloads are running. Wait until one has ended.')
  }
  return attachment(fileName, streamOf(parts, free), type)
}

/** A file of a few kilobytes as an answer. */
export const smallDownload = (fileName: string, text: string) =>
  attachment(
    fileName,
    streamOf([text], () => {}),
    'text/csv; charset=utf-8',
  )

function attachment(fileName: string, stream: ReadableStream<Uint8Array>, type: string) {
  // Old browsers and tools read the first name, in plain letters.
  const plain = fileName.replace(/[^\w .()-]/g, '_')
  const names = `filename="${plain}"${plain === fileName ? '' : `; filename*=UTF-8''${encodeURIComponent(fileName)}`}`
  // The reader's side of the contract has a file here, made of what is streamed.
  return { headers: { 'content-type': type, 'content-disposition': `attachment; ${names}` }, body: stream as unknown as File }
}

// Made as fast as the reader takes it, and no further when the reader has gone.
function streamOf(parts: Parts, ended: () => void): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder()
  const iterator = Symbol.asyncIterator in parts ? parts[Symbol.asyncIterator]() : parts[Symbol.iterator]()
  return new ReadableStream<Uint8Array>({
    pull: async (controller) => {
      try {
        const { done, value } = await iterator.next()
        if (done) {
          controller.close()
          ended()
        } else controller.enqueue(typeof value === 'string' ? encoder.encode(value) : value)
      } catch (error) {
        ended()
        throw error
      }
    },
    cancel: async () => {
      ended()
      await iterator.return?.()
    },
  })
}
