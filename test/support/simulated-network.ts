import type { SnmpTarget } from '../../src/agent/snmp/socket.ts'
import type { SnmpCommunityAccess } from '../../src/features/agents/agent-protocol.api.ts'
import type { FleetPrinter } from '../../src/simulator/fleets/fleet.ts'
import { startSimulator } from '../../src/simulator/simulator.ts'

/** Simulated printers for tests. Each test process has a subnet of its own, so that tests may run at the same time. */

export const SUBNET = `127.${64 + ((process.pid >> 8) & 127)}.${process.pid & 255}`
export const PORT = 16_161

/** Starts printers on hosts of the test's subnet; `host` is the last number of the address. */
export function startPrinters(printers: readonly (Omit<FleetPrinter, 'address'> & { host: number })[], speed = 1) {
  const fleet = { name: 'test', printers: printers.map(({ host, ...printer }) => ({ address: `${SUBNET}.${host}`, ...printer })) }
  return startSimulator({ fleet, port: PORT, speed, seed: 7 })
}

/** How to ask a host of the test's subnet; quick to give up. */
export function targetOf(host: number, special: Partial<SnmpTarget> = {}): SnmpTarget {
  return { address: `${SUBNET}.${host}`, port: PORT, version: 'v2c', community: 'public', timeoutMilliseconds: 250, retries: 1, ...special }
}

export const PROFILE: SnmpCommunityAccess = {
  id: '6f1c1c38-1f0e-4a55-9d55-0d1f6a3c0a01',
  name: 'public',
  version: 'v2c',
  community: 'public',
  port: PORT,
  timeoutMilliseconds: 250,
  retries: 1,
}
