import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { AuthenticationProtocol, PrivacyProtocol } from '../../src/agent/snmp/usm-keys.ts'
import type { SimulatedUser } from '../../src/simulator/engine.ts'
import { freePort } from './snmpd.ts'

/** snmpsim, which replays recordings as an agent that nobody here wrote, where it is installed (`apt-get install snmpsim`). */

const AUTHENTICATION: Record<AuthenticationProtocol, string> = {
  md5: 'MD5',
  'sha-1': 'SHA',
  'sha-224': 'SHA224',
  'sha-256': 'SHA256',
  'sha-384': 'SHA384',
  'sha-512': 'SHA512',
}
/** Its names of the two ways to make long keys: Blumenthal's, and Cisco's, which it takes for the usual one. */
const PRIVACY: Record<PrivacyProtocol, string> = {
  des: 'DES',
  'aes-128': 'AES',
  'aes-192': 'AES192BLMT',
  'aes-256': 'AES256BLMT',
  'aes-192-cisco': 'AES192',
  'aes-256-cisco': 'AES256',
}

export interface Snmpsimd {
  port: number
  stop(): Promise<void>
}

/**
 * Starts it on a free port of the loopback with the recordings of a folder: each answers to its file's name as the community, or as the name
 * of the context.
 */
export async function startSnmpsimd(program: string, folder: string, users: readonly SimulatedUser[] = []): Promise<Snmpsimd> {
  const own = mkdtempSync(join(tmpdir(), 'snmpsimd-'))
  chmodSync(own, 0o777)
  const port = await freePort()
  const paths = [`--data-dir=${folder}`, `--cache-dir=${join(own, 'cache')}`, `--variation-modules-dir=${own}`]
  // It refuses to run as the superuser.
  const who = process.getuid?.() === 0 ? ['--process-user=nobody', '--process-group=nogroup'] : []
  const args = [...who, ...paths, `--agent-udpv4-endpoint=127.0.0.1:${port}`, '--logging-method=stdout', ...users.flatMap(optionsOf)]
  const child = spawn(program, args, { stdio: ['ignore', 'pipe', 'pipe'] })
  await listening(child)
  return {
    port,
    stop: async () => {
      child.kill('SIGKILL')
      await once(child, 'exit')
      rmSync(own, { recursive: true, force: true })
    },
  }
}

function optionsOf({ userName, authentication, privacy }: SimulatedUser): string[] {
  const signs = authentication && [`--v3-auth-key=${authentication.password}`, `--v3-auth-proto=${AUTHENTICATION[authentication.protocol]}`]
  const encrypts = privacy && [`--v3-priv-key=${privacy.password}`, `--v3-priv-proto=${PRIVACY[privacy.protocol]}`]
  return [`--v3-user=${userName}`, ...(signs ?? []), ...(encrypts ?? [])]
}

async function listening(child: ChildProcess): Promise<void> {
  let said = ''
  const { promise, resolve, reject } = Promise.withResolvers<void>()
  const listen = (octets: Buffer) => {
    if (said.includes('Listening at')) return
    said += octets
    if (said.includes('Listening at')) resolve()
  }
  child.stdout!.on('data', listen)
  child.stderr!.on('data', listen)
  child.once('exit', (code) => reject(new Error(`snmpsimd ended with ${code}: ${said.slice(0, 500)}`)))
  await promise
}
