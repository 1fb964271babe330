import { formatNoun, formatNumber, plural } from '../../../platform/numbers.ts'
import { MANAGEMENT_LABELS, type Management } from '../management.ts'

/**
 * What unenrolling does with a selection, and why it leaves some printers where they are.
 *
 * Open in the specification is whether printers that are not enrolled (discovered, or failed in registration) can be unenrolled. They can: it takes
 * them off the list too, and nothing else would.
 */

/** How a selection divides: what leaves the list, and what stays and why. */
export const UNENROLLMENT_LINES = ['leaves', 'managed', 'pending', 'gone'] as const
export type UnenrollmentLine = (typeof UNENROLLMENT_LINES)[number]

export const UNENROLLMENT_LABELS: Record<UnenrollmentLine, string> = {
  leaves: 'Will be unenrolled',
  managed: `Cannot be unenrolled: ${MANAGEMENT_LABELS.managed}`,
  pending: `Cannot be unenrolled: ${MANAGEMENT_LABELS.pending}`,
  gone: 'No longer on the list',
}

export type UnenrollmentCounts = Record<UnenrollmentLine, number>

/** The line of one printer: what the program holds stays. */
export function unenrollmentLine(printer: { registration: string | null; management: Management | null }): UnenrollmentLine {
  if (printer.management !== null) return printer.management
  return printer.registration === null || printer.registration === 'unenrolled' ? 'gone' : 'leaves'
}

/** Why a printer of this line is refused, as its outcome says; undefined for one that leaves. */
export function whyNotUnenroll(line: UnenrollmentLine): { reason: string; details: string } | undefined {
  if (line === 'leaves') return undefined
  if (line === 'gone') return { reason: 'No longer on the list', details: 'It was unenrolled or deleted.' }
  return { reason: MANAGEMENT_LABELS[line], details: 'Managed and pending printers cannot be unenrolled.' }
}

export type UnenrollmentPlan =
  | { kind: 'refused'; code: 'printer-cannot-be-unenrolled' | 'nothing-selected'; message: string; count: number }
  /** a task that ends `Completed with errors` */
  | { kind: 'some'; message: string }
  | { kind: 'all'; message: string }

/**
 * What unenrolling these will do.
 * @rule printers/only-unmanaged-printers-leave  If all selected printers are managed or pending, unenrolling is refused without a task. If some are, only the unmanaged leave, and the window says so first.
 */
export function planUnenroll({ leaves, managed, pending, gone }: UnenrollmentCounts): UnenrollmentPlan {
  const held = managed + pending
  if (leaves === 0 && held > 0)
    return {
      kind: 'refused',
      code: 'printer-cannot-be-unenrolled',
      message: `${heldPrinters(managed, pending)} cannot be unenrolled.`,
      count: held,
    }
  if (leaves === 0)
    return {
      kind: 'refused',
      code: 'nothing-selected',
      message: 'None of these printers is on the list any more. Select printers again.',
      count: gone,
    }
  const stay = held + gone
  if (stay === 0) return { kind: 'all', message: `${formatNoun(leaves, 'printer')} will be unenrolled.` }
  const why = [
    held > 0 && `${heldPrinters(managed, pending)} cannot be unenrolled`,
    gone > 0 && `${formatNoun(gone, 'is', 'are')} no longer on the list`,
  ]
  return {
    kind: 'some',
    message: `${formatNoun(leaves, 'printer')} will be unenrolled. ${why.filter(Boolean).join('; ')}: the task ends Completed with errors and names ${plural(stay, 'it', 'them')}.`,
  }
}

function heldPrinters(managed: number, pending: number): string {
  if (pending === 0) return formatNoun(managed, 'managed printer')
  const waiting = formatNoun(pending, 'pending printer')
  return managed === 0 ? waiting : `${formatNumber(managed)} managed and ${waiting}`
}
