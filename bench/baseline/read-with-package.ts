import { createSession, isVarbindError, type Session, type Varbind, Version2c } from 'net-snmp'
import { type Maker, objectsOf } from '../../src/agent/makers/maker.ts'
import { MAKERS } from '../../src/agent/makers/makers.ts'
import { deviceIds, STANDARD_COLUMNS, SYSTEM_OBJECTS, sysObjectID } from '../../src/agent/read/objects.ts'

/**
 * Reads the same objects of a printer with the npm package net-snmp, a session for each printer as its documentation shows: the system
 * group, the standard columns many at a time by get-bulk, then what the maker adds. It keeps what came and makes nothing of it.
 */
export async function readWithPackage(address: string, port: number): Promise<number> {
  const session = createSession(address, 'public', { port, retries: 1, timeout: 2000, version: Version2c })
  session.on('error', () => {})
  const reported = new Map<string, unknown>()
  try {
    await get(session, SYSTEM_OBJECTS, reported)
    await walk(session, STANDARD_COLUMNS, reported)
    const maker = makerOf(String(reported.get(sysObjectID)))
    const { gets, walks } = maker ? objectsOf(maker) : { gets: [], walks: [] }
    await get(session, [...deviceIds, ...gets], reported)
    await walk(session, walks, reported)
  } finally {
    session.close()
  }
  return reported.size
}

const makerOf = (id: string): Maker | undefined =>
  MAKERS.find(({ enterprises }) => enterprises.some((number) => id.startsWith(`1.3.6.1.4.1.${number}.`)))

const AT_ONCE = 24
const REPETITIONS = 2

async function get(session: Session, oids: readonly string[], reported: Map<string, unknown>) {
  for (let i = 0; i < oids.length; i += AT_ONCE) {
    const varbinds = await answered<Varbind[]>((feed) => session.get(oids.slice(i, i + AT_ONCE), feed))
    for (const varbind of varbinds) if (!isVarbindError(varbind)) reported.set(varbind.oid, varbind.value)
  }
}

async function walk(session: Session, columns: readonly string[], reported: Map<string, unknown>) {
  let open = columns.map((root) => ({ root, last: root }))
  while (open.length > 0) {
    const asked = open.slice(0, AT_ONCE)
    const lists = await answered<Varbind[][]>((feed) =>
      session.getBulk(
        asked.map(({ last }) => last),
        0,
        REPETITIONS,
        feed,
      ),
    )
    const ended = new Set<(typeof asked)[number]>()
    for (const [i, branch] of asked.entries()) {
      for (const varbind of lists[i] ?? []) {
        if (ended.has(branch)) break
        if (isVarbindError(varbind) || !varbind.oid.startsWith(`${branch.root}.`)) ended.add(branch)
        else {
          reported.set(varbind.oid, varbind.value)
          branch.last = varbind.oid
        }
      }
    }
    open = open.filter((branch) => !ended.has(branch))
  }
}

function answered<T>(ask: (feed: (error: Error | null, answer: T) => void) => void): Promise<T> {
  const { promise, resolve, reject } = Promise.withResolvers<T>()
  ask((error, answer) => (error ? reject(error) : resolve(answer)))
  return promise
}
