import type { Db } from '../../platform/db/database.ts'
import { portalsOf } from '../organizations/dashboard.queries.ts'
import { readSettings } from '../settings/settings.queries.ts'
import type { Caller, Home } from './access.queries.ts'
import type { Session } from './accounts.api.ts'

/** Who is calling, where they belong, and which portals they may open. */
export async function readSession(db: Db, caller: Caller, home: Home): Promise<Session> {
  const settings = await readSettings(db)
  return {
    person: { id: caller.id, name: caller.name, email: caller.email },
    organization: { id: home.organizationId, name: home.name, kind: home.kind },
    portals: portalsOf(home),
    provider: {
      name: settings.providerName,
      technicalSupport: settings.technicalSupport,
      customerOperations: settings.customerOperations,
      contactImportLimit: settings.contactImportLimit,
    },
    expiresAt: caller.expiresAt,
  }
}
