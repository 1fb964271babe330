import { type Db, violatedConstraint } from '../../platform/db/database.ts'
import type { Scope } from '../../platform/scope.ts'
import { recordAct } from '../audit/record-act.command.ts'
import { Problem } from '../problems.ts'
import type { Access } from './access.queries.ts'
import { deleteGroup, insertGroup, replaceGroup } from './accounts.store.ts'
import { assertHeld, assertRolesFit, keepingAnAdministrator } from './people.command.ts'
import { findGroup } from './people.queries.ts'
import { type Role, whyNotAdministerGroup } from './roles.ts'

interface GroupForm {
  name: string
  roles: Role[]
  memberIds: string[]
}

/** Creates a group, or a Child Organization Access Group of a partner. */
export function createGroup(db: Db, scope: Scope, access: Access, form: GroupForm & { kind: 'ordinary' | 'access' }) {
  assertRolesFit(form.roles, access.kind, form.kind === 'access')
  return named(form.name, () =>
    keepingAnAdministrator(db, scope, access, async (tx, mine) => {
      if (form.kind === 'access' && access.kind !== 'partner')
        throw new Problem('role-not-here', 'Child Organization Access Groups exist in partner organizations only.')
      assertHeld(whyNotAdministerGroup(mine, form))
      const id = await insertGroup(tx, scope, access.kind, form)
      await replaceGroup(tx, scope, id, form, access.kind)
      await recordAct(tx, scope, {
        act: 'Create group',
        subject: form.name,
        after: { kind: form.kind, roles: form.roles, members: form.memberIds.length },
      })
      return (await findGroup(tx, scope, id))!
    }),
  )
}

export function changeGroup(db: Db, scope: Scope, access: Access, groupId: string, form: GroupForm) {
  return named(form.name, () =>
    keepingAnAdministrator(db, scope, access, async (tx, mine) => {
      const before = await findGroup(tx, scope, groupId)
      if (!before) throw new Problem('not-found')
      assertHeld(whyNotAdministerGroup(mine, before) ?? whyNotAdministerGroup(mine, { kind: before.kind, roles: form.roles }))
      assertRolesFit(form.roles, access.kind, before.kind === 'access')
      await replaceGroup(tx, scope, groupId, { ...form, kind: before.kind }, access.kind)
      const after = (await findGroup(tx, scope, groupId))!
      await recordAct(tx, scope, { act: 'Change group', subject: before.name, before: { ...before }, after: { ...after } })
      return after
    }),
  )
}

export async function removeGroup(db: Db, scope: Scope, access: Access, groupId: string): Promise<void> {
  await keepingAnAdministrator(db, scope, access, async (tx, mine) => {
    const before = await findGroup(tx, scope, groupId)
    if (!before) throw new Problem('not-found')
    assertHeld(whyNotAdministerGroup(mine, before))
    await deleteGroup(tx, scope, groupId)
    await recordAct(tx, scope, { act: 'Delete group', subject: before.name, before: { ...before } })
  })
}

async function named<T>(name: string, run: () => Promise<T>): Promise<T> {
  try {
    return await run()
  } catch (error) {
    const constraint = violatedConstraint(error)
    if (constraint === 'group_names') throw new Problem('name-in-use', `The name ${name} is in use. Choose another.`)
    if (constraint === 'group_members_organization_id_person_id_fkey')
      throw new Problem('invalid-input', 'A member is not a person of this organization.')
    throw error
  }
}
