/** What the program holds of a printer: the words of the list column and of the tasks. */
export const MANAGEMENT_LABELS = { pending: 'MPS Express (Pending)', managed: 'MPS Express' } as const
export type Management = keyof typeof MANAGEMENT_LABELS
export const MANAGEMENT_STATES = ['pending', 'managed'] as const

/** The ways in which the provider takes a held printer out of the program. */
export const REMOVALS = {
  'remove-from-program': { label: 'Remove from program', explains: 'The printer stays enrolled and becomes unmanaged.' },
  unenroll: { label: 'Unenroll', explains: 'The printer leaves the program and the printer list. Its history is kept.' },
  delete: {
    label: 'Delete',
    explains: 'The printer leaves the program and the printer list, and its history is deleted. This cannot be undone.',
  },
} as const
export type Removal = keyof typeof REMOVALS
export const REMOVAL_ACTS = ['remove-from-program', 'unenroll', 'delete'] as const
