import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startPrinters, targetOf } from '../../../test/support/simulated-network.ts'
import type { Simulator } from '../../simulator/simulator.ts'
import { prtMarkerSuppliesDescription, prtMarkerSuppliesLevel, STANDARD_COLUMNS, SYSTEM_OBJECTS, sysDescr } from '../read/objects.ts'
import { SnmpSocket } from './socket.ts'
import type { Question } from './target.ts'
import type { ObjectStore } from './value.ts'
import { type Ask, getObjects, walkSubtrees } from './walk.ts'

const MODEL = 'CX725de'
const MISSING = '1.3.6.1.2.1.1.99.0'

describe('reading many objects', () => {
  let printers: Simulator
  let socket: SnmpSocket
  const ask =
    (host: number, version: 'v1' | 'v2c' = 'v2c'): Ask =>
    (question) =>
      socket.request(targetOf(host, { version }), question)

  beforeAll(async () => {
    printers = await startPrinters([
      { host: 21, model: MODEL },
      { host: 22, model: MODEL, behaviour: 'too-big' },
      { host: 23, model: MODEL, behaviour: 'loops' },
      { host: 24, model: MODEL, behaviour: 'dead' },
    ])
    socket = await SnmpSocket.open()
  })
  afterAll(async () => {
    socket.close()
    await printers.stop()
  })

  it('walks subtrees to the same end in both versions, and no further', async () => {
    const stores = await Promise.all(
      (['v1', 'v2c'] as const).map(async (version) => {
        const store: ObjectStore = new Map()
        expect(await walkSubtrees(ask(21, version), version, STANDARD_COLUMNS, store)).toEqual({ end: 'complete', troubles: [] })
        return new Map([...store].sort(([a], [b]) => (a < b ? -1 : 1)))
      }),
    )
    expect(stores[0]).toEqual(stores[1])
    expect([...stores[0]!.keys()].filter((oid) => oid.startsWith(`${prtMarkerSuppliesLevel}.`))).toHaveLength(7)
    expect([...stores[0]!.keys()].every((oid) => STANDARD_COLUMNS.some((column) => oid.startsWith(`${column}.`)))).toBe(true)
  })

  it('leaves out objects that are missing, in both versions', async () => {
    for (const version of ['v1', 'v2c'] as const) {
      const store: ObjectStore = new Map()
      expect(await getObjects(ask(21, version), [MISSING, ...SYSTEM_OBJECTS], store)).toEqual({ end: 'complete', troubles: [] })
      expect(store.has(sysDescr)).toBe(true)
      expect(store.has(MISSING)).toBe(false)
    }
  })

  it('asks for less where the host says too big [agents/a-walk-always-ends]', async () => {
    const store: ObjectStore = new Map()
    expect(await getObjects(ask(22), SYSTEM_OBJECTS, store)).toEqual({ end: 'complete', troubles: [] })
    expect((await walkSubtrees(ask(22), 'v2c', [prtMarkerSuppliesDescription], store)).troubles).toEqual([])
    expect([...store.keys()].filter((oid) => oid.startsWith(prtMarkerSuppliesDescription))).toHaveLength(7)
  })

  it('gives up a subtree that is always too big, and says so [agents/a-walk-always-ends]', async () => {
    const never: Ask = async () => ({ kind: 'answer', errorStatus: 1, errorIndex: 0, varbinds: [] })
    const troubles = [
      { root: '1.3.6.1.2.1.43.11', what: 'too-big' },
      { root: '1.3.6.1.2.1.43.12', what: 'too-big' },
    ]
    expect(await walkSubtrees(never, 'v2c', ['1.3.6.1.2.1.43.11', '1.3.6.1.2.1.43.12'], new Map())).toEqual({ end: 'complete', troubles })
  })

  it('ends a subtree whose objects do not grow [agents/a-walk-always-ends]', async () => {
    const collected = await walkSubtrees(ask(23), 'v2c', [prtMarkerSuppliesLevel], new Map())
    expect(collected).toEqual({ end: 'complete', troubles: [{ root: prtMarkerSuppliesLevel, what: 'not-increasing' }] })
  })

  it('ends a subtree without an end, and an empty answer [agents/a-walk-always-ends]', async () => {
    const endless: Ask = async ({ varbinds }: Question) => {
      const last = varbinds[0]!.oid
      const next = last.endsWith('.7') || !/\.\d+$/.test(last.slice(8)) ? `${last}.1` : last.replace(/\d+$/, (n) => String(Number(n) + 1))
      return { kind: 'answer', errorStatus: 0, errorIndex: 0, varbinds: [{ oid: next, value: { type: 'null' } }] }
    }
    expect((await walkSubtrees(endless, 'v2c', ['1.3.6.1.4.1.7'], new Map())).troubles).toEqual([
      { root: '1.3.6.1.4.1.7', what: 'too-many' },
    ])
    const empty: Ask = async () => ({ kind: 'answer', errorStatus: 0, errorIndex: 0, varbinds: [] })
    expect((await walkSubtrees(empty, 'v2c', ['1.3.6.1.4.1.7'], new Map())).troubles).toEqual([{ root: '1.3.6.1.4.1.7', what: 'error' }])
  })

  it('distinguishes a refusal from silence', async () => {
    const refusing: Ask = async () => ({ kind: 'answer', errorStatus: 16, errorIndex: 0, varbinds: [] })
    expect((await getObjects(refusing, [sysDescr], new Map())).end).toBe('wrong-credentials')
    expect((await walkSubtrees(refusing, 'v2c', [prtMarkerSuppliesLevel], new Map())).end).toBe('wrong-credentials')
    expect((await getObjects(ask(24), [sysDescr], new Map())).end).toBe('no-answer')
  })
})
