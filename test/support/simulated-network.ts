import type { SnmpTarget, UserTarget } from '../../src/agent/snmp/target.ts'
import type { SnmpCommunityAccess } from '../../src/features/agent-protocol/snmp-access.api.ts'
import type { SimulatedUser } from '../../src/simulator/engine.ts'
import type { FleetPrinter } from '../../src/simulator/fleets/fleet.ts'
import { type SimulatorOptions, startSimulator } from '../../src/simulator/simulator.ts'

/** Simulated printers for tests. Each test process has a subnet of its own, so that tests may run at the same time. */

export const SUBNET = `127.${64 + ((process.pid >> 8) & 127)}.${process.pid & 255}`
export const PORT = 16_161

/** Starts printers on hosts of the test's subnet; `host` is the last number of the address. */
export function startPrinters(printers: readonly (Omit<FleetPrinter, 'address'> & { host: number })[], special: SimulatorOptions = {}) {
  const fleet = { name: 'test', printers: printers.map(({ host, ...printer }) => ({ address: `${SUBNET}.${host}`, ...printer })) }
  return startSimulator({ fleet, port: PORT, seed: 7, ...special })
}

/** How to ask a host of the test's subnet; quick to give up. */
export function targetOf(host: number, special: Partial<Extract<SnmpTarget, { community: string }>> = {}): SnmpTarget {
  return { address: `${SUBNET}.${host}`, port: PORT, version: 'v2c', community: 'public', timeoutMilliseconds: 250, retries: 1, ...special }
}

/** The same in version 3. */
export function userTargetOf(host: number, user: SimulatedUser, special: Partial<UserTarget> = {}): UserTarget {
  return { address: `${SUBNET}.${host}`, port: PORT, timeoutMilliseconds: 1000, retries: 1, ...user, ...special }
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
