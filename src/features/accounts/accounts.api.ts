import { z } from 'zod'
import { inOrganization, instant, open, operation, pageOf, paging, personal } from '../contract.ts'
import { PORTAL_NAMES } from '../organizations/portals.ts'
import { refusals } from '../problems.ts'
import { ORGANIZATION_KINDS, ROLE_NAMES } from './roles.ts'

const name = z.string().trim().min(1, 'Name is required.').max(128)
const email = z.string().trim().toLowerCase().pipe(z.email('This is not a valid e-mail address, such as jo@example.com.'))
const password = z.string().min(12, 'A password has at least 12 characters.').max(128, 'A password has at most 128 characters.')
const role = z.enum(ROLE_NAMES)

export const Session = z.object({
  person: z.object({ id: z.string(), name: z.string(), email: z.string() }),
  organization: z.object({ id: z.uuid(), name: z.string(), kind: z.enum(ORGANIZATION_KINDS) }).describe('where the person belongs'),
  portals: z.array(z.enum(PORTAL_NAMES)),
  provider: z.object({
    name: z.string().describe('comes before " Managed"'),
    technicalSupport: z.string(),
    customerOperations: z.string(),
    contactImportLimit: z.number().int().describe('the most contacts in an import file'),
  }),
  expiresAt: instant.nullable().describe('null for an API key that does not expire'),
  failedSignIns: z
    .object({ count: z.number().int(), lastAt: instant })
    .nullable()
    .describe('sign-ins with a wrong password between the sign-in before and this one'),
})

export const Person = z.object({
  id: z.string(),
  name: z.string(),
  email: z.string(),
  status: z.enum(['active', 'invited', 'deactivated']),
  roles: z.array(role).describe('given directly'),
  groups: z.array(z.string()).describe('names of the groups the person is in'),
  groupRoles: z.array(role).describe('by ordinary groups'),
  accessRoles: z.array(role).describe('by Child Organization Access Groups: in all child organizations'),
  invitation: z
    .object({ by: z.string().describe('who made it'), expiresAt: instant })
    .nullable()
    .describe('the open invitation, or new password, where there is one'),
})

export const SignInSession = z.object({
  id: z.string(),
  isCurrent: z.boolean().describe('the one that asks'),
  createdAt: instant,
  expiresAt: instant,
  address: z.string().nullable(),
  userAgent: z.string().nullable().describe('what the browser says of itself'),
})

export const Invitation = z.object({
  token: z.string().describe('open /invitation/{token} in a browser to choose a password; shown once'),
  expiresAt: instant,
})

export const Group = z.object({
  id: z.uuid(),
  name: z.string(),
  kind: z.enum(['ordinary', 'access']).describe('access: a Child Organization Access Group; its roles apply in all child organizations'),
  roles: z.array(role),
  members: z.array(z.object({ id: z.string(), name: z.string() })),
})

export const ApiKey = z.object({
  id: z.uuid(),
  name: z.string(),
  createdAt: instant,
  expiresAt: instant.nullable(),
  lastUsedAt: instant.nullable(),
})

const GroupForm = z.object({ name, kind: z.enum(['ordinary', 'access']), roles: z.array(role), memberIds: z.array(z.string()).max(1000) })
const person = { ...inOrganization, personId: z.string().max(64) }
const group = { ...inOrganization, groupId: z.uuid() }

export const accountsContract = {
  setup: {
    get: open
      .route({
        method: 'GET',
        path: '/setup',
        summary: 'Whether the first administrator is still to be created; the sample people, where this is the sample',
        tags: ['Setup'],
      })
      .input(z.object({}))
      .output(
        z.object({
          needed: z.boolean(),
          providerName: z.string(),
          sample: z.object({ password: z.string(), people: z.array(z.object({ email: z.string(), role: z.string() })) }).nullable(),
        }),
      ),
    complete: open
      .route({
        method: 'POST',
        path: '/setup',
        successStatus: 201,
        summary: 'Create the first Organization Administrator of the provider',
        tags: ['Setup'],
      })
      .errors(refusals('setup-done', 'setup-code-wrong'))
      .input(z.object({ code: z.string().trim().min(1), providerName: name, name, email, password }))
      .output(z.object({ organizationId: z.uuid() })),
  },
  session: {
    get: personal
      .route({ method: 'GET', path: '/session', summary: 'Who is calling', tags: ['Session'] })
      .input(z.object({}))
      .output(Session),
    listApiKeys: personal
      .route({ method: 'GET', path: '/session/api-keys', summary: 'My API keys', tags: ['Session'] })
      .input(z.object({}))
      .output(z.array(ApiKey)),
    createApiKey: personal
      .route({
        method: 'POST',
        path: '/session/api-keys',
        successStatus: 201,
        summary: 'Create an API key with the rights of the caller; send it as `Authorization: Bearer …`',
        tags: ['Session'],
      })
      .input(z.object({ name, expiresInDays: z.number().int().min(1).max(3650).nullable() }))
      .output(ApiKey.extend({ key: z.string().describe('shown once') })),
    deleteApiKey: personal
      .route({ method: 'DELETE', path: '/session/api-keys/{id}', successStatus: 204, summary: 'Withdraw an API key', tags: ['Session'] })
      .errors(refusals('not-found'))
      .input(z.object({ id: z.uuid() })),
    changePassword: personal
      .route({
        method: 'POST',
        path: '/session/password',
        successStatus: 204,
        summary: 'Change my password: my other sessions end, on request my API keys too',
        tags: ['Session'],
      })
      .errors(refusals('not-allowed', 'too-many-sign-ins'))
      .input(z.object({ currentPassword: z.string().max(128), newPassword: password, withdrawApiKeys: z.boolean().default(false) })),
    getSecondFactor: personal
      .route({ method: 'GET', path: '/session/second-factor', summary: 'Whether my second factor is on', tags: ['Session'] })
      .input(z.object({}))
      .output(z.object({ isOn: z.boolean(), recoveryCodes: z.number().int().describe('not used yet') })),
    beginSecondFactor: personal
      .route({
        method: 'POST',
        path: '/session/second-factor',
        successStatus: 201,
        summary: 'Make a key for my authenticator app; it counts once a code confirms it',
        tags: ['Session'],
      })
      .errors(refusals('not-allowed', 'too-many-sign-ins', 'second-factor-on'))
      .input(z.object({ password: z.string().max(128) }))
      .output(z.object({ key: z.string().describe('Base32'), address: z.string().describe('otpauth:, for a QR code') })),
    confirmSecondFactor: personal
      .route({
        method: 'POST',
        path: '/session/second-factor/confirmation',
        summary: 'Turn my second factor on: my other sessions end',
        tags: ['Session'],
      })
      .errors(refusals('not-found', 'second-factor-on'))
      .input(z.object({ code: z.string().max(100) }))
      .output(z.object({ recoveryCodes: z.array(z.string()).describe('shown once; each signs in once') })),
    endSecondFactor: personal
      .route({
        method: 'POST',
        path: '/session/second-factor/removal',
        successStatus: 204,
        summary: 'Turn my second factor off',
        tags: ['Session'],
      })
      .errors(refusals('not-allowed', 'too-many-sign-ins'))
      .input(z.object({ password: z.string().max(128), code: z.string().max(100) })),
    listSessions: personal
      .route({ method: 'GET', path: '/session/sessions', summary: 'Where I am signed in', tags: ['Session'] })
      .input(z.object({}))
      .output(z.array(SignInSession)),
    endSession: personal
      .route({ method: 'DELETE', path: '/session/sessions/{id}', successStatus: 204, summary: 'End one of my sessions', tags: ['Session'] })
      .errors(refusals('not-found'))
      .input(z.object({ id: z.string().max(64) })),
    endOtherSessions: personal
      .route({ method: 'DELETE', path: '/session/sessions', summary: 'End all my sessions but this one', tags: ['Session'] })
      .input(z.object({}))
      .output(z.object({ ended: z.number().int() })),
  },
  invitations: {
    get: open
      .route({ method: 'GET', path: '/invitations/{token}', summary: 'Whom an invitation is for', tags: ['Session'] })
      .errors(refusals('invitation-invalid', 'account-exists'))
      .input(z.object({ token: z.string().max(200) }))
      .output(z.object({ name: z.string(), email: z.string(), organization: z.string(), invitedBy: z.string() })),
    accept: open
      .route({
        method: 'POST',
        path: '/invitations/{token}/acceptance',
        successStatus: 201,
        summary: 'Accept an invitation: choose a password',
        tags: ['Session'],
      })
      .errors(refusals('invitation-invalid', 'account-exists'))
      .input(
        z.object({
          token: z.string().max(200),
          password,
          withdrawApiKeys: z.boolean().default(false).describe('of a person who had a password before'),
        }),
      )
      .output(z.object({ email: z.string() })),
  },
  people: {
    list: operation('read accounts')
      .route({ method: 'GET', path: '/organizations/{organizationId}/people', summary: 'People of an organization', tags: ['Accounts'] })
      .input(z.object({ ...inOrganization, search: z.string().max(200).optional(), ...paging }))
      .output(pageOf(Person)),
    invite: operation('manage people')
      .route({
        method: 'POST',
        path: '/organizations/{organizationId}/people',
        successStatus: 201,
        summary: 'Invite a person',
        tags: ['Accounts'],
      })
      .errors(refusals('email-in-use', 'role-not-here', 'role-not-held'))
      .input(z.object({ ...inOrganization, name, email, roles: z.array(role) }))
      .output(z.object({ person: Person, invitation: Invitation })),
    inviteAdministrator: operation('manage partners')
      .route({
        method: 'POST',
        path: '/organizations/{organizationId}/children/{childId}/administrators',
        successStatus: 201,
        summary: "Invite a partner's first Organization Administrator (provider)",
        tags: ['Accounts'],
      })
      .errors(refusals('email-in-use', 'role-not-held'))
      .input(z.object({ ...inOrganization, childId: z.uuid(), name, email }))
      .output(z.object({ person: Person, invitation: Invitation })),
    reinvite: operation('manage people')
      .route({
        method: 'POST',
        path: '/organizations/{organizationId}/people/{personId}/invitations',
        successStatus: 201,
        summary: 'Make a new invitation (also to reset a forgotten password)',
        tags: ['Accounts'],
      })
      .errors(refusals('role-not-held'))
      .input(z.object(person))
      .output(Invitation),
    change: operation('manage people')
      .route({
        method: 'PATCH',
        path: '/organizations/{organizationId}/people/{personId}',
        summary: 'Change name, roles, or deactivate and reactivate',
        tags: ['Accounts'],
      })
      .errors(refusals('role-not-here', 'role-not-held', 'last-administrator'))
      .input(z.object({ ...person, name: name.optional(), roles: z.array(role).optional(), deactivated: z.boolean().optional() }))
      .output(Person),
    resetSecondFactor: operation('manage people')
      .route({
        method: 'DELETE',
        path: '/organizations/{organizationId}/people/{personId}/second-factor',
        successStatus: 204,
        summary: 'Take the second factor of a person who lost device and recovery codes',
        tags: ['Accounts'],
      })
      .errors(refusals('role-not-held'))
      .input(z.object(person)),
    remove: operation('manage people')
      .route({
        method: 'DELETE',
        path: '/organizations/{organizationId}/people/{personId}',
        successStatus: 204,
        summary: 'Delete a person: sessions and API keys end, the e-mail address is free',
        tags: ['Accounts'],
      })
      .errors(refusals('role-not-held', 'last-administrator'))
      .input(z.object(person)),
  },
  groups: {
    list: operation('read accounts')
      .route({
        method: 'GET',
        path: '/organizations/{organizationId}/groups',
        summary: 'Groups and Child Organization Access Groups',
        tags: ['Accounts'],
      })
      .input(z.object(inOrganization))
      .output(z.array(Group)),
    create: operation('manage people')
      .route({
        method: 'POST',
        path: '/organizations/{organizationId}/groups',
        successStatus: 201,
        summary: 'Create a group',
        tags: ['Accounts'],
      })
      .errors(refusals('name-in-use', 'role-not-here', 'role-not-held'))
      .input(z.object({ ...inOrganization, ...GroupForm.shape }))
      .output(Group),
    change: operation('manage people')
      .route({
        method: 'PUT',
        path: '/organizations/{organizationId}/groups/{groupId}',
        summary: 'Change name, roles and members of a group',
        tags: ['Accounts'],
      })
      .errors(refusals('name-in-use', 'role-not-here', 'role-not-held', 'last-administrator'))
      .input(z.object({ ...group, ...GroupForm.omit({ kind: true }).shape }))
      .output(Group),
    remove: operation('manage people')
      .route({
        method: 'DELETE',
        path: '/organizations/{organizationId}/groups/{groupId}',
        successStatus: 204,
        summary: 'Delete a group',
        tags: ['Accounts'],
      })
      .errors(refusals('role-not-held', 'last-administrator'))
      .input(z.object(group)),
  },
}

export type Session = z.infer<typeof Session>
export type SignInSession = z.infer<typeof SignInSession>
export type Person = z.infer<typeof Person>
export type Group = z.infer<typeof Group>
export type Invitation = z.infer<typeof Invitation>
