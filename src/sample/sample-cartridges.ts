import type { CartridgeForm } from '../features/supplies/catalogue/cartridge-form.ts'
import type { CartridgeKind } from '../features/supplies/catalogue/cartridges.ts'
import { SAMPLE_CATALOGUE } from '../simulator/fleets/sample.ts'
import type { Profile, SupplyProfile } from '../simulator/profiles/profile.ts'
import { PROFILES } from '../simulator/profiles/profiles.ts'

/** Kinds of supply that are ordered, by prtMarkerSuppliesType. */
const KINDS: Record<number, CartridgeKind> = { 3: 'toner', 4: 'waste', 5: 'ink', 6: 'ink', 9: 'drum', 21: 'toner' }
const BASES = { toner: 'iso-19752', ink: 'iso-24711' } as const

/** Sample data: a cartridge for each supply of the sample's models. Where a simulated printer reports no part, its part and price are made up. */
export const SAMPLE_CARTRIDGES: readonly CartridgeForm[] = cartridgesOf(
  PROFILES.filter(({ model }) => SAMPLE_CATALOGUE.some((supported) => supported.model === model)),
)

function cartridgesOf(profiles: readonly Profile[]): CartridgeForm[] {
  const found = profiles.flatMap((profile) => profile.supplies.flatMap((supply) => cartridgeOf(profile, supply)))
  // One part may fit several models.
  return [...Map.groupBy(found, ({ manufacturer, part }) => `${manufacturer} ${part}`).values()].map((same) => ({
    ...same[0]!,
    models: same.flatMap(({ models }) => models),
  }))
}

function cartridgeOf({ manufacturer, model, color: isColor }: Profile, supply: SupplyProfile): CartridgeForm[] {
  const kind = KINDS[supply.type]
  if (!kind) return []
  const color = supply.colorant ?? null
  const part = supply.part ?? `SAMPLE-${model.replace(/[^A-Za-z0-9]/g, '')}-${(color ?? supply.name).slice(0, 3).toUpperCase()}`
  const isToner = kind === 'toner' || kind === 'ink'
  return [
    {
      manufacturer,
      part,
      name: `${supply.name} (sample)`,
      kind,
      color,
      yieldPages: supply.pages,
      yieldBasis: kind === 'toner' && isColor ? 'iso-19798' : isToner ? BASES[kind] : 'maker',
      yieldClass: supply.part?.includes('H') ? 'high' : 'standard',
      family: part,
      priceCents: 2500 + Math.round(supply.pages / 100) * 100,
      currency: 'USD',
      weightGrams: isToner ? 900 : 1500,
      orderable: true,
      models: [{ manufacturer, model }],
    },
  ]
}
