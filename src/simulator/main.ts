import { readFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { parseRecording } from '../agent/read/recording.ts'
import type { Fleet } from './fleets/fleet.ts'
import { sampleFleet } from './fleets/sample.ts'
import { type SimulatorOptions, startSimulator } from './simulator.ts'

const USAGE = `Usage:
  simulator [--fleet sample|FILE.json] [--seed N] [--speed X] [--port 16100] [--community public]
      Answer SNMP v1 and v2c for a fleet of printers. --speed: simulated seconds in a real one.
  simulator --replay FILE.snmprec --address 127.0.0.1 [--port 16100] [--community public]
      Answer with a recording.
`

const OPTIONS = {
  fleet: { type: 'string', default: 'sample' },
  replay: { type: 'string' },
  address: { type: 'string', default: '127.0.0.1' },
  seed: { type: 'string', default: '1' },
  speed: { type: 'string', default: '1' },
  port: { type: 'string', default: '16100' },
  community: { type: 'string', default: 'public' },
} as const

function readOptions(args: string[]): SimulatorOptions {
  const { values } = parseArgs({ args, options: OPTIONS })
  const common = { port: positive('--port', values.port), community: values.community }
  if (values.replay !== undefined) {
    return { ...common, replay: { store: parseRecording(readFileSync(values.replay, 'utf8')), address: values.address } }
  }
  return { ...common, fleet: readFleet(values.fleet), seed: positive('--seed', values.seed), speed: positive('--speed', values.speed) }
}

function readFleet(name: string): Fleet {
  if (name === sampleFleet.name) return sampleFleet
  return JSON.parse(readFileSync(name, 'utf8')) as Fleet
}

function positive(option: string, text: string): number {
  const value = Number(text)
  if (!(value > 0)) throw new Error(`${option} is a positive number, not "${text}".`)
  return value
}

try {
  const simulator = await startSimulator(readOptions(process.argv.slice(2)))
  const stop = () => simulator.stop().then(() => process.exit(0))
  process.once('SIGTERM', stop).once('SIGINT', stop)
  console.log(
    `${simulator.addresses.length} printers answer on UDP port ${simulator.port}, from ${simulator.addresses[0]} to ${simulator.addresses.at(-1)}.`,
  )
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : error}\n\n${USAGE}`)
  process.exitCode = 2
}
