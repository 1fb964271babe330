import { describe, expect, it } from 'vitest'
import { PROFILE } from '../../../test/support/simulated-network.ts'
import type { AgentConfiguration } from '../../features/agent-protocol/agent-protocol.api.ts'
import type { SnmpAccess, SnmpCommunityAccess } from '../../features/agent-protocol/snmp-access.api.ts'
import { formatAddress } from './addresses.ts'
import { accessesTo, criteriaOf, namesIn, sweepsOf } from './criteria.ts'

const other: SnmpCommunityAccess = { ...PROFILE, id: '6f1c1c38-1f0e-4a55-9d55-0d1f6a3c0a02', community: 'private' }

const configuration: AgentConfiguration = {
  revision: 1,
  include: [
    { entry: '10.0.0.0/29', profileId: PROFILE.id },
    { entry: '10.0.0.4', profileId: other.id },
    { entry: 'laser.example.com', profileId: PROFILE.id },
    { entry: '10.9.9.9', profileId: '6f1c1c38-1f0e-4a55-9d55-0d1f6a3c0a99' },
  ],
  exclude: ['10.0.0.2-10.0.0.3', 'plotter.example.com'],
  profiles: [PROFILE, other],
  packetsPerSecond: 100,
  heartbeatSeconds: 1,
  readSeconds: 1,
  discoverSeconds: 1,
}
const secretOf = (access: SnmpAccess) => (access.version === 'v3' ? access.userName : access.community)
const names = new Map([
  ['laser.example.com', '10.7.7.7'],
  ['plotter.example.com', '10.0.0.6'],
])
const communities = (address: string, profileId = '', foundBy = '', resolved: ReadonlyMap<string, string> = names) =>
  accessesTo(criteriaOf(configuration, resolved), address, { profileId, foundBy }).map(({ access }) => secretOf(access))

describe('discovery criteria', () => {
  it('say what to sweep with each profile', () => {
    const sweeps = sweepsOf(criteriaOf(configuration, names)).map(({ access, ranges }) => [
      secretOf(access),
      ranges.map(({ first, last }) => `${formatAddress(first)}-${formatAddress(last)}`),
    ])
    expect(sweeps).toEqual([
      ['public', ['10.0.0.1-10.0.0.1', '10.0.0.4-10.0.0.5', '10.7.7.7-10.7.7.7']],
      ['private', ['10.0.0.4-10.0.0.4']],
    ])
  })

  it('say how to ask an address, the profile it answered to first', () => {
    expect(communities('10.0.0.4')).toEqual(['public', 'private'])
    expect(communities('10.0.0.4', other.id)).toEqual(['private', 'public'])
    expect(communities('10.0.0.2')).toEqual([])
    expect(communities('10.0.0.6')).toEqual([])
    expect(communities('10.0.1.1')).toEqual([])
    expect(communities('10.9.9.9')).toEqual([])
  })

  it('ask by the profile of the entry when the one before is gone [agents/profiles-never-unenroll]', () => {
    expect(communities('10.0.0.1', 'a-profile-that-was-deleted')).toEqual(['public'])
  })

  it('keep a printer that was found by a name which cannot be resolved now', () => {
    expect(communities('10.7.7.7', PROFILE.id, 'laser.example.com', new Map())).toEqual(['public'])
    expect(namesIn(configuration)).toEqual(['laser.example.com', 'plotter.example.com'])
  })
})
