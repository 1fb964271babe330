import { sql } from 'kysely'
import { rows, type Tx } from '../../../platform/db/database.ts'
import { cursorId, cutPage, readCursor } from '../../../platform/page.ts'
import type { Scope } from '../../../platform/scope.ts'
import { MANAGEMENT_STATES, type Management } from '../management.ts'
import { REGISTRATION_NAMES } from '../printers.ts'
import type { UnenrollmentPrinter } from './printer-acts.api.ts'
import { type UnenrollmentCounts, type UnenrollmentLine, unenrollmentLine, whyNotUnenroll } from './unenroll-printers.ts'

interface Standing {
  registration: string | null
  management: Management | null
}

/** How a selection divides. The database groups by what the rule looks at; the rule is asked once per group. */
export async function countUnenrollment(tx: Tx, scope: Scope, selectionId: string): Promise<UnenrollmentCounts> {
  const groups = await rows(
    tx,
    sql<Standing & { printers: number }>`select p.registration, m.state as management, count(*)::int as printers
      from selected_printers(${scope.organizationId}, ${selectionId}) as s (id)
      left join printers p on p.organization_id = ${scope.organizationId} and p.id = s.id
      left join program_memberships m on m.organization_id = ${scope.organizationId} and m.printer_id = s.id
      group by 1, 2`,
  )
  const counts: UnenrollmentCounts = { leaves: 0, managed: 0, pending: 0, gone: 0 }
  for (const group of groups) counts[unenrollmentLine(group)] += group.printers
  return counts
}

// Every way a printer can stand, so that a line can be queried without repeating the rule in SQL.
const STANDINGS: Standing[] = [...REGISTRATION_NAMES, 'unenrolled', null].flatMap((registration) =>
  [...MANAGEMENT_STATES, null].map((management) => ({ registration, management })),
)
const standingKey = ({ registration, management }: Standing) => `${registration ?? ''} ${management ?? ''}`

/** The printers behind one line of a selection, or all of it. */
export async function listUnenrollment(
  tx: Tx,
  scope: Scope,
  query: { selectionId: string; line?: UnenrollmentLine; cursor?: string; limit: number },
) {
  const [after] = readCursor(query.cursor, [cursorId]) ?? [null]
  const wanted = STANDINGS.filter((standing) => query.line === undefined || unenrollmentLine(standing) === query.line).map(standingKey)
  const found = await rows(
    tx,
    sql<Omit<UnenrollmentPrinter, 'line' | 'reason'> & Standing>`select s.id as "printerId", p.serial_number as "serialNumber", p.model,
        coalesce(host(p.ip_address), p.address) as "ipAddress", p.registration, m.state as management
      from selected_printers(${scope.organizationId}, ${query.selectionId}) as s (id)
      left join printers p on p.organization_id = ${scope.organizationId} and p.id = s.id
      left join program_memberships m on m.organization_id = ${scope.organizationId} and m.printer_id = s.id
      where (${after}::uuid is null or s.id > ${after}::uuid)
        and coalesce(p.registration, '') || ' ' || coalesce(m.state, '') = any (${wanted}::text[])
      order by s.id limit ${query.limit + 1}`,
  )
  return cutPage(found.map(withLine), query.limit, (row) => [row.printerId])
}

function withLine({ registration, management, ...printer }: Omit<UnenrollmentPrinter, 'line' | 'reason'> & Standing): UnenrollmentPrinter {
  const line = unenrollmentLine({ registration, management })
  return { ...printer, line, reason: whyNotUnenroll(line)?.reason ?? null }
}
