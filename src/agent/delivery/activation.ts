import { hostname } from 'node:os'
import { type Log, messageOf } from '../log.ts'
import { type BackOffLimits, backOff, pause } from './back-off.ts'
import { type Credential, hashCode, loadCredential, saveCredential } from './credential.ts'
import { isRefusal, type Server } from './server-client.ts'

/** The agent has no credential and was given no code. */
export class NotActivated extends Error {
  constructor() {
    super('This agent is not activated. Generate an activation code on the page of the agent, then start the agent with --code CODE.')
  }
}

/** The server refused the activation code; the message is the server's. */
export class ActivationRefused extends Error {}

export interface Activation {
  folder: string
  code: string | undefined
  version: string
  backOff: BackOffLimits
  log: Log
  signal: AbortSignal
}

/**
 * The agent's credential: the kept one, or a new one for an activation code that was not used before. While the server is away it is
 * asked again and again. Throws `NotActivated` or `ActivationRefused`.
 */
export async function activate(server: Server, activation: Activation): Promise<Credential> {
  const kept = loadCredential(activation.folder)
  if (kept && (activation.code === undefined || hashCode(activation.code) === kept.codeHash)) return kept
  if (activation.code === undefined) throw new NotActivated()
  const code = activation.code.trim()
  for (let failures = 1; !activation.signal.aborted; failures++) {
    try {
      const given = await server.activate({ code, version: activation.version, hostName: hostname().slice(0, 255) })
      const credential = { ...given, codeHash: hashCode(code) }
      saveCredential(activation.folder, credential)
      activation.log('activated', { agentId: given.agentId, name: given.name })
      return credential
    } catch (error) {
      if (isRefusal(error, 'activation-code-invalid')) throw new ActivationRefused(messageOf(error))
      const wait = backOff(failures, activation.backOff)
      activation.log('server-away', { during: 'activation', error: messageOf(error), againInMilliseconds: wait })
      await pause(wait, activation.signal)
    }
  }
  throw new Error('Stopped before the activation.')
}
