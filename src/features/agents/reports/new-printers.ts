import { formatNoun } from '../../../platform/numbers.ts'
import { type Criteria, placing } from '../criteria-coverage.ts'

/** What decides whether an agent may register new printers, and how many it has registered today. */
export interface Allowance {
  criteria: Criteria
  perDay: number
  registered: number
  registeredByName: number
}

export interface NewPrinter {
  sequence: number
  address: string
}

export interface Refusal extends NewPrinter {
  reason: string
}

/**
 * Decides which new printers of a report are registered; the others are set aside. What it admits counts at once.
 * @rule agents/only-what-criteria-cover  A reading from an address that the agent's criteria do not cover registers no new printer; it is set aside with the reason.
 * @rule agents/host-names-are-believed-once  The server cannot resolve host names: for each host name in its criteria, an agent registers one new printer a day at another address.
 * @rule agents/new-printers-per-day  An agent registers no more new printers in a day than the provider's setting allows; later readings register the others on a later day.
 */
export function admitting(allowance: Allowance): (printer: NewPrinter) => string | undefined {
  const { criteria, perDay } = allowance
  const place = placing(criteria)
  const names = place.hostNames
  return ({ address }) => {
    const where = place.of(address)
    if (where === 'excluded') return `${address} is excluded by the discovery criteria of this agent. No new printer is registered there.`
    const byName = where === 'outside'
    if (byName && names === 0)
      return `${address} is not covered by the discovery criteria of this agent. No new printer is registered there.`
    if (byName && allowance.registeredByName >= names)
      return `${address} is covered by no address in the discovery criteria of this agent, and its ${formatNoun(names, 'host name')} registered as many new printers today. Include the address, or wait until tomorrow.`
    if (allowance.registered >= perDay)
      return `This agent has registered ${formatNoun(perDay, 'new printer')} today, which is the limit for an agent and day. A later day registers this one.`
    allowance.registered++
    if (byName) allowance.registeredByName++
    return undefined
  }
}
