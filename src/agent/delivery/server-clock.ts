/** The clocks of the machine, as a server clock needs them; another in tests. */
export interface MachineClocks {
  /** Milliseconds since 1970, as somebody has set them. */
  wall(): number
  /** Milliseconds that nobody sets; they may stand still while the machine sleeps. */
  steady(): number
}

export const MACHINE: MachineClocks = { wall: () => Date.now(), steady: () => performance.now() }

/**
 * Reports the server's time, whatever the clock of this machine says: clocks of printers' networks are wrong, are set, and laptops sleep.
 *
 * Once the server was heard, time goes on by the steady clock, so that setting the other one changes nothing. Where the wall clock has run
 * ahead of the steady one, either the machine has slept or somebody has put the clock on; which of the two only the server can know.
 * Until then times come from the wall clock and are not sure: `hear` returns by how much to correct them.
 *
 * @rule agents/times-are-the-servers  Readings carry the server's time, including those from before the first contact with the server.
 */
export class ServerClock {
  readonly #clocks: MachineClocks
  /** Server's time less the wall clock. */
  #ahead: number
  #heard: { server: number; wall: number; steady: number } | undefined

  /** `ahead`: how much the server was ahead of this machine's clock before, in milliseconds. */
  constructor(ahead = 0, clocks: MachineClocks = MACHINE) {
    this.#ahead = ahead
    this.#clocks = clocks
  }

  /** This machine's own time. */
  wall(): Date {
    return new Date(this.#clocks.wall())
  }

  /** Milliseconds that nobody sets, for `hear`. */
  steady(): number {
    return this.#clocks.steady()
  }

  /** How much the server is ahead of this machine's clock, in milliseconds; to be remembered. */
  get ahead(): number {
    return this.#ahead
  }

  /** Whether the server has been heard since anything could have happened to the clock. */
  get isSure(): boolean {
    if (!this.#heard) return false
    const { wall, steady } = this.#clocks
    if (wall() - this.#heard.wall - (steady() - this.#heard.steady) < JUMP_MILLISECONDS) return true
    this.#heard = undefined
    return false
  }

  /** The server's time, as well as it is known. */
  now(): Date {
    return new Date(Math.round(this.#milliseconds()))
  }

  #milliseconds(): number {
    if (this.isSure && this.#heard) return this.#heard.server + this.#clocks.steady() - this.#heard.steady
    return this.#clocks.wall() + this.#ahead
  }

  /**
   * Takes in what the server said its time is, in answer to a question that was sent at `sentAt` of the steady clock. Returns by how many
   * milliseconds by which times since they were last sure must be corrected; 0 where they were sure.
   */
  hear(serverTime: number, sentAt: number): number {
    const steady = this.#clocks.steady()
    const server = serverTime + (steady - sentAt) / 2
    const shift = this.isSure ? 0 : server - this.#milliseconds()
    const wall = this.#clocks.wall()
    this.#heard = { server, wall, steady }
    this.#ahead = server - wall
    return Math.abs(shift) < TOLERANCE_MILLISECONDS ? 0 : Math.round(shift)
  }
}

const JUMP_MILLISECONDS = 2000
const TOLERANCE_MILLISECONDS = 1000
