import { randomUUID } from 'node:crypto'
import { type Db, inScope } from '../../platform/db/database.ts'
import { makeScope } from '../../platform/make-scope.ts'
import { hashToken, newCode } from '../../platform/secrets.ts'
import { recordAct } from '../audit/record-act.command.ts'
import { Problem } from '../problems.ts'
import { readSettings } from '../settings/settings.queries.ts'
import { finishSetup, insertPerson, insertProvider, openAccount, replaceRoles, replaceSetupCode, setPassword } from './accounts.store.ts'
import { hashNewPassword } from './passwords.command.ts'

/** A new one-time code for the first visit, where there is no provider yet; the older one is void. */
export async function renewSetupCode(db: Db): Promise<string | undefined> {
  if (!(await readSettings(db)).setupNeeded) return undefined
  const code = newCode()
  await replaceSetupCode(db, hashToken(code))
  return code
}

/**
 * Creates the provider and its first Organization Administrator.
 * @rule accounts/first-administrator  An empty installation is set up once, with the one-time code that the server printed.
 */
export async function completeSetup(
  db: Db,
  request: { code: string; providerName: string; name: string; email: string; password: string },
) {
  const settings = await readSettings(db)
  if (!settings.setupNeeded) throw new Problem('setup-done')
  const codeHash = hashToken(request.code.toUpperCase())
  if (settings.setupCodeHash !== codeHash) throw new Problem('setup-code-wrong')
  const passwordHash = await hashNewPassword(request.password)
  const organizationId = randomUUID()
  const scope = makeScope({ organizationId, reach: 'provider', actor: { kind: 'person', id: '', name: request.name } })
  await inScope(db, scope, async (tx) => {
    if (!(await finishSetup(tx, codeHash, request.providerName))) throw new Problem('setup-done')
    await insertProvider(tx, organizationId, request.providerName)
    const id = await insertPerson(tx, organizationId, request)
    await replaceRoles(tx, organizationId, 'provider', id, ['organization-administrator'])
    await openAccount(tx, organizationId, id)
    await setPassword(tx, id, passwordHash)
    await recordAct(tx, scope, { act: 'Set up', subject: request.providerName, after: { administrator: request.email } })
  })
  return { organizationId }
}
