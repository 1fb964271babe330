import { formatAddress, parseAddress, parseEntry } from '../src/agent/discovery/addresses.ts'
import { sweep } from '../src/agent/discovery/sweep.ts'
import { readHost } from '../src/agent/read/read-host.ts'
import { SnmpSocket } from '../src/agent/snmp/socket.ts'
import { readWithPackage } from './baseline/read-with-package.ts'

/**
 * Asks simulated printers in a process of its own and prints what that took: a line of JSON with milliseconds, seconds of a processor, and
 * printers found or read.
 *   node bench/agent-asker.ts sweep ENTRY PORT PACKETS-PER-SECOND|0
 *   node bench/agent-asker.ts read|read-with-package COUNT FIRST-ADDRESS STEP PORT
 */
const [act, ...args] = process.argv.slice(2)

const TIMEOUT_MILLISECONDS = 500
/** As many as the agent reads at a time. */
const AT_ONCE = 100

async function sweepOnce(entry: string, port: number, packetsPerSecond: number): Promise<number> {
  const pace = packetsPerSecond > 0 ? { packetsPerSecond } : {}
  const socket = await SnmpSocket.open(pace)
  const found = new Set<string>()
  const access = { version: 'v2c', community: 'public', port, timeoutMilliseconds: TIMEOUT_MILLISECONDS, retries: 1 } as const
  await sweep(socket, [parseEntry(entry)!], access, { found: (address) => found.add(address), ...pace })
  socket.close()
  return found.size
}

async function readAll(addresses: readonly string[], read: (address: string) => Promise<boolean>): Promise<number> {
  let next = 0
  let done = 0
  const reader = async () => {
    while (next < addresses.length) if (await read(addresses[next++]!)) done++
  }
  await Promise.all(Array.from({ length: AT_ONCE }, reader))
  return done
}

async function readOurs(addresses: readonly string[], port: number): Promise<number> {
  const socket = await SnmpSocket.open()
  const target = { port, version: 'v2c', community: 'public', timeoutMilliseconds: 2000, retries: 1 } as const
  const done = await readAll(addresses, async (address) => (await readHost(socket, { ...target, address })).kind === 'reading')
  socket.close()
  return done
}

function addressesOf(count: string, first: string, step: string): string[] {
  return Array.from({ length: Number(count) }, (_, i) => formatAddress(parseAddress(first)! + i * Number(step)))
}

const work: Record<string, () => Promise<number>> = {
  sweep: () => sweepOnce(args[0]!, Number(args[1]), Number(args[2])),
  read: () => readOurs(addressesOf(args[0]!, args[1]!, args[2]!), Number(args[3])),
  'read-with-package': () => {
    const port = Number(args[3])
    return readAll(addressesOf(args[0]!, args[1]!, args[2]!), async (address) => (await readWithPackage(address, port)) > 0)
  },
}
// An agent runs for weeks: a first pass warms it up, and the baseline too.
if (act !== 'sweep') await work[act!]!()
const started = performance.now()
const before = process.cpuUsage()
const printers = await work[act!]!()
const { user, system } = process.cpuUsage(before)
console.log(JSON.stringify({ milliseconds: performance.now() - started, cpuSeconds: (user + system) / 1e6, printers }))
