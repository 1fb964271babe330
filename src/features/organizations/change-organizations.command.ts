import { type Db, inScope, type Tx, violatedConstraint } from '../../platform/db/database.ts'
import type { Scope } from '../../platform/scope.ts'
import { type Access, withChildren } from '../accounts/access.queries.ts'
import { may } from '../accounts/roles.ts'
import { recordAct } from '../audit/record-act.command.ts'
import { Problem } from '../problems.ts'
import { findOrganization, lockChild } from './organizations.queries.ts'
import { insertChild, softDelete, updateName } from './organizations.store.ts'
import { whyNotDelete } from './organizations.ts'

const WORDS = { partner: 'partner', child: 'child organization' } as const

/** Partners are the provider's to create, child organizations those of a partner's administrators. */
function childKind(access: Access): 'partner' | 'child' {
  if (access.kind === 'provider' && may(access.roles, 'manage partners', access.kind)) return 'partner'
  if (access.kind === 'partner' && may(access.roles, 'manage child organizations', access.kind)) return 'child'
  throw new Problem('not-allowed')
}

/** Creates a child organization of a partner, or a partner of the provider. */
export async function createOrganization(db: Db, scope: Scope, access: Access, name: string) {
  const kind = childKind(access)
  return withUniqueName(name, () =>
    inScope(db, scope, async (tx) => {
      const id = await insertChild(tx, scope, kind, name)
      await recordAct(tx, scope, { act: `Create ${WORDS[kind]}`, subject: name, after: { name } })
      return (await findOrganization(tx, id))!
    }),
  )
}

export async function renameOrganization(db: Db, scope: Scope, access: Access, childId: string, name: string) {
  const kind = childKind(access)
  return withUniqueName(name, () =>
    inChild(db, scope, childId, async (tx, child) => {
      await updateName(tx, childId, name)
      await recordAct(tx, scope, { act: `Rename ${WORDS[kind]}`, subject: child.name, before: { name: child.name }, after: { name } })
      return (await findOrganization(tx, childId))!
    }),
  )
}

/**
 * Deletes a child organization or partner; held printers refuse it, in the database too.
 * @rule organizations/deleted-softly  When an organization is deleted, its name becomes free, its people can no longer sign in, and its records are kept.
 */
export async function deleteOrganization(db: Db, scope: Scope, access: Access, childId: string): Promise<void> {
  const kind = childKind(access)
  await inChild(db, scope, childId, async (tx, child) => {
    const why = whyNotDelete(child)
    if (why) {
      const code = child.children > 0 ? 'organization-has-children' : 'organization-has-held-printers'
      throw new Problem(code, why, { count: child.children || child.managed + child.pending })
    }
    await softDelete(tx, childId)
    await recordAct(tx, scope, { act: `Delete ${WORDS[kind]}`, subject: child.name, before: { name: child.name } })
  })
}

async function inChild<T>(
  db: Db,
  scope: Scope,
  childId: string,
  run: (tx: Tx, child: NonNullable<Awaited<ReturnType<typeof lockChild>>>) => Promise<T>,
) {
  return inScope(db, await withChildren(db, scope), async (tx) => {
    const child = await lockChild(tx, scope, childId)
    if (!child) throw new Problem('not-found')
    return run(tx, child)
  })
}

async function withUniqueName<T>(name: string, run: () => Promise<T>): Promise<T> {
  try {
    return await run()
  } catch (error) {
    // The parent was deleted at the same moment.
    if (violatedConstraint(error) === 'active_parent') throw new Problem('not-found')
    if (violatedConstraint(error) === 'organization_names')
      throw new Problem('name-in-use', `The name ${name} is in use. Choose another.`, {
        faults: [{ field: 'name', message: 'This name is in use.' }],
      })
    throw error
  }
}
