import fc from 'fast-check'
import { expect, it } from 'vitest'
import { firstState } from '../supply-state.ts'
import type { FollowedPrinter } from './followed-supplies.ts'
import { pack, unpack } from './packed-states.ts'

const facts = { part: 'AC', model: 'Acme Press 100', step: null, yieldPages: 5000 }
const number = fc.integer({ min: 0, max: 1_000_000 })

it('what is stored of a printer is read as it was, to about a second and a ten-thousandth', () => {
  fc.assert(
    fc.property(number, number, fc.option(fc.integer({ min: 0, max: 100 })), fc.boolean(), (pages, day, percent, more) => {
      const state = firstState(facts, { day: 20_000 + day / 1e5, percent, someLeft: percent === null, low: more, pages })
      const printer: FollowedPrinter = {
        zone: 'Europe/Berlin',
        model: 'Acme Press 100',
        supplies: [
          {
            key: '1.1',
            name: 'Black\ntoner',
            kind: 'toner',
            color: more ? 'black' : null,
            part: null,
            serial: more ? 'S' : null,
            step: null,
            family: 'AC',
            cartridgeId: null,
            yieldPages: 5000,
            installs: day % 7,
            jumps: more ? [20_000, 20_001] : [],
            someLeft: percent === null,
            state: {
              ...state,
              installed: more ? { day: 20_000, pages, hidden: true } : null,
              check: more ? { day: 20_000.5, pages, pace: 12.5, group: 3, next: 2 } : null,
            },
          },
        ],
      }
      const stored = pack(printer)
      expect(stored.facts + stored.states).not.toContain('\n')
      const rounded = unpack(stored)
      expect(pack(rounded)).toEqual(stored)
      expect({ ...rounded.supplies[0]!, state: null }).toEqual({ ...printer.supplies[0]!, state: null })
      expect(rounded.supplies[0]!.state.day).toBeCloseTo(state.day, 4)
    }),
  )
})
