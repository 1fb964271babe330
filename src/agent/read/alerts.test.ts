import { describe, expect, it } from 'vitest'
import { storeOf } from '../../../test/support/object-store.ts'
import { readAlerts } from './alerts.ts'
import {
  prtAlertCode,
  prtAlertDescription,
  prtAlertGroup,
  prtAlertGroupIndex,
  prtAlertSeverityLevel,
  prtAlertTrainingLevel,
} from './objects.ts'

const COLUMNS = [prtAlertSeverityLevel, prtAlertCode, prtAlertDescription, prtAlertGroup, prtAlertGroupIndex, prtAlertTrainingLevel]
type Row = [severity: number, code: number, text: string, group?: number, groupIndex?: number, training?: number]

const table = (...rows: Row[]) =>
  storeOf(Object.fromEntries(rows.flatMap((row, i) => row.map((value, column) => [`${COLUMNS[column]}.1.${i + 1}`, value!]))))
const alertsOf = (...rows: Row[]) => readAlerts(table(...rows), undefined)

describe('alerts', () => {
  it('say how bad, what, of which part and who can repair it', () => {
    expect(alertsOf([3, 1101, 'Cyan toner empty', 11, 2, 3], [4, 807, 'Tray 1 low', 8, -1, 4], [1, 1, 'Odd', 77, 0, 0])).toEqual([
      {
        severity: 'critical',
        code: 1101,
        group: 'markerSupplies',
        groupIndex: 2,
        training: 'untrained',
        text: 'Cyan toner empty',
      },
      { severity: 'warning', code: 807, group: 'input', training: 'trained', text: 'Tray 1 low' },
      { severity: 'other', code: 1, group: 'group 77', text: 'Odd' },
    ])
  })

  it.each([
    [3, 'critical'],
    [4, 'warning'],
    [5, 'warning'],
    [1, 'other'],
    [0, 'other'],
    [9, 'other'],
  ])('of severity %s are %s', (severity, word) => {
    expect(alertsOf([severity, 8, 'Jam'])[0]?.severity).toBe(word)
  })

  it('come the worst first, else in the order of the table', () => {
    const texts = alertsOf([1, 1, 'a'], [4, 12, 'b'], [3, 8, 'c'], [5, 10, 'd'], [3, 13, 'e'], [4, 12, 'f']).map(({ text }) => text)
    expect(texts.join('')).toBe('cebdfa')
  })

  it.each<[string, Row]>([
    ['ready', [1, 1, 'Ready']],
    ['idle', [1, 1, 'Idle']],
    ['asleep', [0, 0, 'Sleep']],
    ['saving power', [4, 23, 'Power Saver']],
    ['saving power, in another language', [4, 23, 'Energiesparmodus']],
    ['warming up', [4, 24, 'Aufwärmen']],
    ['closed again', [4, 502, 'Door closed']],
    ['ready, by its code', [5, 507, '']],
    ['nothing', [0, 1, '']],
  ])('are not where the printer only says that it is %s [agents/quiet-is-no-alert]', (_, row) => {
    expect(alertsOf(row)).toEqual([])
  })

  it('that have ended, or say the same twice, are not reported again [agents/quiet-is-no-alert]', () => {
    expect(
      alertsOf([4, 1801, 'Tray 2 missing'], [4, 12, 'Ink is low.', 11, 1], [4, 12, 'Ink is low.', 11, 1], [4, 12, 'Ink is low.', 11, 3]),
    ).toEqual([
      { severity: 'warning', code: 12, group: 'markerSupplies', groupIndex: 1, text: 'Ink is low.' },
      { severity: 'warning', code: 12, group: 'markerSupplies', groupIndex: 3, text: 'Ink is low.' },
    ])
  })

  it('are reported without words and without columns, where they are bad', () => {
    expect(alertsOf([3, 8, ''])).toEqual([{ severity: 'critical', code: 8, text: '' }])
    expect(alertsOf([5, 503, ''])).toEqual([{ severity: 'warning', code: 503, text: '' }])
    expect(readAlerts(storeOf({ [`${prtAlertDescription}.1.1`]: 'Service required' }), undefined)).toEqual([
      { severity: 'other', code: null, text: 'Service required' },
    ])
    expect(readAlerts(storeOf({ [`${prtAlertSeverityLevel}.3.9`]: 3 }), undefined)).toEqual([
      { severity: 'critical', code: null, text: '' },
    ])
  })

  it('are decoded by the character set of what the printer says, not of its display', () => {
    const store = table([4, 12, ''])
    store.set(`${prtAlertDescription}.1.1`, { type: 'octets', value: Buffer.from([0x4d, 0xb3]) })
    expect(readAlerts(store, 5)[0]?.text).toBe('Mł')
    expect(readAlerts(store, 4)[0]?.text).toBe('M³')
  })
})
