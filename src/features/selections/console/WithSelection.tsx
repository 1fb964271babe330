import { useMutation } from '@tanstack/react-query'
import { type ReactNode, useEffect } from 'react'
import { flash } from '../../../platform/console/flash.ts'
import { describeProblem } from '../../../platform/console/problem.ts'
import { api } from '../../client.ts'
import type { Selection } from '../selections.api.ts'

interface WithSelectionProps {
  organizationId: string
  filter: { agent: string[]; registration?: string[] }
  onClose: () => void
  children: (selection: Selection) => ReactNode
}

/** Freezes the printers of an agent that match, for a window that acts on a selection. */
export function WithSelection({ organizationId, filter, onClose, children }: WithSelectionProps) {
  const freeze = useMutation({
    mutationFn: () => api.printers.select({ organizationId, filter }),
    onError: (error) => {
      flash({ type: 'error', content: describeProblem(error).message })
      onClose()
    },
  })
  const { mutate } = freeze
  useEffect(() => mutate(), [mutate])
  return freeze.data ? children(freeze.data) : null
}
