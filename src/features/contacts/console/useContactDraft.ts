import { useState } from 'react'
import { describeProblem } from '../../../platform/console/problem.ts'
import { type ContactDraft, type ContactFaults, checkDraft, faultsByField } from '../contact-draft.ts'
import type { ContactForm } from '../contact-form.ts'

/**
 * A contact in a form: what is typed, and the faults of it. Nothing is called wrong before the first attempt to send it; from then on
 * each fault goes as soon as it is corrected.
 */
export function useContactDraft(initial: ContactDraft, refusal: unknown) {
  const [draft, setDraft] = useState(initial)
  const [attempted, setAttempted] = useState(false)
  const checked = checkDraft(draft)
  const own: ContactFaults = attempted ? (checked.faults ?? {}) : {}
  const theServers = refusal ? faultsByField(describeProblem(refusal).faults) : {}
  return {
    draft,
    setDraft,
    faults: { ...theServers, ...own },
    /** Calls `send` with the contact where it has no fault. */
    attempt: (send: (contact: ContactForm) => void) => {
      setAttempted(true)
      if (checked.contact) send(checked.contact)
    },
  }
}
