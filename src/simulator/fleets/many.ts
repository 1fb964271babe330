import { formatAddress, parseAddress } from '../../agent/discovery/addresses.ts'
import { PROFILES } from '../profiles/profiles.ts'
import type { Fleet } from './fleet.ts'

/** A fleet of so many printers of all models in turn, on addresses that follow each other. Throws for an address that is none. */
export function manyPrinters(count: number, firstAddress: string): Fleet {
  const first = parseAddress(firstAddress)
  if (first === undefined) throw new Error(`"${firstAddress}" is not an address.`)
  const printers = Array.from({ length: count }, (_, i) => ({
    address: formatAddress(first + i),
    model: PROFILES[i % PROFILES.length]!.model,
  }))
  return { name: `${count} printers`, printers }
}
