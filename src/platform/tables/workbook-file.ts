import { Buffer } from 'node:buffer'
import type { Readable } from 'node:stream'
import { SaxesParser, type SaxesTagPlain } from 'saxes'
import { type Entry, fromBuffer, type ZipFile } from 'yauzl'

/** Why a file is no workbook that can be read, in words for whoever chose it. */
export class UnreadableWorkbook extends Error {}

const MOST_ENTRIES = 5000
// A workbook of a few hundred contacts has less than one; what is packed into a small file may be without end.
const MOST_UNPACKED = 200 * 1024 * 1024

/** The parts of a workbook (a ZIP archive of XML), each read as a stream; all together within a limit. */
export class WorkbookFile {
  readonly #zip: ZipFile
  readonly #entries: ReadonlyMap<string, Entry>
  #unpacked = 0

  private constructor(zip: ZipFile, entries: ReadonlyMap<string, Entry>) {
    this.#zip = zip
    this.#entries = entries
  }

  static open(bytes: Uint8Array): Promise<WorkbookFile> {
    const { promise, resolve, reject } = Promise.withResolvers<WorkbookFile>()
    const broken = () =>
      reject(new UnreadableWorkbook('The workbook is damaged. Open it in the spreadsheet, save it again, then choose it.'))
    fromBuffer(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength), { lazyEntries: true }, (error, zip) => {
      if (error) return broken()
      const entries = new Map<string, Entry>()
      zip.on('error', broken)
      zip.on('entry', (entry: Entry) => {
        if (entries.size >= MOST_ENTRIES) return broken()
        entries.set(entry.fileName, entry)
        zip.readEntry()
      })
      zip.on('end', () => resolve(new WorkbookFile(zip, entries)))
      zip.readEntry()
    })
    return promise
  }

  has(part: string): boolean {
    return this.#entries.has(part)
  }

  /** Reads a part; ends where a handler answers `enough`. */
  async read(part: string, handlers: XmlHandlers): Promise<void> {
    const entry = this.#entries.get(part)
    if (!entry) return
    const stream = await this.#open(entry)
    const parser = new SaxesParser()
    let enough = false
    parser.on('opentag', (tag) => {
      if (!enough) enough = handlers.open(tag) === 'enough'
    })
    parser.on('closetag', ({ name }) => {
      if (!enough) enough = handlers.close?.(name) === 'enough'
    })
    parser.on('text', (text) => !enough && handlers.text?.(text))
    try {
      const decoder = new TextDecoder()
      for await (const chunk of stream) {
        this.#unpacked += (chunk as Buffer).length
        if (this.#unpacked > MOST_UNPACKED)
          throw new UnreadableWorkbook('The workbook unpacks to more than 200 MB. Save the sheet with its contacts alone, then choose it.')
        parser.write(decoder.decode(chunk as Buffer, { stream: true }))
        if (enough) return
      }
    } catch (error) {
      if (error instanceof UnreadableWorkbook) throw error
      throw new UnreadableWorkbook('The workbook is damaged. Open it in the spreadsheet, save it again, then choose it.')
    } finally {
      stream.destroy()
    }
  }

  #open(entry: Entry): Promise<Readable> {
    const { promise, resolve, reject } = Promise.withResolvers<Readable>()
    this.#zip.openReadStream(entry, (error, stream) => {
      if (error)
        reject(new UnreadableWorkbook('The workbook is damaged or protected by a password. Save it without one, then choose it again.'))
      else resolve(stream)
    })
    return promise
  }
}

export interface XmlHandlers {
  open: (tag: SaxesTagPlain) => 'enough' | undefined | void
  close?: (name: string) => 'enough' | undefined | void
  text?: (text: string) => void
}
