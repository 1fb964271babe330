import { encodeMessage, type Message } from './message.ts'

/** A value of four octets that stands for a request id in a packet that is stamped with the true one. */
const MARK = 0x7a6b_5c4d
const MARKED = Buffer.alloc(4)
MARKED.writeUInt32BE(MARK)

/** The least that stands around the community: two tags with their lengths, and the version. */
const HEAD_OCTETS = 7

const MOST_KEPT = 1000

/**
 * Packets of questions that are asked of one printer after another: coded once, then only stamped with the id of the request, which has
 * four octets.
 */
export class Packets {
  readonly #kept = new Map<string, { packet: Buffer; at: number }>()

  /** The packet of a question of version 1 or 2c. */
  of({ version, community, pdu }: Message): Buffer {
    const key = `${version} ${community} ${pdu.kind} ${pdu.errorStatus} ${pdu.errorIndex} ${pdu.varbinds.map(({ oid }) => oid).join()}`
    let known = this.#kept.get(key)
    if (!known) {
      const packet = encodeMessage({ version, community, pdu: { ...pdu, requestId: MARK } })
      // The first behind the community, which could hold the same octets.
      known = { packet, at: packet.indexOf(MARKED, HEAD_OCTETS + Buffer.byteLength(community)) }
      if (this.#kept.size >= MOST_KEPT) this.#kept.clear()
      this.#kept.set(key, known)
    }
    const stamped = Buffer.from(known.packet)
    stamped.writeUInt32BE(pdu.requestId, known.at)
    return stamped
  }
}
