import { randomUUID } from 'node:crypto'
import type pg from 'pg'

/** Inserts ids raw, in one statement: a row each, into a table of the caller's named `selected`. */
export const insertSelected = (client: pg.Client, organizationId: string, printerIds: string[]) =>
  client.query('insert into selected (organization_id, selection_id, printer_id) select $1, $2, * from unnest($3::uuid[])', [
    organizationId,
    randomUUID(),
    printerIds,
  ])
