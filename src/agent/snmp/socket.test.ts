import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startPrinters, targetOf } from '../../../test/support/simulated-network.ts'
import type { Simulator } from '../../simulator/simulator.ts'
import { sysDescr, sysObjectID } from '../read/objects.ts'
import { askFor } from './pdu.ts'
import { SnmpSocket } from './socket.ts'
import type { Question } from './target.ts'

const MODEL = 'MS622de'
const question: Question = { kind: 'get', errorStatus: 0, errorIndex: 0, varbinds: askFor([sysObjectID]) }

describe('the SNMP socket', () => {
  let printers: Simulator
  let socket: SnmpSocket

  beforeAll(async () => {
    printers = await startPrinters([
      { host: 1, model: MODEL },
      { host: 2, model: MODEL, behaviour: 'wrong-request-id' },
      { host: 3, model: MODEL, behaviour: 'other-port' },
      { host: 4, model: MODEL, behaviour: 'garbage' },
      { host: 5, model: MODEL, behaviour: 'truncated' },
      { host: 6, model: MODEL, behaviour: 'twice' },
      { host: 7, model: MODEL, behaviour: 'forgetful' },
      { host: 8, model: MODEL, behaviour: 'dead' },
      { host: 9, model: MODEL, behaviour: 'slow' },
    ])
    socket = await SnmpSocket.open()
  })
  afterAll(async () => {
    socket.close()
    await printers.stop()
  })

  it('gets an answer', async () => {
    const answer = await socket.request(targetOf(1), question)
    expect(answer).toMatchObject({ kind: 'answer', errorStatus: 0, varbinds: [{ oid: sysObjectID, value: { type: 'oid' } }] })
  })

  it.each([
    ['another request id', 2],
    ['another port of the host', 3],
    ['garbage', 4],
    ['half a message', 5],
    ['nothing', 8],
  ])('takes %s for no answer [agents/answers-come-from-the-host-asked]', async (_, host) => {
    expect(await socket.request(targetOf(host, { timeoutMilliseconds: 80, retries: 0 }), question)).toEqual({ kind: 'no-answer' })
  })

  it('asks again where the first question was lost, and ignores a second answer', async () => {
    expect((await socket.request(targetOf(7, { timeoutMilliseconds: 80 }), question)).kind).toBe('answer')
    expect((await socket.request(targetOf(6), question)).kind).toBe('answer')
    // The duplicate must not be taken for the answer to what is asked next.
    const next = await socket.request(targetOf(6), { ...question, varbinds: askFor([sysDescr]) })
    expect(next).toMatchObject({ varbinds: [{ oid: sysDescr }] })
  })

  it('does not take its own standing still for the silence of a host', async () => {
    const answer = socket.request(targetOf(9, { timeoutMilliseconds: 200, retries: 0 }), question)
    await new Promise((resolve) => setImmediate(resolve))
    // Busy past the time-out, while the answer is on its way.
    for (const end = performance.now() + 400; performance.now() < end; );
    expect((await answer).kind).toBe('answer')
  })

  it('is silent for a wrong community, and says so', async () => {
    expect(await socket.request(targetOf(1, { community: 'wrong', timeoutMilliseconds: 80, retries: 0 }), question)).toEqual({
      kind: 'no-answer',
    })
  })

  it('has one question under way to a host, the others wait [agents/one-request-per-host]', async () => {
    const before = printers.questionsTo(targetOf(9).address)
    const answers = [1, 2, 3].map(() => socket.request(targetOf(9, { timeoutMilliseconds: 1000 }), question))
    await socket.request(targetOf(1), question)
    expect(printers.questionsTo(targetOf(9).address) - before).toBe(1)
    expect((await Promise.all(answers)).map((answer) => answer.kind)).toEqual(['answer', 'answer', 'answer'])
  })

  it('is not held up by dead hosts', async () => {
    let buried = false
    const dead = socket.request(targetOf(8, { timeoutMilliseconds: 400, retries: 0 }), question).then(() => {
      buried = true
    })
    const living = await Promise.all(Array.from({ length: 20 }, () => socket.request(targetOf(1), question)))
    expect(living.every((answer) => answer.kind === 'answer')).toBe(true)
    expect(buried).toBe(false)
    await dead
  })

  it('ends what is under way when it is closed', async () => {
    const other = await SnmpSocket.open()
    const closing = other.request(targetOf(8, { timeoutMilliseconds: 3000 }), question)
    other.close()
    expect(await closing).toEqual({ kind: 'no-answer' })
  })
})
