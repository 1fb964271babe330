import type { Group } from '../accounts.api.ts'

/** What the kinds of groups are called, and what each means for its members. */
export const GROUP_KINDS: Record<Group['kind'], { label: string; explains: string }> = {
  ordinary: { label: 'Group', explains: 'Its roles apply in this organization.' },
  access: {
    label: 'Child Organization Access Group',
    explains: 'Its members have its roles in all child organizations of this parent.',
  },
}
