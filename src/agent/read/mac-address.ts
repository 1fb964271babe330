import type { ObjectStore } from '../snmp/value.ts'
import { ifDescr, ifPhysAddress, ifType } from './objects.ts'
import { remembering } from './remembering.ts'
import { numberAt, octetsAt, rowsOf, textAt } from './store.ts'

/** ifType (IANAifType-MIB) of wired Ethernet, as printers give it; wireless cards often claim to be Ethernet too. */
const ETHERNET = new Set([6, 7, 26, 62, 69, 117])
const LOOPBACK = 24
const WIRELESS = 71
/** Interfaces that are no network cards, whatever type they claim. */
const VIRTUAL_NAMES = /^(lo|usb|veth|docker|br-?\d|bridge|tun|tap|ppp|sit|dummy|bond|vlan|bt|bnep)\d*\b|virtual|loopback|bluetooth|tunnel/i
const WIRELESS_NAMES = /wlan|wi-?fi|wireless|802\.?11|wfd|p2p|^ra\d|awdl/i

/**
 * The hardware address that stands for the printer: that of its wired interface where it has one, whether the cable is in or not,
 * because the address must stay the same when the printer changes between cable and wireless.
 *
 * @rule agents/mac-address-is-the-wired-one  Zero, broadcast, multicast, shared and loopback addresses do not count; wired comes before
 * wireless, both before virtual.
 */
export function readMacAddress(store: ObjectStore): string | null {
  const candidates = rowsOf(store, ifPhysAddress).flatMap((row) => {
    const octets = addressOf(octetsAt(store, `${ifPhysAddress}.${row}`))
    const type = numberAt(store, `${ifType}.${row}`)
    if (!octets || !isHardwareAddress(octets) || type === LOOPBACK) return []
    return [{ octets, rank: rankOf(octets, type, textAt(store, `${ifDescr}.${row}`) ?? ''), index: Number(row) }]
  })
  candidates.sort((a, b) => a.rank - b.rank || a.index - b.index)
  const best = candidates[0]?.octets
  return best ? [...best].map((octet) => octet.toString(16).padStart(2, '0')).join(':') : null
}

/** Six octets; some agents write them out as text. */
function addressOf(octets: Buffer | undefined): Buffer | undefined {
  if (!octets || octets.length === 6) return octets
  const text = octets.toString('latin1').trim()
  return /^[\da-f]{2}([:-]?)([\da-f]{2}\1){4}[\da-f]{2}$/i.test(text) ? Buffer.from(text.replace(/[:-]/g, ''), 'hex') : octets
}

/** Addresses shared by several routers (VRRP, RFC 5798). */
const SHARED = Buffer.from('00005e0001', 'hex')

function isHardwareAddress(octets: Buffer): boolean {
  const isGroup = ((octets[0] ?? 1) & 1) !== 0
  return octets.length === 6 && !isGroup && octets.some((octet) => octet !== 0) && octets.indexOf(SHARED) !== 0
}

function rankOf(octets: Buffer, type: number | undefined, name: string): number {
  const isLocal = (octets[0]! & 2) !== 0
  const { looksWireless, isVirtual } = meaningOf(name)
  const isWireless = type === WIRELESS || looksWireless
  const isWired = !isWireless && (type === undefined || ETHERNET.has(type))
  return (isVirtual ? 6 : isWired ? 0 : isWireless ? 2 : 4) + (isLocal ? 1 : 0)
}

const meaningOf = remembering((name) => ({ looksWireless: WIRELESS_NAMES.test(name), isVirtual: VIRTUAL_NAMES.test(name) }))
