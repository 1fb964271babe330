import { describe, expect, it } from 'vitest'
import { readSettingsDraft, settingsDifferences, settingsDraft } from './settings-fields.ts'

const STORED = {
  providerName: 'Lexmark',
  technicalSupport: 'Technical Support, support@example.com',
  customerOperations: 'Customer Operations, operations@example.com',
  agentSilentSeconds: 900,
  printerUnreadSeconds: 86_400,
  contactImportLimit: 300,
  newPrintersPerDay: 2000,
  taskRetentionDays: 365,
  readingRetentionDays: 8,
  hourRetentionDays: 62,
  dayRetentionDays: 1100,
}

describe('the settings of the provider as a form', () => {
  it('shows minutes and hours, and gives back what it was given', () => {
    expect(settingsDraft(STORED)).toMatchObject({ agentSilentSeconds: '15', printerUnreadSeconds: '24', contactImportLimit: '300' })
    expect(readSettingsDraft(settingsDraft(STORED), STORED)).toEqual({ settings: STORED })
  })

  it('keeps a time to the second that was not touched, though it is shown rounded', () => {
    const odd = { ...STORED, agentSilentSeconds: 100, printerUnreadSeconds: 101 }
    const draft = { ...settingsDraft(odd), contactImportLimit: '10000' }
    expect(draft).toMatchObject({ agentSilentSeconds: '1.67', printerUnreadSeconds: '0.03' })
    expect(readSettingsDraft(draft, odd)).toEqual({ settings: { ...odd, contactImportLimit: 10_000 } })
  })

  it.each([
    ['agentSilentSeconds', '2.5', { agentSilentSeconds: 150 }],
    ['agentSilentSeconds', '2,5', { agentSilentSeconds: 150 }],
    ['printerUnreadSeconds', ' 48 ', { printerUnreadSeconds: 172_800 }],
    ['providerName', ' Prints ', { providerName: 'Prints' }],
  ])('reads %s %j', (field, text, part) => {
    expect(readSettingsDraft({ ...settingsDraft(STORED), [field]: text }, STORED).settings).toEqual({ ...STORED, ...part })
  })

  it.each([
    ['agentSilentSeconds', '0'],
    ['agentSilentSeconds', '1441'],
    ['agentSilentSeconds', 'soon'],
    ['printerUnreadSeconds', '721'],
    ['contactImportLimit', '0'],
    ['contactImportLimit', '2.5'],
    ['contactImportLimit', '20001'],
    ['taskRetentionDays', '0'],
    ['readingRetentionDays', '1'],
    ['hourRetentionDays', 'a week'],
    ['dayRetentionDays', '36501'],
    ['technicalSupport', '  '],
  ])('names the fault of %s %j', (field, text) => {
    expect(Object.keys(readSettingsDraft({ ...settingsDraft(STORED), [field]: text }, STORED).faults ?? {})).toEqual([field])
  })

  it('shows a second editor where the versions differ', () => {
    const mine = { ...settingsDraft(STORED), agentSilentSeconds: '20', providerName: 'Mine' }
    expect(settingsDifferences(mine, { ...STORED, providerName: 'Theirs', version: 2 })).toEqual([
      { field: 'providerName', label: 'Provider name', mine: 'Mine', theirs: 'Theirs' },
      { field: 'agentSilentSeconds', label: 'Agent noncommunicating after', mine: '20', theirs: '15' },
    ])
  })
})
