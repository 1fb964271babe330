import { type ParseArgsConfig, parseArgs } from 'node:util'
import { AUTHENTICATION_PROTOCOLS, PRIVACY_PROTOCOLS } from '../features/agent-protocol/snmp-access.api.ts'
import type { Credentials } from './snmp/target.ts'

export const USAGE = `Usage:
  agent inspect --walk FILE|DIR
      Read recordings (.snmprec) and print one JSON line for each: { "walk", "reading" }.
  agent inspect HOST[:PORT] [--community NAME] [--version v1|v2c] [--timeout MILLISECONDS] [--retries N] [--explain]
  agent inspect HOST[:PORT] --user NAME [--auth PROTOCOL --auth-password P [--priv PROTOCOL --priv-password P]] [--context NAME] …
      Read one host over SNMP and print { "host", "isPrinter", "reading" }. With --user, SNMP version 3 is used.
      isPrinter: whether discovery would accept it as a printer. The host is read in both cases.
      --auth: ${AUTHENTICATION_PROTOCOLS.join(', ')}
      --priv: ${PRIVACY_PROTOCOLS.join(', ')}
      --explain: also print each request, its duration and its result to standard error.
  agent run --server URL --data DIR [--code CODE] [--outbox-items N] [--ca FILE] [--pin FILE] [--report-version X.Y.Z]
      Run the fleet agent of this network. The first start needs the activation code. The credential is kept in DIR.
      --outbox-items: the most items to keep while the server cannot be reached (default 1000000, about 4 GB).
      --ca: certificates (PEM) of one more authority to trust. --pin: the server's certificate; no other is trusted.
      HTTPS_PROXY, HTTP_PROXY and NO_PROXY name the proxy to the server, if there is one.
      --status-port: serve a page at http://127.0.0.1:PORT that shows what the agent reads and sends (default: off).
      --insecure-http: allow a server at an address of http that is not this computer. Everything can then be read on the way.
      --trial-seconds: how long a new version may take to reach the server before the agent returns to the former one (default 120).
      --report-version: report a version other than this agent's. For the sample only.

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
  user: { type: 'string' },
  auth: { type: 'string' },
  'auth-password': { type: 'string' },
  priv: { type: 'string' },
  'priv-password': { type: 'string' },
  context: { type: 'string', default: '' },
  explain: { type: 'boolean', default: false },
} as const satisfies ParseArgsConfig['options']

const RUN = {
  server: { type: 'string' },
  data: { type: 'string' },
  code: { type: 'string' },
  'outbox-items': { type: 'string', default: '1000000' },
  ca: { type: 'string' },
  pin: { type: 'string' },
  'status-port': { type: 'string' },
  'trial-seconds': { type: 'string', default: '120' },
  'report-version': { type: 'string' },
  'insecure-http': { type: 'boolean', default: false },
} as const satisfies ParseArgsConfig['options']

export type InspectHost = {
  command: 'inspect-host'
  host: string
  port: number
  timeoutMilliseconds: number
  retries: number
  credentials: Credentials
  explain: boolean
}
export type Command =
  | { command: 'help' }
  | { command: 'inspect-recordings'; path: string }
  | InspectHost
  | {
      command: 'run'
      server: string
      data: string
      code?: string
      outboxItems: number
      ca?: string
      pin?: string
      statusPort?: number
      trialSeconds: number
      reportVersion?: string
    }

/** Reads the command line. Throws `UsageError`. */
export function parseCommand(args: string[]): Command {
  const [command, ...rest] = args
  if (command === 'help' || command === '--help' || command === '-h') return { command: 'help' }
  if (command === 'inspect') return parseInspect(rest)
  if (command === 'run') return parseRun(rest)
  throw new UsageError(command ? `There is no command "${command}".` : 'Type a command: inspect or run.')
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
    if (positionals.length > 0) throw new UsageError('Inspect recordings (--walk) or a host, not both.')
    return { command: 'inspect-recordings', path: values.walk }
  }
  const [place, ...more] = positionals
  if (place === undefined || more.length > 0) throw new UsageError('Name one host, or recordings with --walk.')
  const [host = '', port = '161'] = place.split(':')
  if (host === '') throw new UsageError(`"${place}" is not a host.`)
  return {
    command: 'inspect-host',
    host,
    port: wholeNumber('The port', port, 1, 65_535),
    credentials: values.user === undefined ? communityOf(values) : userOf(values.user, values),
    explain: values.explain,
    timeoutMilliseconds: wholeNumber('--timeout', values.timeout, 50, 60_000),
    retries: wholeNumber('--retries', values.retries, 0, 5),
  }
}

function communityOf({ version, community }: { version: string; community: string }): Credentials {
  if (version !== 'v1' && version !== 'v2c') throw new UsageError(`--version is v1 or v2c, not "${version}". For version 3, name a --user.`)
  return { version, community }
}

type UserValues = { auth?: string; 'auth-password'?: string; priv?: string; 'priv-password'?: string; context: string }

function userOf(userName: string, values: UserValues): Credentials {
  const authentication = secretOf('--auth', AUTHENTICATION_PROTOCOLS, values.auth, values['auth-password'])
  const privacy = secretOf('--priv', PRIVACY_PROTOCOLS, values.priv, values['priv-password'])
  if (privacy && !authentication) throw new UsageError('--priv needs --auth: SNMP does not encrypt without authentication.')
  return { version: 'v3', userName, authentication, privacy, contextName: values.context }
}

function secretOf<P extends string>(option: string, protocols: readonly P[], name: string | undefined, password: string | undefined) {
  if (name === undefined && password === undefined) return null
  const protocol = protocols.find((known) => known === name)
  if (!protocol) throw new UsageError(`${option} is one of ${protocols.join(', ')}, not "${name ?? ''}".`)
  if (password === undefined || password.length < 8) throw new UsageError(`${option}-password has at least 8 characters.`)
  return { protocol, password }
}

function parseRun(args: string[]): Command {
  const { values } = parse(args, RUN, false)
  if (!values.server || !URL.canParse(values.server)) throw new UsageError('Name the server: --server https://…')
  if (!values.data) throw new UsageError('Name the folder in which the agent keeps its credential and its readings: --data DIR')
  if (isPlainHttp(values.server) && !values['insecure-http'])
    throw new UsageError(
      `${values.server} is not encrypted: readings, SNMP secrets and the credential can be read on the way. Use https, or add --insecure-http.`,
    )
  const reportVersion = values['report-version']
  if (reportVersion !== undefined && !/^\d+\.\d+\.\d+$/.test(reportVersion)) throw new UsageError('--report-version has the form X.Y.Z.')
  return {
    command: 'run',
    server: values.server.replace(/\/+$/, ''),
    data: values.data,
    trialSeconds: wholeNumber('--trial-seconds', values['trial-seconds'], 5, 3600),
    ...(values['status-port'] === undefined ? {} : { statusPort: wholeNumber('--status-port', values['status-port'], 0, 65_535) }),
    outboxItems: wholeNumber('--outbox-items', values['outbox-items'], 100, 100_000_000),
    ...(values.code === undefined ? {} : { code: values.code }),
    ...(values.ca === undefined ? {} : { ca: values.ca }),
    ...(values.pin === undefined ? {} : { pin: values.pin }),
    ...(reportVersion === undefined ? {} : { reportVersion }),
  }
}

/**
 * Whether what is said to this server can be read on the way: plain HTTP, to another computer.
 * @rule agents/plain-http-is-asked-for  An agent uses plain HTTP beyond its own computer only with --insecure-http; status page and console show it in red.
 */
export function isPlainHttp(server: string): boolean {
  const { protocol, hostname } = new URL(server)
  return protocol === 'http:' && !/^(localhost|127\.\d+\.\d+\.\d+|\[::1\])$/.test(hostname)
}

function wholeNumber(what: string, text: string, least: number, most: number): number {
  const value = /^\d+$/.test(text) ? Number(text) : Number.NaN
  if (!(value >= least && value <= most)) throw new UsageError(`${what} is a whole number from ${least} to ${most}, not "${text}".`)
  return value
}
