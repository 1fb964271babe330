import { expect, it } from 'vitest'
import { whyNotDiscover } from './discover-now.ts'

it.each([
  ['communicating', 1, undefined],
  ['noncommunicating', 1, undefined],
  ['communicating', 0, /criteria include nothing/],
  ['deactivated', 1, /is deactivated/],
  ['activation-required', 1, /not activated yet/],
] as const)('an agent that is %s with %i entries', (status, entries, why) => {
  const reason = whyNotDiscover({ status, include: Array.from({ length: entries }) })
  if (why) expect(reason).toMatch(why)
  else expect(reason).toBeUndefined()
})
