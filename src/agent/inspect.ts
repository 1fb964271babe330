import { readdirSync, readFileSync, statSync } from 'node:fs'
import { basename, join } from 'node:path'
import type { PrinterReading } from '../features/agents/agent-protocol.api.ts'
import { readPrinter } from './read/printer-reading.ts'
import { parseRecording } from './read/recording.ts'

const SUFFIX = '.snmprec'

/** Reads one recording, or every recording of a folder, in the order of their names. Throws when the path cannot be read. */
export function* inspectRecordings(path: string): Generator<{ walk: string; reading: PrinterReading }> {
  const files = statSync(path).isDirectory()
    ? readdirSync(path)
        .filter((name) => name.endsWith(SUFFIX))
        .sort()
        .map((name) => join(path, name))
    : [path]
  for (const file of files) {
    yield { walk: basename(file, SUFFIX), reading: readPrinter(parseRecording(readFileSync(file, 'utf8'))) }
  }
}
