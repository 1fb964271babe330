import type { Tx } from '../../platform/db/database.ts'
import type { Scope } from '../../platform/scope.ts'
import { linesOf, readMorning } from './morning/order-supplies.command.ts'
import { wantedOnRequest } from './morning/plan-orders.ts'
import { listAddresses, readAddresses } from './morning/portion.queries.ts'
import { insertOrders } from './orders.store.ts'
import { dayIn, timeZoneOf } from './places.ts'
import { readKnownRules } from './rules/known-rules.queries.ts'
import { readRules } from './rules/order-rules.queries.ts'

interface Defective {
  organizationId: string
  printerId: string
  supply: string
}

/**
 * A cartridge that was put in is defective: the next one of its supply is needed now, unless one is there or on its way.
 * @rule orders/defective-cartridges  A cartridge that is claimed as defective after it was put in is replaced by an express line, unless another is on its way or on the shelf.
 */
export async function replaceDefective(tx: Tx, scope: Scope, defective: Defective[]): Promise<void> {
  if (defective.length === 0) return
  const keys = new Set(defective.map(({ printerId, supply }) => `${printerId} ${supply}`))
  const rules = scope.reach === 'provider' ? await readRules(tx) : await readKnownRules(tx)
  const places = Map.groupBy(await listAddresses(tx, defective), ({ country, state }) => `${country} ${state ?? ''}`)
  for (const addresses of places.values()) {
    const place = addresses[0]!
    const { printers, lines } = await readAddresses(tx, addresses)
    const open = new Set(lines.map(({ printerId, supply }) => `${printerId} ${supply}`))
    const today = Math.floor(dayIn(timeZoneOf(place.country, place.state), new Date()))
    const facts = await readMorning(tx, place, today, printers, rules)
    const isWanted = (key: string) => keys.has(key) && !open.has(key)
    const wanted = printers.flatMap((printer) =>
      (printer.followed?.supplies ?? [])
        .filter((supply) => isWanted(`${printer.printerId} ${supply.key}`))
        .map((supply) => ({ ...wantedOnRequest(printer, supply, facts), sentence: 'The cartridge that was put in is defective.' })),
    )
    const express = (await linesOf(tx, wanted, facts)).map((line) => ({ ...line, express: true }))
    await insertOrders(tx, express, { kind: 'rule', name: 'Defective cartridge' })
  }
}
