import { inScope } from '../../platform/db/database.ts'
import { inOrganization } from '../doors.routes.ts'
import { Problem } from '../problems.ts'
import { startAssignment } from './assign-contact.command.ts'
import { findContact, listContacts } from './contacts.queries.ts'
import { changeContact, createContact, removeContact } from './manage-contacts.command.ts'

const { contacts } = inOrganization

const notYet = () => {
  throw new Problem('not-found')
}

const importsRoutes = {
  create: contacts.imports.create.handler(notYet),
  list: contacts.imports.list.handler(notYet),
  get: contacts.imports.get.handler(notYet),
  listRows: contacts.imports.listRows.handler(notYet),
  cancel: contacts.imports.cancel.handler(notYet),
  correct: contacts.imports.correct.handler(notYet),
  downloadRejectedRows: contacts.imports.downloadRejectedRows.handler(notYet),
}

export const contactsRoutes = {
  removeSeveral: contacts.removeSeveral.handler(notYet),
  listPendingSerialNumbers: contacts.listPendingSerialNumbers.handler(notYet),
  removePendingSerialNumber: contacts.removePendingSerialNumber.handler(notYet),
  getImportSample: contacts.getImportSample.handler(notYet),
  export: contacts.export.handler(notYet),
  imports: importsRoutes,
  list: contacts.list.handler(({ context, input }) => inScope(context.db, context.scope, (tx) => listContacts(tx, context.scope, input))),
  get: contacts.get.handler(async ({ context, input }) => {
    const contact = await inScope(context.db, context.scope, (tx) => findContact(tx, context.scope, input.contactId))
    if (!contact) throw new Problem('not-found')
    return contact
  }),
  create: contacts.create.handler(({ context, input }) => createContact(context.db, context.scope, input.contact)),
  update: contacts.update.handler(({ context, input }) =>
    changeContact(context.db, context.scope, input.contactId, input.version, input.contact),
  ),
  remove: contacts.remove.handler(({ context, input }) => removeContact(context.db, context.scope, input.contactId)),
  assign: contacts.assign.handler(({ context, input }) =>
    startAssignment(context.db, context.scope, input.body, input.headers['idempotency-key']),
  ),
}
