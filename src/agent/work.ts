import type { AgentWork } from '../features/agent-protocol/agent-protocol.api.ts'
import { diagnose } from './discovery/diagnosis.ts'
import type { Discovery } from './discovery/discovery.ts'
import { messageOf } from './log.ts'
import type { Network } from './network.ts'
import type { Readings } from './read/readings.ts'

/** Does what the server asks out of turn and returns when it is done. The server repeats what it has not heard of. */
export class Work {
  readonly #network: Network
  readonly #readings: Readings
  readonly #discovery: Discovery
  readonly #accepted = new Set<string>()

  constructor(network: Network, readings: Readings, discovery: Discovery) {
    this.#network = network
    this.#readings = readings
    this.#discovery = discovery
  }

  /** Begins each piece of work that was not begun before. */
  accept(pieces: readonly AgentWork[]): void {
    for (const piece of pieces) {
      if (this.#accepted.has(piece.id)) continue
      this.#accepted.add(piece.id)
      void this.#perform(piece)
    }
    // Ids that the server no longer mentions were heard of.
    if (this.#accepted.size > MOST_REMEMBERED) for (const id of [...this.#accepted].slice(0, MOST_REMEMBERED / 2)) this.#accepted.delete(id)
  }

  async #perform(piece: AgentWork): Promise<void> {
    const { log, signal } = this.#network
    try {
      if (piece.kind === 'diagnose') return await this.#diagnose(piece)
      const printersFound = piece.kind === 'discover' ? await this.#discovery.run() : await this.#readAll(piece.addresses)
      if (signal.aborted) return
      this.#network.deliver({ kind: 'work-done', address: '', workId: piece.id, printersFound })
      log('work-done', { work: piece.kind, id: piece.id, printersFound })
    } catch (error) {
      this.#accepted.delete(piece.id)
      log('work-failed', { work: piece.kind, id: piece.id, error: messageOf(error) })
    }
  }

  async #diagnose({ id, address }: Extract<AgentWork, { kind: 'diagnose' }>): Promise<void> {
    const diagnosis = await diagnose(this.#network, address)
    if (!this.#network.signal.aborted) this.#network.deliver({ kind: 'diagnosis', address, workId: id, ...diagnosis })
  }

  async #readAll(addresses: readonly string[]): Promise<number> {
    const read = await Promise.all(addresses.map((address) => this.#readings.read(address)))
    return read.filter((outcome) => outcome === 'read').length
  }
}

const MOST_REMEMBERED = 2000
