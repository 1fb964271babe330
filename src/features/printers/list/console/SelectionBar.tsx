import Button, { type ButtonProps } from '@cloudscape-design/components/button'
import { useMutation } from '@tanstack/react-query'
import { useEffect, useRef } from 'react'
import { formatCount, formatInstant } from '../../../../platform/console/format.ts'
import { ProblemNote } from '../../../../platform/console/ProblemNote.tsx'
import { formatNoun } from '../../../../platform/numbers.ts'
import type { Choice } from './usePrinterSelection.ts'

interface SelectionBarProps {
  choice: Choice
  total: number
  onAll: () => Promise<void>
  onClear: () => void
}

/** Says what is selected, and offers all that match: these are frozen, so that an act applies to exactly what was counted here. */
export function SelectionBar({ choice, total, onAll, onClear }: SelectionBarProps) {
  const all = useMutation({ mutationFn: onAll })
  const picked = choice.kind === 'picked' ? choice.printers.length : 0
  const frozen = choice.kind === 'frozen'
  const { allButton, clearButton, keepFocus } = useKeptFocus(frozen, picked)
  return (
    <div style={{ display: 'flex', gap: 12, alignItems: 'center', flexWrap: 'wrap', minHeight: 32 }}>
      <span aria-live="polite">{words(choice)}</span>
      {!frozen && total > picked && (
        <Button
          ref={allButton}
          variant="inline-link"
          loading={all.isPending}
          onClick={() => {
            keepFocus()
            all.mutate()
          }}
        >
          {`Select all ${formatCount(total)} that match`}
        </Button>
      )}
      {(frozen || picked > 0) && (
        <Button
          ref={clearButton}
          variant="inline-link"
          onClick={() => {
            keepFocus()
            onClear()
          }}
        >
          Clear selection
        </Button>
      )}
      <ProblemNote error={all.error} />
    </div>
  )
}

/** A button that vanishes when it is pressed hands the focus to the other one: whoever works by keyboard stays where they are. */
function useKeptFocus(frozen: boolean, picked: number) {
  const allButton = useRef<ButtonProps.Ref>(null)
  const clearButton = useRef<ButtonProps.Ref>(null)
  const wanted = useRef(false)
  useEffect(() => {
    const lost = wanted.current && document.activeElement === document.body
    wanted.current = false
    // Whoever has gone on to a menu meanwhile stays there: a menu that loses the focus closes.
    if (!lost) return
    if (frozen) clearButton.current?.focus()
    else if (picked === 0) allButton.current?.focus()
  }, [frozen, picked])
  return {
    allButton,
    clearButton,
    keepFocus: () => {
      wanted.current = true
    },
  }
}

function words(choice: Choice): string {
  if (choice.kind === 'picked')
    return choice.printers.length === 0 ? 'No printer selected' : `${formatNoun(choice.printers.length, 'printer')} selected`
  const { printers, filter, createdAt } = choice.selection
  return `All ${formatNoun(printers, 'printer')}${filter ? ` (${filter})` : ''} selected, as they were on ${formatInstant(createdAt)}`
}
