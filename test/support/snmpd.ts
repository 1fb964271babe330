import { type ChildProcess, spawn } from 'node:child_process'
import { createSocket } from 'node:dgram'
import { once } from 'node:events'
import { accessSync, constants, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import type { AuthenticationProtocol, PrivacyProtocol } from '../../src/agent/snmp/usm-keys.ts'
import type { SimulatedUser } from '../../src/simulator/engine.ts'

/** Net-SNMP's agent as a peer that nobody here wrote, where it is installed (`apt-get install snmpd`). */

const AUTHENTICATION: Record<AuthenticationProtocol, string> = {
  md5: 'MD5',
  'sha-1': 'SHA',
  'sha-224': 'SHA-224',
  'sha-256': 'SHA-256',
  'sha-384': 'SHA-384',
  'sha-512': 'SHA-512',
}
const PRIVACY: Record<PrivacyProtocol, string> = {
  des: 'DES',
  'aes-128': 'AES',
  'aes-192': 'AES-192',
  'aes-256': 'AES-256',
  'aes-192-cisco': 'AES-192-C',
  'aes-256-cisco': 'AES-256-C',
}

/** Where a program is installed; undefined where it is not. */
export function findProgram(name: string): string | undefined {
  const folders = [...(process.env.PATH ?? '').split(delimiter), '/usr/sbin', '/usr/local/sbin']
  return folders.map((folder) => join(folder, name)).find(isProgram)
}

function isProgram(file: string): boolean {
  try {
    accessSync(file, constants.X_OK)
    return true
  } catch {
    return false
  }
}

export interface Snmpd {
  port: number
  /** Ends it and starts it again: its engine has booted once more. `forgets`: as another engine. */
  restart(options?: { forgets?: boolean }): Promise<void>
  stop(): Promise<void>
}

/** Starts snmpd on a free port of the loopback, with these users and the community `public`. */
export async function startSnmpd(program: string, users: readonly SimulatedUser[]): Promise<Snmpd> {
  const folder = mkdtempSync(join(tmpdir(), 'snmpd-'))
  const port = await freePort()
  writeFileSync(join(folder, 'snmpd.conf'), configurationOf(users))
  let engine = 1
  let child = await launch(program, folder, port, engine)
  const end = async () => {
    if (child.exitCode === null && child.signalCode === null) {
      child.kill('SIGTERM')
      await once(child, 'exit')
    }
  }
  return {
    port,
    restart: async ({ forgets = false } = {}) => {
      await end()
      if (forgets) engine++
      child = await launch(program, folder, port, engine)
    },
    stop: async () => {
      await end()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

async function launch(program: string, folder: string, port: number, engine: number): Promise<ChildProcess> {
  const own = ['-f', '-Lo', '-C', '-c', join(folder, 'snmpd.conf'), '-I', '-smux', `udp:127.0.0.1:${port}`]
  const env = { ...process.env, SNMP_PERSISTENT_DIR: join(folder, `state-${engine}`), SNMPCONFPATH: folder, MIBS: '' }
  const child = spawn(program, own, { env, stdio: ['ignore', 'pipe', 'pipe'] })
  let said = ''
  const { promise, resolve, reject } = Promise.withResolvers<void>()
  const listen = (octets: Buffer) => {
    said += octets
    if (said.includes('NET-SNMP version')) resolve()
  }
  child.stdout.on('data', listen)
  child.stderr.on('data', listen)
  child.once('exit', (code) => reject(new Error(`snmpd ended with ${code}: ${said}`)))
  await promise
  return child
}

function configurationOf(users: readonly SimulatedUser[]): string {
  const lines = users.flatMap(({ userName, authentication, privacy }) => {
    const signs = authentication ? ` ${AUTHENTICATION[authentication.protocol]} ${authentication.password}` : ''
    const encrypts = privacy ? ` ${PRIVACY[privacy.protocol]} ${privacy.password}` : ''
    const level = privacy ? 'priv' : authentication ? 'auth' : 'noauth'
    return [`createUser ${userName}${signs}${encrypts}`, `rouser ${userName} ${level}`]
  })
  return ['rocommunity public 127.0.0.1', 'sysLocation the machine room', ...lines, ''].join('\n')
}

/** A port of the loopback that is free now. */
export async function freePort(): Promise<number> {
  const socket = createSocket('udp4')
  const { promise, resolve } = Promise.withResolvers<void>()
  socket.bind(0, '127.0.0.1', resolve)
  await promise
  const { port } = socket.address()
  socket.close()
  return port
}
