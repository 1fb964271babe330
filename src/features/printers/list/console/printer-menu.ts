import type { ButtonDropdownProps } from '@cloudscape-design/components/button-dropdown'

interface MenuStanding {
  /** whether the reader's roles ever allow changing printers */
  mayChange: boolean
  /** why nothing can be done with the selection at the moment */
  whyNot?: string | undefined
  /** why nothing of the selection can be enrolled; the same where it is absent */
  whyNotEnroll?: string | undefined
  /** why nothing can be written on what is selected */
  whyNotLabel?: string | undefined
  /** on the page of a managed or pending printer: there is no unenrolling */
  held?: boolean
  exported?: { whyNot: string | undefined } | undefined
}

/** Why the acts of the menu cannot be done over all organizations. */
export const WORKS_IN_CHILD = 'This works inside a child organization: open one first.'

/**
 * The items of the `Printer` menu: what a role never allows is absent, what the moment does not allow says why.
 * @rule printers/no-unenroll-on-held-page  The page of a managed or pending printer has no unenroll action.
 */
export function printerMenu({
  mayChange,
  whyNot,
  whyNotEnroll,
  whyNotLabel,
  held = false,
  exported,
}: MenuStanding): ButtonDropdownProps.ItemOrGroup[] {
  const act = (id: string, text: string, why = whyNot) => ({ id, text, disabled: why !== undefined, disabledReason: why })
  const inParent = whyNot === WORKS_IN_CHILD
  const contacts = inParent ? act('contacts', 'Manage Contacts') : { id: 'contacts', text: 'Manage Contacts' }
  const download = exported && {
    id: 'export',
    text: 'Export',
    disabled: exported.whyNot !== undefined,
    disabledReason: exported.whyNot,
  }
  const items: (ButtonDropdownProps.ItemOrGroup | undefined | false)[] = [
    mayChange && act('refresh', 'Refresh information'),
    mayChange && !held && act('unenroll', 'Unenroll'),
    mayChange && act('edit', 'Edit asset tag and location', whyNot ?? whyNotLabel),
    mayChange && act('tags', 'Tags', whyNot ?? whyNotLabel),
    mayChange && act('enroll', 'Enroll', whyNot ?? whyNotEnroll),
    mayChange && act('transfer', 'Transfer to another agent'),
    download,
    {
      id: 'mps',
      text: 'Managed Print Services',
      ...(inParent && { description: WORKS_IN_CHILD }),
      items: [
        contacts,
        ...(mayChange
          ? [
              act('create', 'Create and assign new supplies delivery contact'),
              act('assign', 'Assign supplies delivery contact'),
              act('add', 'Add to MPS Express'),
            ]
          : []),
      ],
    },
  ]
  return items.filter((item) => item !== undefined && item !== false)
}
