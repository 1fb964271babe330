import { describe, expect, it } from 'vitest'
import { agentFaults, EMPTY_AGENT, tidyAgent } from './agent-draft.ts'

const office = { name: ' Office ', description: '', include: [{ entry: ' 10.0.0.0/24 ', profileId: 'p' }], exclude: ['', ' 10.0.0.1 '] }

describe('an agent as it is edited', () => {
  it('is sent tidied, without blank rows', () => {
    expect(tidyAgent(office)).toEqual({
      name: 'Office',
      description: '',
      include: [{ entry: '10.0.0.0/24', profileId: 'p' }],
      exclude: ['10.0.0.1'],
    })
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
    expect(agentFaults(EMPTY_AGENT)).toEqual({ name: 'Name is required.', include: {}, exclude: {} })
  })
})
