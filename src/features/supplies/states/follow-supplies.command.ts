import { type Db, inScope, type Tx } from '../../../platform/db/database.ts'
import type { Scope } from '../../../platform/scope.ts'
import type { PrinterReading } from '../../agent-protocol/agent-protocol.api.ts'
import { dayIn, timeZoneOf } from '../../orders/places.ts'
import { settleInstalls } from '../../orders/settle-installs.command.ts'
import { modelName } from '../catalogue/cartridges.ts'
import { findFitting } from '../catalogue/catalogue.queries.ts'
import { noteParts } from '../catalogue/catalogue.store.ts'
import { type FleetStatistics, mergeStatistics, noStatistics } from '../fleet-statistics.ts'
import { settleForecasts } from '../quality/settle-forecasts.command.ts'
import { type FollowedPrinter, followReading, isAsKnown, type SupplyChange, saysSomethingNew } from './followed-supplies.ts'
import { findElsewhere, keepKnown, readFleet, readFollowed, readPlaces } from './supply-states.queries.ts'
import {
  insertChanges,
  insertLessons,
  insertReport,
  takeLessons,
  takeReports,
  writeFollowed,
  writeStatistics,
} from './supply-states.store.ts'
import { packReadings, type SuppliesRead, unpackReadings } from './waiting-readings.ts'

interface Seen {
  printerId: string
  readings: { at: string; reading: SuppliesRead }[]
}

type NotedChange = SupplyChange & { printerId: string }

/** Keeps what readings say of supplies, in the transaction that records them, until it is followed. */
export async function noteSupplyReadings(
  tx: Tx,
  scope: Scope,
  list: { printerId: string; at: string; reading: PrinterReading; earlier: { at: string; reading: PrinterReading }[] }[],
): Promise<void> {
  const all = list.flatMap(({ printerId, earlier, ...last }) => [...earlier, last].map(({ at, reading }) => ({ printerId, at, reading })))
  const reported = all.filter(({ reading }) => reading.supplies.length > 0)
  if (reported.length > 0) await insertReport(tx, scope, packReadings(reported))
}

const MOST_REPORTS = 20

/**
 * Follows what waits of an organization, a few reports at once and in their order: what is known of its supplies is then as of its last report. Two who do it take turns.
 * @rule supplies/state-follows-readings  What a reading says of supplies is kept in the transaction that records it, and followed within minutes and before each decision: a forecast needs no history.
 */
export async function followWaiting(tx: Tx, scope: Scope): Promise<void> {
  for (let more = true; more; ) more = await followNext(tx, scope)
}

async function followNext(tx: Tx, scope: Scope): Promise<boolean> {
  const reports = await takeReports(tx, scope, MOST_REPORTS)
  if (reports.length === 0) return false
  const waiting = Map.groupBy(reports.flatMap(unpackReadings), ({ printerId }) => printerId)
  const there = await keepKnown(tx, scope, [...waiting.keys()])
  const list = there.map((printerId) => ({ printerId, readings: waiting.get(printerId)!.map(({ at, read }) => ({ at, reading: read })) }))
  if (list.length > 0) await followSupplies(tx, scope, list)
  return reports.length === MOST_REPORTS
}

/** Follows what waits of all organizations, a transaction for each few reports. */
export async function followAll(db: Db, scopes: AsyncIterable<Scope> | Iterable<Scope>, signal?: AbortSignal): Promise<void> {
  for await (const scope of scopes)
    for (let more = true; more && !signal?.aborted; ) more = await inScope(db, scope, (tx) => followNext(tx, scope))
}

async function followSupplies(tx: Tx, scope: Scope, list: Seen[]): Promise<void> {
  const known = await readFollowed(
    tx,
    scope,
    list.map((one) => one.printerId),
  )
  const fresh = await freshPrinters(
    tx,
    scope,
    list.filter(({ printerId }) => !known.has(printerId)),
  )
  const reported = list.flatMap((one) => {
    const printer = known.get(one.printerId) ?? fresh.get(one.printerId)!
    const readings = one.readings.map(({ at, reading }) => ({ at, reading, day: dayIn(printer.zone, new Date(at)) }))
    const news = readings.filter((reading) => saysSomethingNew(printer, reading))
    const isSame = known.has(one.printerId) && news.every((reading) => isAsKnown(printer, reading))
    return news.length > 0 ? [{ printerId: one.printerId, printer, readings: news, isSame }] : []
  })
  if (reported.length === 0) return
  const others = reported.filter(({ isSame }) => !isSame)
  const fitting = await findFitting(tx, uniqueModels(others.map(({ readings }) => readings[0]!.reading)))
  const fleet = await readFleet(tx)
  const lessons = noStatistics()
  const changes: NotedChange[] = []
  const followed = reported.map(({ printerId, printer, readings, isSame }) => {
    let current = printer
    for (const seen of readings) {
      const next = followReading(current, seen, {
        fitting: isSame ? undefined : (fitting.get(modelName(seen.reading)) ?? []),
        fleet,
        lessons,
      })
      current = next.printer
      for (const change of next.changes) changes.push({ ...change, printerId })
    }
    return { printerId, printer: current, isSame }
  })
  await markMoved(tx, scope, changes)
  await writeFollowed(tx, scope, followed)
  await insertChanges(tx, scope, changes)
  await noteParts(tx, newParts(others))
  if (JSON.stringify(lessons) !== NO_LESSONS) await insertLessons(tx, JSON.stringify(lessons))
  await settleForecasts(tx, scope, changes)
  await settleInstalls(tx, scope, changes)
}

const NO_LESSONS = JSON.stringify(noStatistics())

function uniqueModels(readings: SuppliesRead[]) {
  return [...new Map(readings.map(({ manufacturer, model }) => [modelName({ manufacturer, model }), { manufacturer, model }])).values()]
}

async function freshPrinters(tx: Tx, scope: Scope, list: Seen[]): Promise<Map<string, FollowedPrinter>> {
  if (list.length === 0) return new Map()
  const places = new Map(
    (
      await readPlaces(
        tx,
        scope,
        list.map((one) => one.printerId),
      )
    ).map((place) => [place.id, place]),
  )
  return new Map(
    list.map(({ printerId }) => {
      const place = places.get(printerId)
      return [printerId, { zone: place ? timeZoneOf(place.country, place.state) : 'UTC', model: '', supplies: [] }]
    }),
  )
}

// A cartridge whose serial number another printer had was moved, and is no new stock.
async function markMoved(tx: Tx, scope: Scope, changes: NotedChange[]): Promise<void> {
  const installs = changes.filter(({ kind, serial }) => kind === 'installed' && serial !== null)
  const elsewhere = await findElsewhere(
    tx,
    scope,
    installs.map(({ printerId, serial }) => ({ printerId, serial: serial! })),
  )
  for (const install of installs)
    if (elsewhere.has(`${install.printerId} ${install.serial}`)) install.remarks = [...install.remarks, 'from-another-printer']
}

// Parts that were not seen on their supply before.
function newParts(reported: { printer: FollowedPrinter; readings: { reading: SuppliesRead }[] }[]) {
  return reported.flatMap(({ printer, readings }) => {
    const known = new Set(printer.supplies.map(({ part }) => part))
    return readings.flatMap(({ reading: { manufacturer, model, supplies } }) =>
      supplies.flatMap(({ part, kind, color, name }) =>
        part !== null && manufacturer !== null && model !== null && !known.has(part)
          ? [{ manufacturer, model, part, kind, color, name }]
          : [],
      ),
    )
  })
}

const MOST_LESSONS = 500

/** Merges what reports have taught into the statistics of the fleet. */
export async function mergeLessons(db: Db, scope: Scope, signal?: AbortSignal): Promise<void> {
  for (let more = true; more && !signal?.aborted; )
    more = await inScope(db, scope, async (tx) => {
      const { statistics, lessons } = await takeLessons(tx, MOST_LESSONS)
      if (lessons.length === 0) return false
      const merged = statistics === null ? noStatistics() : (JSON.parse(statistics) as FleetStatistics)
      for (const lesson of lessons) mergeStatistics(merged, JSON.parse(lesson) as FleetStatistics)
      await writeStatistics(tx, JSON.stringify(merged))
      return lessons.length === MOST_LESSONS
    })
}
