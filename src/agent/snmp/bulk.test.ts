import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Mib } from '../../simulator/mib.ts'
import { respond } from '../../simulator/respond.ts'
import { BulkReading } from './bulk.ts'
import type { Pdu } from './pdu.ts'
import type { Answer, Question } from './target.ts'
import type { ObjectStore, SnmpValue } from './value.ts'

const SYSTEM = '1.3.6.1.2.1.1'
const TABLES = [
  { columns: ['1.3.6.1.2.1.25.3.2.1.2', '1.3.6.1.2.1.25.3.2.1.3'], usualRows: 1 },
  { columns: ['1.3.6.1.2.1.43.11.1.1.6', '1.3.6.1.2.1.43.11.1.1.8', '1.3.6.1.2.1.43.11.1.1.9'], usualRows: 4 },
  { columns: ['1.3.6.1.4.1.641.7'], usualRows: 2 },
]
const OBJECTS = [`${SYSTEM}.1.0`, `${SYSTEM}.5.0`, '1.3.6.1.4.1.11.4.2']
const text = (length: number): SnmpValue => ({ type: 'octets', value: Buffer.alloc(length, 'x') })

interface Host {
  mib: Mib
  mostOctets?: number
  odd?: (question: Question, answer: Pdu) => Answer
}

function answerOf({ mib, mostOctets, odd }: Host, question: Question): Answer {
  const answer = respond(mib, 'v2c', { ...question, requestId: 1 }, mostOctets)!
  return odd ? odd(question, answer) : { ...answer, kind: 'answer' }
}

/** Reads until all is there or the host is odd; reports which. */
function read(host: Host) {
  const store: ObjectStore = new Map()
  const bulk = new BulkReading(store)
  bulk.want(OBJECTS, TABLES)
  let questions = 0
  let goesWell = true
  while (goesWell && !bulk.isComplete) {
    const question = bulk.next()
    questions++
    expect(question.varbinds.length).toBeGreaterThan(0)
    goesWell = bulk.takes(answerOf(host, question))
  }
  return { store, bulk, goesWell, questions }
}

const sorted = (objects: Iterable<readonly [string, SnmpValue]>) => [...objects].sort(([a], [b]) => (a < b ? -1 : 1))

function hostOf(rows: readonly (readonly number[])[], lengths: readonly number[], present: readonly boolean[]): [string, SnmpValue][] {
  const value = (i: number) => text(lengths[i % lengths.length]!)
  return [
    ...OBJECTS.filter((_, i) => present[i]).map((oid, i): [string, SnmpValue] => [oid, value(i)]),
    ...TABLES.flatMap(({ columns }, table) =>
      columns.flatMap((column, c) => rows[table]!.map((row): [string, SnmpValue] => [`${column}.1.${row}`, value(row + c)])),
    ),
  ]
}

const aHost = fc.record({
  rows: fc.array(fc.uniqueArray(fc.integer({ min: 1, max: 40 }), { maxLength: 30 }), { minLength: 3, maxLength: 3 }),
  lengths: fc.array(fc.integer({ min: 0, max: 60 }), { minLength: 1, maxLength: 5 }),
  present: fc.array(fc.boolean(), { minLength: 3, maxLength: 3 }),
  others: fc.array(
    fc.constantFrom(`${SYSTEM}.2.0`, '1.3.6.1.2.1.25.3.2.1.4.1', '1.3.6.1.2.1.43.12.1.1.4.1.1', '1.3.6.1.4.1.11.4.1', '1.3.6.1.9.1'),
  ),
  mostOctets: fc.integer({ min: 90, max: 3000 }),
})

describe('reading much of a host at once', () => {
  it('brings all that is wanted and nothing else, however long tables are and however little the host sends at once', () => {
    fc.assert(
      fc.property(aHost, ({ rows, lengths, present, others, mostOctets }) => {
        const wanted = hostOf(rows, lengths, present)
        const mib = new Mib([...wanted, ...others.map((oid): [string, SnmpValue] => [oid, text(1)])])
        const { store, goesWell, bulk } = read({ mib, mostOctets })
        expect(goesWell).toBe(true)
        expect(sorted(store)).toEqual(sorted(wanted))
        expect([...bulk.troubles, ...bulk.hidden]).toEqual([])
      }),
    )
  })

  it('asks few questions, and each so that its answer goes into a datagram', () => {
    const mib = new Mib(hostOf([[1], [1, 2, 3, 4, 5, 6], [1, 2]], [20], [true, true, true]))
    expect(read({ mib }).questions).toBeLessThanOrEqual(2)
    const bulk = new BulkReading(new Map())
    bulk.want(OBJECTS, TABLES)
    expect(bulk.next()).toMatchObject({ kind: 'get-bulk', errorStatus: 5 })
  })

  it('comes to the end of what a host shows', () => {
    const { store, goesWell } = read({ mib: new Mib([[`${SYSTEM}.1.0`, text(3)]]) })
    expect([goesWell, [...store.keys()]]).toEqual([true, [`${SYSTEM}.1.0`]])
  })

  it('reads columns that end at other rows than the first of their table', () => {
    const uneven: [string, SnmpValue][] = [1, 2, 3, 4, 5, 6, 7].flatMap((row) =>
      TABLES[1]!.columns.flatMap((column, c): [string, SnmpValue][] => (row + c < 8 ? [[`${column}.1.${row}`, text(4)]] : [])),
    )
    expect(sorted(read({ mib: new Mib(uneven) }).store)).toEqual(sorted(uneven))
  })

  it('leaves an object that the order hides to those who get it by name', () => {
    const { bulk, store } = read({
      mib: new Mib([
        ['1.3.6.1.4.1.11.4.1.7', text(1)],
        ['1.3.6.1.4.1.11.4.2', text(2)],
      ]),
    })
    expect(bulk.hidden).toEqual(['1.3.6.1.4.1.11.4.2'])
    expect(store.size).toBe(0)
  })

  it.each<[string, Host['odd']]>([
    ['says too big', (_, answer) => ({ ...answer, kind: 'answer', errorStatus: 1, varbinds: [] })],
    ['refuses', (_, answer) => ({ ...answer, kind: 'answer', errorStatus: 16, errorIndex: 1 })],
    ['is silent', () => ({ kind: 'no-answer' })],
    ['answers nothing', (_, answer) => ({ ...answer, kind: 'answer', varbinds: [] })],
    ['repeats what was to be named once', repeatsAll],
    ['sends more than was asked for', (_, answer) => ({ ...answer, kind: 'answer', varbinds: answer.varbinds.concat(answer.varbinds) })],
    [
      'goes in a circle',
      (_, answer) => ({ ...answer, kind: 'answer', varbinds: answer.varbinds.map(({ value }) => ({ oid: `${SYSTEM}.1`, value })) }),
    ],
  ])('gives up on a host that %s, and loses nothing that is still to be asked [agents/a-walk-always-ends]', (_, odd) => {
    const mib = new Mib(hostOf([[1], [1, 2, 3], [1]], [10], [true, true, true]))
    const { bulk, goesWell, store } = read({ mib, ...(odd && { odd }) })
    expect(goesWell).toBe(false)
    for (const column of TABLES.flatMap(({ columns }) => columns)) {
      const open = bulk.open.find(({ root }) => root === column)
      const after = mib.after(open?.last ?? '')
      if (!open) expect([...store.keys()].some((oid) => oid.startsWith(`${column}.`))).toBe(true)
      else if (open.count === 0) expect(after?.oid.startsWith(`${column}.`)).toBe(true)
    }
  })

  it('ends a table without an end [agents/a-walk-always-ends]', () => {
    let next = 0
    const odd: Host['odd'] = (question) => ({
      kind: 'answer',
      errorStatus: 0,
      errorIndex: 0,
      varbinds: question.varbinds.flatMap(({ oid }, i) =>
        i < question.errorStatus
          ? [{ oid: '1.3.9', value: text(1) }]
          : [{ oid: `${oid.split('.').slice(0, 12).join('.')}.${++next}`, value: text(1) }],
      ),
    })
    const { bulk, goesWell } = read({ mib: new Mib([]), odd })
    expect(goesWell).toBe(true)
    expect(bulk.troubles).toContainEqual({ root: '1.3.6.1.2.1.43.11.1.1.9', what: 'too-many' })
  })
})

/** A host that does not know of objects to be named once. */
function repeatsAll(question: Question, _: Pdu): Answer {
  const mib = new Mib(hostOf([[1], [1, 2, 3], [1]], [10], [true, true, true]))
  return answerOf({ mib }, { ...question, errorStatus: 0 })
}
