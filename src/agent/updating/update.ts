import { createPublicKey, randomBytes, verify } from 'node:crypto'
import { type UpdateOffer, updateStatement } from '../../features/agent-protocol/agent-protocol.api.ts'
import { loadCredential } from '../delivery/credential.ts'
import type { Server } from '../delivery/server-client.ts'
import { type Log, messageOf } from '../log.ts'
import { keepBundle, noteInstallation, readInstallation, sha256Of } from './installation.ts'
import { AGENT_VERSION } from './version.ts'

/** A bundle that was offered, checked and kept, and is to be tried out. */
export interface TakenUpdate {
  workId: string
  version: string
  file: string
  sha256: string
}

/** Why an offer is not taken; undefined when it is sound. */
export function whyNotTake(
  offer: UpdateOffer,
  own: { agentId: string; updateKey: string | undefined; version: string; nonce: string; lastOfferAt?: string | undefined },
): string | undefined {
  if (own.updateKey === undefined) return 'The agent does not have the key that verifies updates. Activate it again with a new code.'
  if (!isSignedFor(own.agentId, offer, own.updateKey)) return 'The signature of the update is not from the server that activated the agent.'
  if (offer.nonce !== own.nonce) return 'The update answers another heartbeat than the one that was sent: it was recorded and sent again.'
  if (own.lastOfferAt !== undefined && Date.parse(offer.at) < Date.parse(own.lastOfferAt))
    return `The update was signed at ${offer.at}, before another that the agent has seen.`
  if (offer.version === own.version) return `The agent has version ${own.version} already.`
  if (!offer.downgrade && isOlder(offer.version, own.version))
    return `Version ${offer.version} is older than ${own.version}, which the agent has.`
  return undefined
}

function isSignedFor(agentId: string, offer: UpdateOffer, updateKey: string): boolean {
  try {
    const key = createPublicKey({ key: Buffer.from(updateKey, 'base64'), format: 'der', type: 'spki' })
    return verify(null, Buffer.from(updateStatement(agentId, offer)), key, Buffer.from(offer.signature, 'base64'))
  } catch {
    return false
  }
}

/** Whether a version X.Y.Z is older than another. */
export function isOlder(version: string, than: string): boolean {
  const [a, b] = [version, than].map((text) => text.split('.').map(Number)) as [number[], number[]]
  const differs = [0, 1, 2].find((i) => a[i] !== b[i])
  return differs !== undefined && !((a[differs] ?? 0) > (b[differs] ?? 0))
}

/**
 * Watches what the server says for updates: checks and keeps what it offers, then asks for the agent to be stopped, so that the new bundle can be
 * tried out.
 * @rule agents/updates-answer-a-heartbeat  An offer is signed with the nonce of a heartbeat and the time: one that was recorded is not taken again.
 * @rule agents/updates-are-checked  A bundle is accepted only if its signature, its hash and its version are valid; otherwise the agent reports the reason to the server.
 */
export class Updates {
  readonly #folder: string
  readonly #log: Log
  readonly #stop = new AbortController()
  #taken: TakenUpdate | undefined
  #busy = false

  constructor(folder: string, log: Log) {
    this.#folder = folder
    this.#log = log
  }

  /** Ends the agent, because there is a bundle to try out. */
  get stop(): AbortSignal {
    return this.#stop.signal
  }

  get taken(): TakenUpdate | undefined {
    return this.#taken
  }

  /** The server, watched. */
  readonly watch = (server: Server): Server => {
    const activate = async (...args: Parameters<Server['activate']>) => {
      const given = await server.activate(...args)
      noteInstallation(this.#folder, { updateKey: given.updateKey })
      return given
    }
    const heartbeat = async ([beat, ...rest]: Parameters<Server['heartbeat']>) => {
      // First, so that what was given up is not offered again.
      await this.#tellNoted(server)
      const nonce = randomBytes(16).toString('hex')
      const heard = await server.heartbeat({ ...beat, updates: true, nonce }, ...rest)
      if (heard.update) void this.#consider(server, heard.update, nonce)
      return heard
    }
    const watched = { activate, heartbeat: (...args: Parameters<Server['heartbeat']>) => heartbeat(args) }
    return new Proxy(server, { get: (target, name) => Reflect.get(name in watched ? watched : target, name) })
  }

  async #consider(server: Server, offer: UpdateOffer, nonce: string): Promise<void> {
    if (this.#busy || this.#stop.signal.aborted) return
    this.#busy = true
    try {
      const failure = await this.#take(server, offer, nonce)
      if (failure === undefined) return this.#stop.abort()
      this.#log('update-refused', { version: offer.version, reason: failure })
      noteInstallation(this.#folder, { noted: { workId: offer.workId, failure } })
      await this.#tellNoted(server)
    } catch (error) {
      // It is offered again with the next heartbeat.
      this.#log('update-not-fetched', { version: offer.version, error: messageOf(error) })
    } finally {
      this.#busy = false
    }
  }

  async #take(server: Server, offer: UpdateOffer, nonce: string): Promise<string | undefined> {
    const { updateKey, standing, lastOfferAt } = readInstallation(this.#folder)
    const agentId = loadCredential(this.#folder)?.agentId ?? ''
    const why = whyNotTake(offer, { agentId, updateKey, version: AGENT_VERSION, nonce, lastOfferAt })
    if (why) return why
    noteInstallation(this.#folder, { lastOfferAt: offer.at })
    const { base64 } = await server.bundle({ sha256: offer.sha256 })
    const bytes = Buffer.from(base64, 'base64')
    if (sha256Of(bytes) !== offer.sha256) return 'The downloaded bundle does not match its signature.'
    const file = keepBundle(this.#folder, offer.version, bytes, standing ? [standing.file] : [])
    const { workId, version, sha256 } = offer
    this.#taken = { workId, version, file, sha256 }
    this.#log('update-taken', { version, file })
    return undefined
  }

  async #tellNoted(server: Server): Promise<void> {
    const { noted } = readInstallation(this.#folder)
    if (!noted) return
    try {
      await server.updateOutcome(noted)
      noteInstallation(this.#folder, { noted: undefined })
    } catch (error) {
      this.#log('server-away', { during: 'reporting an update', error: messageOf(error) })
    }
  }
}
