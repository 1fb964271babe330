import { formatNoun } from '../../../platform/numbers.ts'
import type { PrinterDetails } from '../../printers/printers.api.ts'
import type { Selection } from '../selections.api.ts'

/** What a window that acts on selected printers is given. */
export interface SelectionWindowProps {
  organizationId: string
  selection: Selection
  /** on the page of one printer: that one, as it stands */
  printer?: PrinterDetails
  onClose: () => void
  /** the act runs as a task; `ended` is settled when that has ended */
  onStarted: (ended: Promise<unknown>) => void
}

/** What a window that writes on printers is given: a selection, or the one printer whose page it stands on. */
export type LabelWindowProps = Omit<SelectionWindowProps, 'selection'> & Partial<Pick<SelectionWindowProps, 'selection'>>

/** How many printers an act is about, and by which filter they were found: what a confirmation repeats. */
export const selectionWords = ({ printers, filter }: Selection): string =>
  `${formatNoun(printers, 'printer')} selected${filter ? ` (${filter})` : ''}`
