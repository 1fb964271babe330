import { readFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { parseRecording } from '../agent/read/recording.ts'
import type { SimulatedUser } from './engine.ts'
import type { Fleet } from './fleets/fleet.ts'
import { manyPrinters } from './fleets/many.ts'
import { sampleFleet } from './fleets/sample.ts'
import { type Simulator, type SimulatorOptions, startSimulator } from './simulator.ts'

const USAGE = `Usage:
  simulator [--fleet sample|FILE.json|N@FIRST-ADDRESS] [--seed N] [--speed X] [--port 16100[-LAST]] [--community public]
            [--users FILE.json] [--loss 0.03] [--delay MILLISECONDS]
      Answer SNMP v1 and v2c, and v3 for the given users, for a fleet of printers. 1000@127.30.0.1 is a thousand printers of all models.
      --speed: simulated seconds per real second. --loss: share of packets lost in each direction. --port: of several, the first free one.
  simulator --replay FILE.snmprec --address 127.0.0.1 [--port 16100[-LAST]] [--community public]
      Replay a recording.
`

const OPTIONS = {
  fleet: { type: 'string', default: 'sample' },
  replay: { type: 'string' },
  address: { type: 'string', default: '127.0.0.1' },
  users: { type: 'string' },
  loss: { type: 'string', default: '0' },
  delay: { type: 'string', default: '0' },
  seed: { type: 'string', default: '1' },
  speed: { type: 'string', default: '1' },
  port: { type: 'string', default: '16100' },
  community: { type: 'string', default: 'public' },
} as const

function readArguments(args: string[]): { options: SimulatorOptions; ports: { first: number; last: number } } {
  const { values } = parseArgs({ args, options: OPTIONS })
  const [first, last = first] = values.port.split('-').map((port) => positive('--port', port))
  return { options: readOptions(values), ports: { first: first!, last: last! } }
}

function readOptions(values: ReturnType<typeof parseArgs<{ options: typeof OPTIONS }>>['values']): SimulatorOptions {
  const common = {
    community: values.community,
    loss: Number(values.loss),
    delayMilliseconds: Number(values.delay),
    ...(values.users === undefined ? {} : { users: JSON.parse(readFileSync(values.users, 'utf8')) as SimulatedUser[] }),
  }
  if (values.replay !== undefined) {
    return { ...common, replay: { store: parseRecording(readFileSync(values.replay, 'utf8')), address: values.address } }
  }
  return { ...common, fleet: readFleet(values.fleet), seed: positive('--seed', values.seed), speed: positive('--speed', values.speed) }
}

function readFleet(name: string): Fleet {
  if (name === sampleFleet.name) return sampleFleet
  const many = /^(\d+)@([\d.]+)$/.exec(name)
  if (many) return manyPrinters(Number(many[1]), many[2]!)
  return JSON.parse(readFileSync(name, 'utf8')) as Fleet
}

function positive(option: string, text: string): number {
  const value = Number(text)
  if (!(value > 0)) throw new Error(`${option} is a positive number, not "${text}".`)
  return value
}

/** Other simulators on this machine may have the same addresses; a port is taken by binding to it. */
async function startOnFreePort(args: string[]): Promise<Simulator> {
  const { options, ports } = readArguments(args)
  for (let port = ports.first; ; port++) {
    try {
      return await startSimulator({ ...options, port })
    } catch (error) {
      if (port >= ports.last) throw error
    }
  }
}

try {
  const simulator = await startOnFreePort(process.argv.slice(2))
  const stop = () => simulator.stop().then(() => process.exit(0))
  process.once('SIGTERM', stop).once('SIGINT', stop)
  console.log(
    `${simulator.addresses.length} printers answer on UDP port ${simulator.port}, from ${simulator.addresses[0]} to ${simulator.addresses.at(-1)}.`,
  )
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : error}\n\n${USAGE}`)
  process.exitCode = 2
}
