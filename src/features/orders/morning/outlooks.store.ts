import { sql } from 'kysely'
import type { Tx } from '../../../platform/db/database.ts'
import type { PrinterOutlook } from './outlook.ts'

/** Keeps what was decided about the supplies of printers. */
export async function writeOutlooks(tx: Tx, list: PrinterOutlook[]): Promise<void> {
  if (list.length === 0) return
  const texts = list.map(({ supplies }) => JSON.stringify(supplies)).join('\n')
  await sql`insert into supply_outlooks (organization_id, printer_id, decided_at, ends_from, ends_to, outlook)
    select t.organization_id, t.printer_id, now(), t.ends_from, t.ends_to, t.outlook
    from unnest(${list.map((one) => one.organizationId)}::uuid[], ${list.map((one) => one.printerId)}::uuid[], ${list.map((one) => one.endsFrom)}::date[],
      ${list.map((one) => one.endsTo)}::date[], string_to_array(${texts}, E'\n')) as t (organization_id, printer_id, ends_from, ends_to, outlook)
    on conflict (organization_id, printer_id) do update set decided_at = excluded.decided_at, ends_from = excluded.ends_from, ends_to = excluded.ends_to,
      outlook = excluded.outlook`.execute(tx)
}
