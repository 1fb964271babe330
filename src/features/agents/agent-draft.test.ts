import { describe, expect, it } from 'vitest'
import { agentFaults, draftOf, EMPTY_AGENT, tidyAgent } from './agent-draft.ts'

const office = {
  ...EMPTY_AGENT,
  name: ' Office ',
  description: '',
  include: [{ entry: ' 10.0.0.0/24 ', profileId: 'p' }],
  exclude: ['', ' 10.0.0.1 '],
}

describe('an agent as it is edited', () => {
  it('is sent tidied, without blank rows', () => {
    expect(tidyAgent(office)).toEqual({
      name: 'Office',
      description: '',
      include: [{ entry: '10.0.0.0/24', profileId: 'p' }],
      exclude: ['10.0.0.1'],
      enrollsAtOnce: true,
      packetsPerSecond: 1500,
      heartbeatSeconds: 60,
      readSeconds: 900,
      discoverSeconds: 86_400,
    })
    expect(draftOf(tidyAgent(office))).toMatchObject({ name: 'Office', schedule: EMPTY_AGENT.schedule })
    expect(agentFaults(office)).toBeUndefined()
  })

  it('names each fault at its row', () => {
    const faults = agentFaults({
      ...office,
      name: ' ',
      include: [...office.include, { entry: '10.0.0.300', profileId: '' }],
      exclude: ['ok.example.com', '10.0.0.9-10.0.0.1'],
    })
    expect(faults?.name).toBe('Name is required.')
    expect(faults?.include[0]).toBeUndefined()
    expect(faults?.include[1]).toMatchObject({ entry: expect.stringContaining('10.0.0.300'), profileId: 'Choose an SNMP profile.' })
    expect(Object.keys(faults?.exclude ?? {})).toEqual(['1'])
  })

  it('needs a name before anything else', () => {
    expect(agentFaults(EMPTY_AGENT)).toEqual({ name: 'Name is required.', include: {}, exclude: {}, schedule: {} })
  })

  it('has a schedule within its limits', () => {
    const schedule = { packetsPerSecond: '0', heartbeatSeconds: 'often', readSeconds: '10', discoverSeconds: '1e9' }
    expect(agentFaults({ ...office, schedule })?.schedule).toEqual({
      packetsPerSecond: 'From 1 to 20,000.',
      heartbeatSeconds: 'From 1 to 3,600.',
      discoverSeconds: 'From 60 to 2,592,000.',
    })
  })
})
