/**
 * Every kind of task: its label and what canceling it leaves as it is. A feature adds a line here, and its handler in `server/features.ts`; the task engine
 * itself knows none of them.
 */
const KINDS = {
  'add-to-program': { label: 'Add to MPS Express', staysWhenCanceled: 'Printers that were added stay in MPS Express.' },
  'assign-contact': { label: 'Assign contact', staysWhenCanceled: 'Printers that were assigned keep the new contact.' },
  unenroll: { label: 'Unenroll', staysWhenCanceled: 'Printers that were unenrolled stay off the list.' },
  'edit-printers': { label: 'Edit asset tag and location', staysWhenCanceled: 'Printers that were edited keep their new values.' },
  'tag-printers': { label: 'Tags', staysWhenCanceled: 'Printers whose tags were changed keep their new tags.' },
  enroll: { label: 'Enroll', staysWhenCanceled: 'Printers that were enrolled stay enrolled.' },
  transfer: { label: 'Transfer to another agent', staysWhenCanceled: 'Transfers that were already requested still happen.' },
} as const

export type TaskKind = keyof typeof KINDS
export const TASK_KINDS: Record<TaskKind, { label: string; staysWhenCanceled: string }> = KINDS
export const TASK_KIND_NAMES = Object.keys(KINDS) as [TaskKind, ...TaskKind[]]
export const TASK_LABELS = Object.fromEntries(TASK_KIND_NAMES.map((kind) => [kind, KINDS[kind].label])) as Record<TaskKind, string>
