/** What a simulated printer does besides working; for trying how the agent copes. */
export type Behaviour =
  /** Answers late, but answers. */
  | 'slow'
  /** Does not answer at night (20 to 6 of simulated time). */
  | 'asleep-at-night'
  /** Stops answering for ever after 60 simulated days. */
  | 'dies'
  /** Never answers. */
  | 'dead'
  /** Answers with octets that are no message. */
  | 'garbage'
  /** Answers cut off in the middle. */
  | 'truncated'
  /** Answers with another request id. */
  | 'wrong-request-id'
  /** Answers from another port than was asked. */
  | 'other-port'
  /** Answers everything twice. */
  | 'twice'
  /** Leaves the first of two tries unanswered. */
  | 'forgetful'
  /** Says "too big" to everything that asks for more than one object. */
  | 'too-big'
  /** Has no room for a long answer: sends what goes into 484 octets. */
  | 'short-answers'
  /** Says nothing to a question of more than eight objects. */
  | 'silent-to-much'
  /** Comes back to the first supply's level for ever. */
  | 'loops'

/** One printer of a fleet. `null` for a value that the printer does not report. */
export interface FleetPrinter {
  address: string
  /** Model of a profile. */
  model: string
  serialNumber?: string | null
  /** At the start; it grows from there. */
  lifetimePageCount?: number | null
  location?: string
  behaviour?: Behaviour
}

export interface Fleet {
  name: string
  printers: readonly FleetPrinter[]
}
