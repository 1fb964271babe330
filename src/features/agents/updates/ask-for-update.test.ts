import { expect, it } from 'vitest'
import { whyNotAskForUpdate } from './ask-for-update.ts'

const behind = { status: 'communicating', version: '1.0.0', updateAvailable: '1.1.0', update: null } as const

it.each([
  [behind, undefined],
  [{ ...behind, status: 'noncommunicating' }, undefined],
  [{ ...behind, update: { state: 'failed' } }, undefined],
  [{ ...behind, update: { state: 'asked' } }, /already/],
  [{ ...behind, updateAvailable: null }, /no newer one/],
  [{ ...behind, status: 'deactivated' }, /deactivated/],
  [{ ...behind, status: 'activation-required', version: null }, /not activated/],
] as const)('an agent that is %j', (agent, why) => {
  const reason = whyNotAskForUpdate(agent)
  if (why) expect(reason).toMatch(why)
  else expect(reason).toBeUndefined()
})
