import type { Db } from '../../platform/db/database.ts'
import { portalsOf } from '../organizations/dashboard.queries.ts'
import { Problem } from '../problems.ts'
import { type Caller, findHome } from './access.queries.ts'
import type { Session } from './accounts.api.ts'
import { readSettings } from './settings.queries.ts'

/** Who is calling, where they belong, and which portals they may open. */
export async function readSession(db: Db, caller: Caller): Promise<Session> {
  const [home, settings] = await Promise.all([findHome(db, caller.id), readSettings(db)])
  if (!home) throw new Problem('not-signed-in', 'Your account was deactivated.')
  return {
    person: { id: caller.id, name: caller.name, email: caller.email },
    organization: { id: home.organizationId, name: home.name, kind: home.kind },
    portals: portalsOf(home),
    provider: { name: settings.providerName, technicalSupport: settings.technicalSupport, customerOperations: settings.customerOperations },
    expiresAt: caller.expiresAt,
  }
}
