import { beforeEach, describe, expect, it } from 'vitest'
import { ServerClock } from './server-clock.ts'

const HOUR = 3_600_000
const SERVER = Date.parse('2026-03-01T12:00:00Z')

describe("the server's clock [agents/times-are-the-servers]", () => {
  let machine: { wallTime: number; steadyTime: number; wall(): number; steady(): number }
  let clock: ServerClock
  const pass = (milliseconds: number) => {
    machine.wallTime += milliseconds
    machine.steadyTime += milliseconds
  }
  const hear = (server: number) => clock.hear(server, machine.steadyTime)

  beforeEach(() => {
    // The machine is an hour slow.
    machine = { wallTime: SERVER - HOUR, steadyTime: 5000, wall: () => machine.wallTime, steady: () => machine.steadyTime }
    clock = new ServerClock(0, machine)
  })

  it('is not sure before the server was heard, and then knows by how much it was wrong', () => {
    expect(clock.isSure).toBe(false)
    expect(clock.now().getTime()).toBe(SERVER - HOUR)
    pass(60_000)
    expect(hear(SERVER + 60_000)).toBe(HOUR)
    expect(clock.isSure).toBe(true)
    expect(clock.now().getTime()).toBe(SERVER + 60_000)
    expect(clock.ahead).toBe(HOUR)
    // What was remembered makes the first guess right after a restart.
    expect(new ServerClock(clock.ahead, machine).now().getTime()).toBe(SERVER + 60_000)
  })

  it('takes half of the round trip for the way back', () => {
    const sentAt = machine.steadyTime
    pass(400)
    clock.hear(SERVER + 200, sentAt)
    expect(clock.now().getTime()).toBe(SERVER + 400)
  })

  it('does not care when the clock is set back', () => {
    hear(SERVER)
    machine.wallTime -= 5 * HOUR
    pass(1000)
    expect([clock.isSure, clock.now().getTime()]).toEqual([true, SERVER + 1000])
    expect(hear(SERVER + 1000)).toBe(0)
  })

  it('takes a jump forward for sleep until the server says what it was', () => {
    hear(SERVER)
    machine.wallTime += 8 * HOUR
    expect([clock.isSure, clock.now().getTime()]).toEqual([false, SERVER + 8 * HOUR])
    expect(hear(SERVER + 8 * HOUR)).toBe(0)
    machine.wallTime += 8 * HOUR
    expect(clock.isSure).toBe(false)
    // This time somebody had put the clock on.
    expect(hear(SERVER + 8 * HOUR + 2000)).toBe(-8 * HOUR + 2000)
    expect(clock.isSure).toBe(true)
  })
})
