import ButtonDropdown from '@cloudscape-design/components/button-dropdown'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { type ComponentType, lazy, Suspense, useRef, useState } from 'react'
import { flash } from '../../../../platform/console/flash.ts'
import { describeProblem } from '../../../../platform/console/problem.ts'
import { useCleanMenu } from '../../../../platform/console/useCleanMenu.ts'
import { formatNoun } from '../../../../platform/numbers.ts'
import type { Permission } from '../../../accounts/roles.ts'
import { api, query } from '../../../client.ts'
import { PAGES } from '../../../paths.ts'
import type { SelectionWindowProps } from '../../../selections/console/selection-window.ts'
import type { Selection } from '../../../selections/selections.api.ts'
import type { PrinterDetails } from '../../printers.api.ts'
import type { PrinterExport } from './printer-export.ts'
import { printerMenu } from './printer-menu.ts'
import { type Choice, chosenCount, freeze, whyNotAct, whyNotEnroll, whyNotWrite } from './usePrinterSelection.ts'

// Each window is loaded when it is opened first: the list stays small.
const AddToProgram = lazy(async () => ({ default: (await import('../../../program/console/AddToProgram.tsx')).AddToProgram }))
const AssignContact = lazy(async () => ({ default: (await import('../../../contacts/console/AssignContact.tsx')).AssignContact }))
const CreateAndAssignContact = lazy(async () => ({
  default: (await import('../../../contacts/console/CreateAndAssignContact.tsx')).CreateAndAssignContact,
}))
const UnenrollPrinters = lazy(async () => ({ default: (await import('../../acts/console/UnenrollPrinters.tsx')).UnenrollPrinters }))
const EditPrinters = lazy(async () => ({ default: (await import('../../acts/console/EditPrinters.tsx')).EditPrinters }))
const EnrollPrinters = lazy(async () => ({ default: (await import('../../../agents/reports/console/EnrollPrinters.tsx')).EnrollPrinters }))
const TransferPrinters = lazy(async () => ({
  default: (await import('../../../agents/reports/console/TransferPrinters.tsx')).TransferPrinters,
}))
const TagPrinters = lazy(async () => ({ default: (await import('../../acts/console/TagPrinters.tsx')).TagPrinters }))

const WINDOWS = {
  add: AddToProgram,
  assign: AssignContact,
  create: CreateAndAssignContact,
  unenroll: UnenrollPrinters,
  edit: EditPrinters,
  tags: TagPrinters,
  enroll: EnrollPrinters,
  transfer: TransferPrinters,
} satisfies Record<string, ComponentType<SelectionWindowProps>>
type Window = keyof typeof WINDOWS

interface PrinterMenuProps {
  organizationId: string
  choice: Choice
  can: (permission: Permission) => boolean
  /** on the page of one printer: that one */
  printer?: PrinterDetails
  /** what `Export` gives; there is none without it */
  exported?: PrinterExport
  /** after an act was started, such as to let go of the selection */
  onStarted?: () => void
}

/** The `Printer` menu with its submenu `Managed Print Services`, and the windows that it opens. */
export function PrinterMenu({ organizationId, choice, can, printer, exported, onStarted }: PrinterMenuProps) {
  const navigate = useNavigate()
  const client = useQueryClient()
  const menu = useRef<HTMLDivElement>(null)
  useCleanMenu(menu)
  const [opened, setOpened] = useState<{ window: Window; selection: Selection }>()
  const refresh = useRefresh(organizationId)
  const open = useMutation({
    mutationFn: async (window: Window) => ({ window, selection: await freeze(organizationId, choice) }),
    onSuccess: setOpened,
    onError: (error) => {
      flash({ type: 'error', content: describeProblem(error).message })
      // What was picked may be gone.
      void client.invalidateQueries({ queryKey: query.printers.key() })
    },
  })
  const act = (id: string) => {
    if (id === 'contacts') void navigate({ to: PAGES.contacts, params: { organizationId } })
    else if (id === 'refresh') refresh.mutate(choice)
    else if (id === 'export') exported?.start()
    else open.mutate(id as Window)
  }
  const Opened = opened && WINDOWS[opened.window]
  return (
    <>
      <div ref={menu}>
        <ButtonDropdown
          expandableGroups
          loading={open.isPending || refresh.isPending}
          loadingText="Freezing the selection"
          items={printerMenu({
            mayChange: can('manage the fleet'),
            whyNot: whyNotAct(choice),
            whyNotEnroll: whyNotEnroll(choice),
            whyNotLabel: whyNotWrite(choice),
            held: chosenCount(choice) > 0 && printer?.management != null,
            exported: exported && { whyNot: exported.whyNot },
          })}
          onItemClick={({ detail }) => act(detail.id)}
        >
          Printer
        </ButtonDropdown>
      </div>
      {Opened && (
        <Suspense fallback={null}>
          <Opened
            organizationId={organizationId}
            selection={opened.selection}
            {...(printer && { printer })}
            onClose={() => setOpened(undefined)}
            onStarted={() => {
              setOpened(undefined)
              onStarted?.()
              // It leaves the list, and its page with it.
              if (printer && opened.window === 'unenroll') void navigate({ to: PAGES.printers, params: { organizationId } })
            }}
          />
        </Suspense>
      )}
    </>
  )
}

function useRefresh(organizationId: string) {
  const client = useQueryClient()
  return useMutation({
    mutationFn: async (choice: Choice) => {
      const selection = await freeze(organizationId, choice)
      return api.printers.refresh({ organizationId, selectionId: selection.id })
    },
    onSuccess: ({ asked, queued, withoutAgent }) => {
      const without = withoutAgent > 0 ? ` ${formatNoun(withoutAgent, 'printer has', 'printers have')} no agent and cannot be read.` : ''
      const waiting = queued > 0 ? ` ${formatNoun(queued, 'of them waits', 'of them wait')} until the agent connects again.` : ''
      flash({ type: 'success', content: `The agents were asked to read ${formatNoun(asked, 'printer')} at once.${waiting}${without}` })
      void client.invalidateQueries({ queryKey: query.printers.key() })
    },
    onError: (error) => flash({ type: 'error', content: describeProblem(error).message }),
  })
}
