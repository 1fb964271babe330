import { formatNoun, plural } from '../../platform/numbers.ts'

/** Where a child organization stands before its printers can be added. */
export interface Standing {
  printersEnrolled: number
  entitled: boolean
  contacts: number
  /** selected printers without a supplies delivery contact; undefined while none are selected */
  selectedWithoutContact?: number
}

export type Settlement = 'enroll-printers' | 'entitle' | 'create-contact' | 'assign-contact'

export interface Point {
  settlement: Settlement
  text: string
  settled: boolean
}

/**
 * *Before you begin*: the points that stand between a child organization and its first managed printer, in the order they are settled.
 * @rule program/before-you-begin  Printers enrolled, the child entitled, a contact exists, it is assigned to the selected printers.
 */
export function beforeYouBegin(standing: Standing): Point[] {
  const { printersEnrolled, entitled, contacts, selectedWithoutContact } = standing
  const points: Point[] = [
    {
      settlement: 'enroll-printers',
      settled: printersEnrolled > 0,
      text:
        printersEnrolled > 0
          ? `${formatNoun(printersEnrolled, 'printer')} enrolled`
          : 'No printer is enrolled yet: a fleet agent discovers them',
    },
    {
      settlement: 'entitle',
      settled: entitled,
      text: entitled ? 'The organization is entitled to MPS Express' : 'The organization is not entitled to MPS Express',
    },
    {
      settlement: 'create-contact',
      settled: contacts > 0,
      text: contacts > 0 ? 'A supplies delivery contact exists' : 'There is no supplies delivery contact yet',
    },
  ]
  if (selectedWithoutContact === undefined) return points
  const text =
    selectedWithoutContact === 0
      ? 'Every selected printer has a supplies delivery contact'
      : `${formatNoun(selectedWithoutContact, 'printer')} of the selection ${plural(selectedWithoutContact, 'has', 'have')} no supplies delivery contact`
  return [...points, { settlement: 'assign-contact', settled: selectedWithoutContact === 0, text }]
}

/**
 * Why `Continue` is disabled; undefined when it is not.
 * @rule program/continue-with-the-eligible  Continue goes on with the eligible printers; without any, or without the entitlement, it is disabled.
 */
export function whyNotContinue(report: { entitled: boolean; eligible: number }): string | undefined {
  if (!report.entitled) return 'The organization is not entitled to MPS Express. A Partner Administrator grants the entitlement.'
  return report.eligible === 0 ? 'None of the selected printers is eligible.' : undefined
}
