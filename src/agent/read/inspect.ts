import { lookup } from 'node:dns/promises'
import { readdirSync, readFileSync, statSync } from 'node:fs'
import { basename, join } from 'node:path'
import type { PrinterReading } from '../../features/agent-protocol/agent-protocol.api.ts'
import { SnmpSocket } from '../snmp/socket.ts'
import type { InspectHost } from '../usage.ts'
import { readPrinter } from './printer-reading.ts'
import { type HostReading, readHost, type Watch } from './read-host.ts'
import { parseRecording } from './recording.ts'

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

/** Reads one host over SNMP, printer or not; `watch` hears of each question. Throws when its name cannot be resolved. */
export async function inspectHost(asked: Omit<InspectHost, 'command' | 'explain'>, watch?: Watch): Promise<HostReading> {
  const { address } = await lookup(asked.host, 4)
  const socket = await SnmpSocket.open()
  try {
    const { port, timeoutMilliseconds, retries, credentials } = asked
    return await readHost(socket, { address, port, timeoutMilliseconds, retries, ...credentials }, { watch, isInspection: true })
  } finally {
    socket.close()
  }
}
