import { type Db, inScope, type Tx, violatedConstraint } from '../../platform/db/database.ts'
import { makeScope } from '../../platform/make-scope.ts'
import type { Scope } from '../../platform/scope.ts'
import { hashToken, newToken } from '../../platform/secrets.ts'
import { recordAct } from '../audit/record-act.command.ts'
import { findOrganization } from '../organizations/organizations.queries.ts'
import { Problem } from '../problems.ts'
import { type Access, findAccess } from './access.queries.ts'
import type { Person } from './accounts.api.ts'
import {
  deleteExpiredInvitee,
  deletePerson,
  insertPerson,
  lockOrganization,
  openAccount,
  replaceInvitation,
  replaceRoles,
  setPassword,
  updatePerson,
  useInvitation,
} from './accounts.store.ts'
import { withdrawKeys } from './own-account.command.ts'
import { hashNewPassword } from './passwords.command.ts'
import { findInvitation, findPerson, hasAdministrator } from './people.queries.ts'
import { type OrganizationKind, type Role, whyNotAdminister, whyNotGrant } from './roles.ts'

const INVITATION_DAYS = 7

/** Refuses a role that has no place in an organization of this kind. */
export function assertRolesFit(roles: readonly Role[], kind: OrganizationKind, accessGroup: boolean): void {
  const faults = roles.flatMap((role) => {
    const message = whyNotGrant(role, kind, accessGroup)
    return message ? [{ field: 'roles', message }] : []
  })
  if (faults[0]) throw new Problem('role-not-here', faults[0].message, { faults })
}

/**
 * Invites a person; the invitation is shown once, for whoever invites to hand over.
 * @rule accounts/addresses-are-not-shown  An e-mail address belongs to one organization, and an invitation never shows that another one has it.
 */
export async function invitePerson(
  db: Db,
  scope: Scope,
  by: Access,
  kind: OrganizationKind,
  request: { name: string; email: string; roles: Role[] },
) {
  assertRolesFit(request.roles, kind, false)
  try {
    return await administering(db, scope, by, async (tx, mine) => {
      assertHeld(whyNotAdminister(mine, { roles: request.roles, groupRoles: [], accessRoles: [] }))
      await deleteExpiredInvitee(tx, scope.organizationId, request.email)
      const id = await insertPerson(tx, scope.organizationId, request)
      await replaceRoles(tx, scope.organizationId, kind, id, request.roles)
      const invitation = await invite(tx, scope, id)
      await recordAct(tx, scope, { act: 'Invite person', subject: request.email, after: { name: request.name, roles: request.roles } })
      return { person: (await findPerson(tx, scope, id))!, invitation }
    })
  } catch (error) {
    if (violatedConstraint(error) === 'people_emails')
      throw new Problem('email-in-use', undefined, { faults: [{ field: 'email', message: 'In use.' }] })
    throw error
  }
}

/** Invites an Organization Administrator of a partner: the provider's act, in the partner. */
export async function inviteAdministrator(db: Db, scope: Scope, by: Access, childId: string, request: { name: string; email: string }) {
  const partner = await inScope(db, scope, (tx) => findOrganization(tx, childId))
  if (partner?.parentId !== scope.organizationId) throw new Problem('not-found')
  return invitePerson(db, makeScope({ ...scope, organizationId: childId }), by, 'partner', {
    ...request,
    roles: ['organization-administrator'],
  })
}

async function invite(tx: Tx, scope: Scope, personId: string) {
  const token = newToken()
  return { token, expiresAt: await replaceInvitation(tx, scope, personId, hashToken(token), INVITATION_DAYS) }
}

/** Runs an act on a person, of whom whoever acts holds all roles. */
export function administeredPerson<T>(
  db: Db,
  scope: Scope,
  by: Access,
  personId: string,
  run: (tx: Tx, person: Person) => Promise<T>,
): Promise<T> {
  return administering(db, scope, by, async (tx, mine) => {
    const person = await findPerson(tx, scope, personId)
    if (!person) throw new Problem('not-found')
    assertHeld(whyNotAdminister(mine, person))
    return run(tx, person)
  })
}

/** A new invitation, by which a forgotten password is set anew too; the older one is void. */
export function reinvitePerson(db: Db, scope: Scope, by: Access, personId: string) {
  return administeredPerson(db, scope, by, personId, async (tx, person) => {
    await recordAct(tx, scope, { act: 'Invite person again', subject: person.email })
    return invite(tx, scope, personId)
  })
}

interface PersonChange {
  personId: string
  name?: string
  roles?: Role[]
  deactivated?: boolean
}

/** Refuses with the reason why somebody's roles do not reach so far, where there is one. */
export function assertHeld(whyNot: string | undefined): void {
  if (whyNot !== undefined) throw new Problem('role-not-held', whyNot)
}

/**
 * Runs a change of people or groups, one at a time in an organization, with the roles that whoever makes it has now: they may have been taken
 * since the access check.
 */
function administering<T>(db: Db, scope: Scope, by: Access, run: (tx: Tx, mine: Role[]) => Promise<T>): Promise<T> {
  return inScope(db, scope, async (tx) => {
    await lockOrganization(tx, scope)
    const now = await findAccess(tx, scope.actor.id, by.organizationId)
    if (!now) throw new Problem('not-found')
    return run(tx, now.roles)
  })
}

/**
 * The same, unless it would leave nobody to administer the organization.
 * @rule accounts/one-administrator-stays  An organization keeps at least one Organization Administrator who can sign in.
 */
export function keepingAnAdministrator<T>(db: Db, scope: Scope, by: Access, run: (tx: Tx, mine: Role[]) => Promise<T>): Promise<T> {
  return administering(db, scope, by, async (tx, mine) => {
    const administered = await hasAdministrator(tx, scope)
    const result = await run(tx, mine)
    if (administered && !(await hasAdministrator(tx, scope))) throw new Problem('last-administrator')
    return result
  })
}

/** Changes name and roles of a person, deactivates or reactivates; who is deactivated is signed out at once. */
export function changePerson(db: Db, scope: Scope, access: Access, change: PersonChange) {
  if (change.roles) assertRolesFit(change.roles, access.kind, false)
  return keepingAnAdministrator(db, scope, access, async (tx, mine) => {
    const before = await findPerson(tx, scope, change.personId)
    if (!before) throw new Problem('not-found')
    assertHeld(whyNotAdminister(mine, before))
    assertHeld(whyNotAdminister(mine, { roles: change.roles ?? [], groupRoles: [], accessRoles: [] }))
    await updatePerson(tx, scope.organizationId, change.personId, change)
    if (change.roles) await replaceRoles(tx, scope.organizationId, access.kind, change.personId, change.roles)
    const after = (await findPerson(tx, scope, change.personId))!
    await recordAct(tx, scope, {
      act: 'Change person',
      subject: before.email,
      before: { name: before.name, roles: before.roles, status: before.status },
      after: { name: after.name, roles: after.roles, status: after.status },
    })
    return after
  })
}

/**
 * Deletes a person: their sessions and API keys end at once, and the e-mail address is free.
 * @rule accounts/people-can-be-deleted  A person who is deleted can do nothing any more, and their e-mail address can be invited anywhere.
 */
export async function removePerson(db: Db, scope: Scope, by: Access, personId: string): Promise<void> {
  await keepingAnAdministrator(db, scope, by, async (tx, mine) => {
    const person = await findPerson(tx, scope, personId)
    if (!person) throw new Problem('not-found')
    assertHeld(whyNotAdminister(mine, person))
    await deletePerson(tx, scope.organizationId, personId)
    await recordAct(tx, scope, { act: 'Delete person', subject: person.email, before: { name: person.name, roles: person.roles } })
  })
}

/** Whom an invitation is for; refused when it is used, withdrawn or expired. */
export async function getInvitation(db: Db, token: string) {
  const found = await findInvitation(db, hashToken(token))
  if (!found) throw new Problem('invitation-invalid')
  if (found.accountExists) throw new Problem('account-exists')
  return found
}

/**
 * Accepts an invitation: the person chooses a password and can sign in.
 * @rule accounts/invitation-once  An invitation is accepted once, expires, and is void after a newer one.
 */
export async function acceptInvitation(db: Db, request: { token: string; password: string; withdrawApiKeys?: boolean }) {
  const { token, password, withdrawApiKeys = false } = request
  const invitation = await getInvitation(db, token)
  const passwordHash = await hashNewPassword(password)
  const scope = makeScope({
    organizationId: invitation.organizationId,
    actor: { kind: 'person', id: invitation.personId, name: invitation.name },
  })
  await inScope(db, scope, async (tx) => {
    if (!(await useInvitation(tx, invitation.organizationId, hashToken(token)))) throw new Problem('invitation-invalid')
    if (!(await openAccount(tx, invitation.organizationId, invitation.personId))) throw new Problem('account-exists')
    await setPassword(tx, invitation.personId, passwordHash)
    const apiKeysWithdrawn = await withdrawKeys(tx, scope, invitation.personId, withdrawApiKeys)
    await recordAct(tx, scope, { act: 'Accept invitation', subject: invitation.email, after: { apiKeysWithdrawn } })
  })
  return { email: invitation.email }
}
