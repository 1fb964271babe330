import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { isDeeperThan } from './json-depth.ts'

const bytes = (text: string) => new TextEncoder().encode(text)
const depthOf = (value: unknown): number =>
  typeof value === 'object' && value !== null ? 1 + Math.max(0, ...Object.values(value).map(depthOf)) : 0

describe('the depth of JSON', () => {
  it('is what its value has, whatever its texts hold [platform/json-is-shallow]', () => {
    fc.assert(
      fc.property(fc.jsonValue({ stringUnit: 'binary' }), (value) => {
        const json = bytes(JSON.stringify(value))
        expect([isDeeperThan(json, depthOf(value)), isDeeperThan(json, depthOf(value) - 1)]).toEqual([false, depthOf(value) > 0])
      }),
    )
  })

  it.each(['"[[[[', '"\\"[[[["', '"\\\\"', '{"[[": "]]"}', ''])('counts no brackets inside a text: %s', (text) => {
    expect(isDeeperThan(bytes(text), 1)).toBe(false)
  })
})
