import { useState } from 'react'
import { formatNumber } from '../../../../platform/numbers.ts'
import { api } from '../../../client.ts'
import type { Selection } from '../../../selections/selections.api.ts'
import { whyNotLabel } from '../../printers.ts'
import type { printerFilterOf } from '../printer-list-address.ts'
import type { ListedPrinter } from './printerColumns.tsx'

/** What is selected: single printers, kept across pages, or a selection that the server has frozen. */
export type Choice = { kind: 'picked'; printers: ListedPrinter[] } | { kind: 'frozen'; selection: Selection }

const NOTHING: Choice = { kind: 'picked', printers: [] }

/** Most printers that can be picked one by one; for more there is `Select all N that match`. */
const MOST_PICKED = 1000

/** How many printers are selected. */
export const chosenCount = (choice: Choice): number => (choice.kind === 'frozen' ? choice.selection.printers : choice.printers.length)

/** Why nothing can be done with what is selected; undefined when something can. */
export function whyNotAct(choice: Choice): string | undefined {
  if (chosenCount(choice) === 0) return 'Select at least one printer.'
  if (choice.kind === 'picked' && choice.printers.length > MOST_PICKED)
    return `At most ${formatNumber(MOST_PICKED)} printers can be selected one by one. Filter the list, then select all that match.`
  return undefined
}

/** Why nothing of what is selected can be enrolled, as far as the page knows; the server looks at each. */
export function whyNotEnroll(choice: Choice): string | undefined {
  const waits = choice.kind === 'frozen' || choice.printers.some(({ registration }) => registration === 'discovered')
  return waits ? undefined : 'Only printers that are Discovered can be enrolled.'
}

/** Why asset tag, location and tags of nothing that is selected can be changed, as far as the page knows; the server looks at each. */
export function whyNotWrite(choice: Choice): string | undefined {
  if (choice.kind === 'frozen') return undefined
  const reasons = choice.printers.map(({ registration }) => whyNotLabel(registration))
  return reasons.includes(undefined) ? undefined : reasons[0]
}

/** The selection that an act is given: frozen by the server, so that it applies to exactly what the reader was shown. */
export async function freeze(organizationId: string, choice: Choice): Promise<Selection> {
  if (choice.kind === 'frozen') return choice.selection
  return api.printers.select({ organizationId, printerIds: choice.printers.map((printer) => printer.id) })
}

/**
 * The selection of the printer list. It holds for one filter: where the filter changes, it is gone, so that nothing is acted on that
 * the reader no longer sees.
 */
export function usePrinterSelection(organizationId: string, filter: ReturnType<typeof printerFilterOf>) {
  const shownFor = JSON.stringify([organizationId, filter])
  const [kept, setKept] = useState({ choice: NOTHING, shownFor })
  const choice = kept.shownFor === shownFor ? kept.choice : NOTHING
  const choose = (chosen: Choice) => setKept({ choice: chosen, shownFor })
  return {
    choice,
    pick: (printers: ListedPrinter[]) => choose({ kind: 'picked', printers }),
    clear: () => choose(NOTHING),
    selectAllThatMatch: async () => choose({ kind: 'frozen', selection: await api.printers.select({ organizationId, filter }) }),
  }
}
