import { useMutation } from '@tanstack/react-query'
import { lazy, type ReactNode, Suspense, useState } from 'react'
import { api } from '../../client.ts'
import type { Selection } from '../../selections/selections.api.ts'
import type { PrinterDetails } from '../printers.api.ts'

const AssignContact = lazy(async () => ({ default: (await import('../../contacts/console/AssignContact.tsx')).AssignContact }))
const CreateAndAssignContact = lazy(async () => ({
  default: (await import('../../contacts/console/CreateAndAssignContact.tsx')).CreateAndAssignContact,
}))

export interface ContactAssignment {
  /** why this printer can be given no contact at the moment */
  whyNot: string | undefined
  pending: boolean
  error: unknown
  open: (how: 'assign' | 'create') => void
  /** the window, where one is open */
  window: ReactNode
}

/** Gives one printer a supplies delivery contact, from wherever on its page that is offered. */
export function useContactAssignment(organizationId: string, printer: PrinterDetails): ContactAssignment {
  const [opened, setOpened] = useState<{ create: boolean; selection: Selection }>()
  const opening = useMutation({
    mutationFn: async (how: 'assign' | 'create') => {
      const selection = await api.printers.select({ organizationId, printerIds: [printer.id] })
      return { create: how === 'create', selection }
    },
    onSuccess: setOpened,
  })
  const close = () => setOpened(undefined)
  const Assigning = opened?.create ? CreateAndAssignContact : AssignContact
  return {
    whyNot: printer.registration === 'enrolled' ? undefined : 'No contact can be assigned until the printer is registered.',
    pending: opening.isPending,
    error: opening.error,
    open: opening.mutate,
    window: opened && (
      <Suspense fallback={null}>
        <Assigning organizationId={organizationId} selection={opened.selection} onClose={close} onStarted={close} />
      </Suspense>
    ),
  }
}
