import type pg from 'pg'

const BATCH = 1000

/** Inserts one outcome per printer, in portions of 1,000, each durable: the least that a task of this size has to write. */
export async function insertOutcomes(client: pg.Client, organizationId: string, taskId: number, printerIds: string[]): Promise<void> {
  for (let start = 0; start < printerIds.length; start += BATCH) {
    const ids = printerIds.slice(start, start + BATCH)
    await client.query(
      `insert into task_outcomes (organization_id, task_id, printer_id, outcome, details, serial_number)
        select $1, $2, id, 'done', 'MPS Express (Pending)', 'SERIAL' || n from unnest($3::uuid[]) with ordinality as t (id, n)`,
      [organizationId, taskId, ids],
    )
  }
}
