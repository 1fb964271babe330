import { inScope } from '../../platform/db/database.ts'
import { download, smallDownload } from '../download.routes.ts'
import { inOrganization } from '../entry-points.routes.ts'
import { Problem } from '../problems.ts'
import { startAssignment } from './assign-contact.command.ts'
import { findContact, listContacts, listPendingSerials } from './contacts.queries.ts'
import { exportContacts } from './export-contacts.command.ts'
import { contactImportsRoutes } from './import/contact-imports.routes.ts'
import { SAMPLE_FILE } from './import/contact-sample.ts'
import { changeContact, createContact, removeContact, removeContacts, removePendingSerial } from './manage-contacts.command.ts'

const { contacts } = inOrganization

export const contactsRoutes = {
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
  removeSeveral: contacts.removeSeveral.handler(({ context, input }) => removeContacts(context.db, context.scope, input.contactIds)),
  listPendingSerialNumbers: contacts.listPendingSerialNumbers.handler(({ context, input }) =>
    inScope(context.db, context.scope, async (tx) => {
      if (!(await findContact(tx, context.scope, input.contactId))) throw new Problem('not-found')
      return listPendingSerials(tx, context.scope, input)
    }),
  ),
  removePendingSerialNumber: contacts.removePendingSerialNumber.handler(({ context, input }) =>
    removePendingSerial(context.db, context.scope, input.contactId, input.pendingId),
  ),
  getImportSample: contacts.getImportSample.handler(() => smallDownload('contacts-sample.csv', SAMPLE_FILE)),
  export: contacts.export.handler(({ context, input }) =>
    download(context.scope, 'contacts.csv', exportContacts(context.db, context.scope, input)),
  ),
  imports: contactImportsRoutes,
  assign: contacts.assign.handler(({ context, input }) =>
    startAssignment(context.db, context.scope, input.body, input.headers['idempotency-key']),
  ),
}
