import { sql } from 'kysely'
import { type Db, firstRow, rows } from '../../platform/db/database.ts'
import { portalsOf } from '../organizations/dashboard.queries.ts'
import { readSettings } from '../settings/settings.queries.ts'
import type { Caller, Home } from './access.queries.ts'
import type { Session, SignInSession } from './accounts.api.ts'

/** How many sign-ins with a wrong password there were before the sign-in that made the session; null for none. */
async function findFailedSignIns(db: Db, sessionId: string | undefined) {
  if (!sessionId) return null
  const found = await firstRow(
    db,
    sql<{ count: number; lastAt: string }>`
      select failures as count, last_failure_at as "lastAt" from auth.session where id = ${sessionId} and failures > 0`,
  )
  return found ?? null
}

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
    failedSignIns: await findFailedSignIns(db, caller.sessionId),
  }
}

/** Where a person is signed in, newest first. */
export function listSessions(db: Db, caller: Caller): Promise<SignInSession[]> {
  return rows(
    db,
    sql<SignInSession>`
      select id, id is not distinct from ${caller.sessionId ?? null} as "isCurrent", "createdAt", "expiresAt", "ipAddress" as address,
        "userAgent"
      from auth.session
      where "userId" = ${caller.id} and "expiresAt" > now()
      order by "createdAt" desc`,
  )
}
