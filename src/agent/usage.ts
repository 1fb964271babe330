import { type ParseArgsConfig, parseArgs } from 'node:util'

export const USAGE = `Usage:
  agent inspect --walk FILE|DIR
      Read recordings (.snmprec) and print one JSON line for each: { "walk", "reading" }.
  agent inspect HOST[:PORT] [--community NAME] [--version v1|v2c] [--timeout MILLISECONDS] [--retries N]
      Read one printer over SNMP and print { "host", "reading" }.
  agent run --server URL --data DIR [--code CODE] [--outbox-items N] [--report-version X.Y.Z]
      Be the fleet agent of this network. The first start needs the activation code; its credential is kept in DIR.
      --outbox-items: most things kept while the server is away (default 200000).
      --report-version: state another version than this agent's; for the sample only.

Exit codes: 0 done, 1 failed, 2 wrong usage, 3 the activation code was refused.
`

/** The command line is wrong; the message says what about it. */
export class UsageError extends Error {}

const INSPECT = {
  walk: { type: 'string' },
  community: { type: 'string', default: 'public' },
  version: { type: 'string', default: 'v2c' },
  timeout: { type: 'string', default: '2000' },
  retries: { type: 'string', default: '1' },
} as const satisfies ParseArgsConfig['options']

const RUN = {
  server: { type: 'string' },
  data: { type: 'string' },
  code: { type: 'string' },
  'outbox-items': { type: 'string', default: '200000' },
  'report-version': { type: 'string' },
} as const satisfies ParseArgsConfig['options']

export type InspectHost = {
  command: 'inspect-host'
  host: string
  port: number
  community: string
  version: 'v1' | 'v2c'
  timeoutMilliseconds: number
  retries: number
}
export type Command =
  | { command: 'help' }
  | { command: 'inspect-recordings'; path: string }
  | InspectHost
  | { command: 'run'; server: string; data: string; code?: string; outboxItems: number; reportVersion?: string }

/** Reads the command line. Throws `UsageError`. */
export function parseCommand(args: string[]): Command {
  const [command, ...rest] = args
  if (command === 'help' || command === '--help' || command === '-h') return { command: 'help' }
  if (command === 'inspect') return parseInspect(rest)
  if (command === 'run') return parseRun(rest)
  throw new UsageError(command ? `There is no command "${command}".` : 'Say what to do: inspect or run.')
}

function parse<T extends NonNullable<ParseArgsConfig['options']>>(args: string[], options: T, allowPositionals: boolean) {
  try {
    return parseArgs({ args, options, allowPositionals, strict: true })
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error))
  }
}

function parseInspect(args: string[]): Command {
  const { values, positionals } = parse(args, INSPECT, true)
  if (values.walk !== undefined) {
    if (positionals.length > 0) throw new UsageError('Inspect either recordings (--walk) or a host, not both.')
    return { command: 'inspect-recordings', path: values.walk }
  }
  const [place, ...more] = positionals
  if (place === undefined || more.length > 0) throw new UsageError('Name one host to inspect, or recordings with --walk.')
  if (values.version !== 'v1' && values.version !== 'v2c') throw new UsageError(`--version is v1 or v2c, not "${values.version}".`)
  const [host = '', port = '161'] = place.split(':')
  if (host === '') throw new UsageError(`"${place}" names no host.`)
  return {
    command: 'inspect-host',
    host,
    port: wholeNumber('The port', port, 1, 65_535),
    community: values.community,
    version: values.version,
    timeoutMilliseconds: wholeNumber('--timeout', values.timeout, 50, 60_000),
    retries: wholeNumber('--retries', values.retries, 0, 5),
  }
}

function parseRun(args: string[]): Command {
  const { values } = parse(args, RUN, false)
  if (!values.server || !URL.canParse(values.server)) throw new UsageError('Name the server: --server https://…')
  if (!values.data) throw new UsageError('Name the folder in which the agent keeps its credential and its readings: --data DIR')
  const reportVersion = values['report-version']
  if (reportVersion !== undefined && !/^\d+\.\d+\.\d+$/.test(reportVersion)) throw new UsageError('--report-version is of the form X.Y.Z.')
  return {
    command: 'run',
    server: values.server.replace(/\/+$/, ''),
    data: values.data,
    outboxItems: wholeNumber('--outbox-items', values['outbox-items'], 100, 100_000_000),
    ...(values.code === undefined ? {} : { code: values.code }),
    ...(reportVersion === undefined ? {} : { reportVersion }),
  }
}

function wholeNumber(what: string, text: string, least: number, most: number): number {
  const value = /^\d+$/.test(text) ? Number(text) : Number.NaN
  if (!(value >= least && value <= most)) throw new UsageError(`${what} is a whole number from ${least} to ${most}, not "${text}".`)
  return value
}
