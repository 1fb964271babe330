import Button from '@cloudscape-design/components/button'
import { useMutation } from '@tanstack/react-query'
import { formatCount, formatInstant, formatNoun } from '../../../platform/console/format.ts'
import { ProblemNote } from '../../../platform/console/ProblemNote.tsx'
import type { Choice } from './usePrinterSelection.ts'

interface SelectionBarProps {
  choice: Choice
  total: number
  onAll: () => Promise<void>
  onClear: () => void
}

/** Says what is selected, and offers all that match: these are frozen, so that an act treats exactly what was counted here. */
export function SelectionBar({ choice, total, onAll, onClear }: SelectionBarProps) {
  const all = useMutation({ mutationFn: onAll })
  const picked = choice.kind === 'picked' ? choice.printers.length : 0
  return (
    <div style={{ display: 'flex', gap: 12, alignItems: 'center', flexWrap: 'wrap', minHeight: 32 }}>
      <span aria-live="polite">{words(choice)}</span>
      {choice.kind === 'picked' && total > picked && (
        <Button variant="inline-link" loading={all.isPending} onClick={() => all.mutate()}>
          {`Select all ${formatCount(total)} that match`}
        </Button>
      )}
      {(choice.kind === 'frozen' || picked > 0) && (
        <Button variant="inline-link" onClick={onClear}>
          Clear selection
        </Button>
      )}
      <ProblemNote error={all.error} />
    </div>
  )
}

function words(choice: Choice): string {
  if (choice.kind === 'picked')
    return choice.printers.length === 0 ? 'No printer selected' : `${formatNoun(choice.printers.length, 'printer')} selected`
  const { printers, filter, createdAt } = choice.selection
  return `All ${formatNoun(printers, 'printer')}${filter ? ` (${filter})` : ''} selected, as they were on ${formatInstant(createdAt)}`
}
