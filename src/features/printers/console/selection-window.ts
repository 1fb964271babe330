import type { Selection } from '../printers.api.ts'

/** What a window that acts on selected printers is given. */
export interface SelectionWindowProps {
  organizationId: string
  selection: Selection
  onClose: () => void
  /** the act runs as a task; `ended` is settled when that has ended */
  onStarted: (ended: Promise<unknown>) => void
}
