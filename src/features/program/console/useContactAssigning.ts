import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { api, query } from '../../client.ts'
import type { Selection } from '../../selections/selections.api.ts'
import type { PrinterEligibility } from '../program.api.ts'

const PAGE = 200
/** As many printers as one selection may name one by one. */
const MOST = 1000

type How = 'create' | 'assign'

/**
 * Assigning a contact from within the eligibility report, to the printers of the selection that lack one: those that have one keep it.
 * `onAssigned` is called when the task has ended, for the report to be assessed again.
 */
export function useContactAssigning(organizationId: string, selectionId: string, onAssigned: () => Promise<unknown>) {
  const client = useQueryClient()
  const [opened, setOpened] = useState<{ create: boolean; selection: Selection }>()
  const [pending, setPending] = useState(false)
  const opening = useMutation({
    mutationFn: async ({ how, printerIds }: { how: How; printerIds: string[] | undefined }) => {
      const without = printerIds ?? (await withoutContact(organizationId, selectionId))
      const selection = await api.printers.select({ organizationId, printerIds: without })
      return { create: how === 'create', selection }
    },
    onSuccess: setOpened,
  })
  return {
    opened,
    /** whether a contact is being looked up or assigned */
    pending: pending || opening.isPending,
    error: opening.error,
    /** opens the window for these printers, or for all of the selection that lack a contact */
    open: (how: How, printerIds?: string[]) => opening.mutate({ how, printerIds }),
    close: () => setOpened(undefined),
    started: (ended: Promise<unknown>) => {
      setOpened(undefined)
      setPending(true)
      void ended
        .then(() => client.invalidateQueries({ queryKey: query.program.listEligibility.key() }))
        .then(onAssigned)
        .finally(() => setPending(false))
    },
  }
}

/** A printer whose registration failed can be given nothing until it registers. */
function lacksContact({ reasons }: PrinterEligibility): boolean {
  const statuses = reasons.map((reason) => reason.status)
  return statuses.includes('no-contact') && !statuses.includes('failed-registration')
}

/** The printers of a selection without a contact, whatever else is against them; the first thousand where there are more. */
async function withoutContact(organizationId: string, selectionId: string): Promise<string[]> {
  const found: string[] = []
  let cursor: string | undefined
  do {
    const page = await api.program.listEligibility({ organizationId, selectionId, limit: PAGE, ...(cursor ? { cursor } : {}) })
    found.push(...page.items.filter(lacksContact).map((printer) => printer.id))
    cursor = page.nextCursor ?? undefined
  } while (cursor && found.length < MOST)
  return found.slice(0, MOST)
}
