import { formatNumber } from '../../platform/numbers.ts'

/**
 * Why the provider cannot remove an entitlement; undefined when it can.
 * @rule entitlements/held-printers-keep-the-entitlement  The entitlement cannot be removed while managed or pending printers exist.
 */
export function whyNotRemoveEntitlement({ managed, pending }: { managed: number; pending: number }): string | undefined {
  const held = managed + pending
  if (held === 0) return undefined
  return `The entitlement cannot be removed while managed or pending printers exist. The organization has ${formatNumber(held)}.`
}
