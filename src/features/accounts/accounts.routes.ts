import { inScope } from '../../platform/db/database.ts'
import { anyone, inOrganization, signedIn } from '../entry-points.routes.ts'
import { readSettings } from '../settings/settings.queries.ts'
import { createApiKey, listApiKeys, removeApiKey } from './api-keys.command.ts'
import { changeGroup, createGroup, removeGroup } from './groups.command.ts'
import { changePassword, endOtherSessions, endSession } from './own-account.command.ts'
import {
  acceptInvitation,
  changePerson,
  getInvitation,
  inviteAdministrator,
  invitePerson,
  reinvitePerson,
  removePerson,
} from './people.command.ts'
import { listGroups, listPeople } from './people.queries.ts'
import { beginSecondFactor, confirmSecondFactor, endSecondFactor, readSecondFactor, resetSecondFactor } from './second-factor.command.ts'
import { listSessions, readSession } from './session.queries.ts'
import { completeSetup } from './setup.command.ts'

const { people, groups } = inOrganization.accounts

export const accountsRoutes = {
  setup: {
    get: anyone.accounts.setup.get.handler(async ({ context }) => {
      const settings = await readSettings(context.db)
      return { needed: settings.setupNeeded, providerName: settings.providerName, sample: settings.isSample ? context.sample : null }
    }),
    complete: anyone.accounts.setup.complete.handler(({ context, input }) => completeSetup(context.db, input)),
  },
  session: {
    get: signedIn.accounts.session.get.handler(({ context }) => readSession(context.db, context.caller, context.home)),
    listApiKeys: signedIn.accounts.session.listApiKeys.handler(({ context }) => listApiKeys(context.db, context.caller)),
    createApiKey: signedIn.accounts.session.createApiKey.handler(({ context, input }) => createApiKey(context.db, context.caller, input)),
    deleteApiKey: signedIn.accounts.session.deleteApiKey.handler(({ context, input }) =>
      removeApiKey(context.db, context.caller, input.id),
    ),
    changePassword: signedIn.accounts.session.changePassword.handler(({ context, input }) =>
      changePassword(context.db, context.caller, context.home, input),
    ),
    getSecondFactor: signedIn.accounts.session.getSecondFactor.handler(({ context }) =>
      readSecondFactor(context.db, context.caller, context.home),
    ),
    beginSecondFactor: signedIn.accounts.session.beginSecondFactor.handler(({ context, input }) =>
      beginSecondFactor(context, context.caller, context.home, input.password),
    ),
    confirmSecondFactor: signedIn.accounts.session.confirmSecondFactor.handler(({ context, input }) =>
      confirmSecondFactor(context, context.caller, context.home, input.code),
    ),
    endSecondFactor: signedIn.accounts.session.endSecondFactor.handler(({ context, input }) =>
      endSecondFactor(context, context.caller, context.home, input),
    ),
    listSessions: signedIn.accounts.session.listSessions.handler(({ context }) => listSessions(context.db, context.caller)),
    endSession: signedIn.accounts.session.endSession.handler(({ context, input }) =>
      endSession(context.db, context.caller, context.home, input.id),
    ),
    endOtherSessions: signedIn.accounts.session.endOtherSessions.handler(({ context }) =>
      endOtherSessions(context.db, context.caller, context.home),
    ),
  },
  invitations: {
    get: anyone.accounts.invitations.get.handler(({ context, input }) => getInvitation(context.db, input.token)),
    accept: anyone.accounts.invitations.accept.handler(({ context, input }) => acceptInvitation(context.db, input)),
  },
  people: {
    list: people.list.handler(({ context, input }) => inScope(context.db, context.scope, (tx) => listPeople(tx, context.scope, input))),
    invite: people.invite.handler(({ context, input }) =>
      invitePerson(context.db, context.scope, context.access, context.access.kind, input),
    ),
    inviteAdministrator: people.inviteAdministrator.handler(({ context, input }) =>
      inviteAdministrator(context.db, context.scope, context.access, input.childId, input),
    ),
    reinvite: people.reinvite.handler(({ context, input }) => reinvitePerson(context.db, context.scope, context.access, input.personId)),
    resetSecondFactor: people.resetSecondFactor.handler(({ context, input }) =>
      resetSecondFactor(context.db, context.scope, context.access, input.personId),
    ),
    remove: people.remove.handler(({ context, input }) => removePerson(context.db, context.scope, context.access, input.personId)),
    change: people.change.handler(({ context, input }) => changePerson(context.db, context.scope, context.access, input)),
  },
  groups: {
    list: groups.list.handler(({ context }) => inScope(context.db, context.scope, (tx) => listGroups(tx, context.scope))),
    create: groups.create.handler(({ context, input }) => createGroup(context.db, context.scope, context.access, input)),
    change: groups.change.handler(({ context, input }) => changeGroup(context.db, context.scope, context.access, input.groupId, input)),
    remove: groups.remove.handler(({ context, input }) => removeGroup(context.db, context.scope, context.access, input.groupId)),
  },
}
