import { ReasonedButton } from '../../../platform/console/ReasonedButton.tsx'
import { formatNumber } from '../../../platform/numbers.ts'
import { type Management, REMOVAL_ACTS, REMOVALS, type Removal } from '../../printers/management.ts'

export type OperationsAct = 'accept' | 'reject' | Removal

/** The most printers that one action of the provider accepts. */
const MOST = 1000

interface OperationsActionsProps {
  management: Management
  selected: number
  onAct: (act: OperationsAct) => void
}

/** What the provider may do with the selected printers. */
export function OperationsActions({ management, selected, onAct }: OperationsActionsProps) {
  const whyNot = whyNotAct(management, selected)
  if (management === 'managed') {
    return REMOVAL_ACTS.map((act) => (
      <ReasonedButton key={act} whyNot={whyNot} onClick={() => onAct(act)}>
        {REMOVALS[act].label}
      </ReasonedButton>
    ))
  }
  return (
    <>
      <ReasonedButton whyNot={whyNot} onClick={() => onAct('reject')}>
        Reject
      </ReasonedButton>
      <ReasonedButton variant="primary" whyNot={whyNot} onClick={() => onAct('accept')}>
        Accept
      </ReasonedButton>
    </>
  )
}

function whyNotAct(management: Management, selected: number): string | undefined {
  if (selected === 0) return management === 'pending' ? 'Select at least one request.' : 'Select at least one printer.'
  return selected > MOST ? `Select at most ${formatNumber(MOST)} printers at a time.` : undefined
}
