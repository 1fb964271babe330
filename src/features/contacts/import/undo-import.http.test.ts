import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { contactFile, contactRow, contactRows, importEnded, importFile, startImport } from '../../../../test/support/contact-files.ts'
import { type Cast, contactForm, ended, makeAgent, makeCast, printersBySerial, reading } from '../../../../test/support/make.ts'
import { startTestServer, type TestServer } from '../../../../test/support/server.ts'
import { serve } from '../../../server/serve.ts'

let server: TestServer
let cast: Cast
let here: { organizationId: string }
beforeAll(async () => {
  server = await startTestServer()
  cast = await makeCast(server)
  here = { organizationId: cast.child }
})
afterAll(() => server.stop())

const fleet = () => cast.fleetAdministrator
const byName = async (name: string) => (await fleet().contacts.list({ ...here, name })).items[0]!

describe('an import', () => {
  it('is undone but for contacts that were edited or assigned since, each named with its reason; again it can be imported [contacts/imports-are-undone]', async () => {
    const agent = await makeAgent(server, fleet(), cast.child)
    await agent.deliver({ '10.9.0.1': reading({ serialNumber: 'UNDO1' }) })
    const file = contactFile([
      contactRow({ lastName: 'Gone', serialNumbers: 'UNDO-WAITS' }),
      contactRow({ lastName: 'Edited' }),
      contactRow({ lastName: 'Assigned' }),
    ])
    const { id: importId } = await importFile(fleet(), cast.child, file)
    const edited = await byName('edited')
    await fleet().contacts.update({
      ...here,
      contactId: edited.id,
      version: edited.version,
      contact: contactForm({ lastName: 'Edited', email: 'new@example.com' }),
    })
    const { id: contactId } = await byName('assigned')
    const printerIds = Object.values(await printersBySerial(fleet(), cast.child))
    const { id: selectionId } = await fleet().printers.select({ ...here, printerIds })
    const { taskId } = await fleet().contacts.assign({ params: here, headers: {}, body: { selectionId, contactId } })
    await ended(fleet(), cast.child, taskId)
    const answer = await fleet().contacts.imports.undo({ ...here, importId })
    expect(answer).toMatchObject({
      undone: 1,
      import: { imported: 2, notImported: 1, notImportedRanges: [{ fromRow: 2, toRow: 2, reason: 'Import undone' }] },
      kept: [
        { row: 3, contactId: edited.id, reason: 'The contact was edited after the import.' },
        { row: 4, contactId, reason: 'The contact is assigned to 1 printer.' },
      ],
    })
    expect((await fleet().contacts.list({ ...here, name: 'gone' })).total).toBe(0)
    expect(await fleet().contacts.imports.undo({ ...here, importId })).toMatchObject({ undone: 0, kept: [{}, {}] })
    expect(await importFile(fleet(), cast.child, file)).toMatchObject({ imported: 1, existing: 2 })
    const refused = fleet().contacts.imports.undo({ organizationId: cast.child, importId: crypto.randomUUID() })
    await expect(refused).rejects.toMatchObject({ code: 'not-found' })
    const viewer = cast.fleetViewer.contacts.imports.undo({ ...here, importId })
    await expect(viewer).rejects.toMatchObject({ code: 'not-allowed' })
  })

  it('that was canceled imports the rest; one that runs is not undone [contacts/the-rest-is-imported]', async () => {
    const idle = await startTestServer({ worker: false })
    const { fleetAdministrator, child } = await makeCast(idle)
    const { id: importId } = await startImport(fleetAdministrator, child, contactFile(contactRows(5, 'Rest')))
    const there = { organizationId: child, importId }
    await expect(fleetAdministrator.contacts.imports.undo(there)).rejects.toMatchObject({ code: 'import-is-running' })
    expect(await fleetAdministrator.contacts.imports.cancel(there)).toMatchObject({ status: 'canceled', notImported: 5 })
    expect(await fleetAdministrator.contacts.imports.importRest(there)).toMatchObject({ status: 'running', notImported: 0, waiting: 5 })
    const worker = await serve({ databaseUrl: idle.database.serverUrl, secret: 'a secret for tests, 32 characters', port: 0 })
    const end = await importEnded(fleetAdministrator, child, importId)
    expect(end).toMatchObject({ status: 'completed', imported: 5, notImported: 0 })
    expect(await fleetAdministrator.contacts.imports.importRest(there)).toEqual(end)
    await worker.stop()
    await idle.stop()
  })
})
