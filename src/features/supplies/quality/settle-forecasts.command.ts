import type { Tx } from '../../../platform/db/database.ts'
import type { Scope } from '../../../platform/scope.ts'
import type { SupplyChange } from '../states/followed-supplies.ts'
import { settleSamples } from './forecast-samples.store.ts'

/**
 * Compares the forecasts that were kept of a supply with the day on which its cartridge was replaced.
 * @rule supplies/forecast-quality  Forecasts are kept as they were made, one a week for each supply, and compared with the day on which the cartridge is replaced; one that is swapped early says nothing about them.
 */
export async function settleForecasts(tx: Tx, scope: Scope, changes: (SupplyChange & { printerId: string })[]): Promise<void> {
  const installs = changes.filter(({ kind }) => kind === 'installed')
  if (installs.length === 0) return
  await settleSamples(
    tx,
    scope,
    installs.map(({ printerId, supply, at, remarks }) => ({ printerId, supply, at, counts: !remarks.includes('early-swap') })),
  )
}
