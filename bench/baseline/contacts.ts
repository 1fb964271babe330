import type pg from 'pg'

/** Where the plain import keeps how far it is. */
export const makeProgressTable = (client: pg.Client) =>
  client.query('create table if not exists plain_progress (id integer primary key, position integer not null)')

const KEY = `sha256_of(name_key($2) || chr(31) || name_key($3) || chr(31) || name_key(coalesce($4, '')) || chr(31) || name_key($8) || chr(31) ||
  name_key($10) || chr(31) || name_key(coalesce($12, '')) || chr(31) || $13)`

/**
 * The same contacts row by row and durably, straight through `pg`: begin, duplicate check, insert, progress, commit. No rule is checked, nothing is
 * kept of a row but the contact.
 */
export async function importPlainly(client: pg.Client, organizationId: string, rows: readonly (string | null)[][]): Promise<void> {
  await client.query('insert into plain_progress values (1, 0) on conflict (id) do update set position = 0')
  for (const [position, row] of rows.entries()) {
    const values = [organizationId, ...row]
    await client.query('begin')
    const { rows: equal } = await client.query({
      name: 'duplicate',
      text: `select 1 from contacts where organization_id = $1 and identity = ${KEY}
        and $5::text is not null and $6::text is not null and $7::text is not null and coalesce($9::text, $11::text, '') is not null`,
      values,
    })
    if (equal.length === 0)
      await client.query({
        name: 'insert',
        text: `insert into contacts (organization_id, first_name, last_name, business_name, email, country_code, phone_number, address_line_1, address_line_2,
          city, state, postal_code, country) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)`,
        values,
      })
    await client.query({ name: 'progress', text: 'update plain_progress set position = $1 where id = 1', values: [position + 1] })
    await client.query('commit')
  }
}

const COLUMNS = `c.*, (select count(*) from printer_contacts pc join printers p on p.organization_id = pc.organization_id and p.id = pc.printer_id
    where pc.organization_id = c.organization_id and pc.contact_id = c.id and p.registration <> 'unenrolled') as assigned,
  (select count(*) from contact_pending_serials s where s.organization_id = c.organization_id and s.contact_id = c.id) as pending`
const NAME = `name_key(c.last_name || ' ' || c.first_name)`

/** A page of contacts that hold a text, by name, and how many there are: by hand, as the owner of the tables, to whom no policy applies. */
export async function searchPlainly(client: pg.Client, organizationId: string, text: string): Promise<void> {
  const where = `c.organization_id = $1 and c.search like search_pattern($2)`
  await client.query(`select ${COLUMNS} from contacts c where ${where} order by ${NAME}, c.id limit 51`, [organizationId, text])
  await client.query(`select count(*) from contacts c where ${where}`, [organizationId, text])
}

/** A page of all contacts by name, after a place in that order. */
export async function pagePlainly(client: pg.Client, organizationId: string, after: [name: string, id: string]): Promise<void> {
  await client.query(
    `select ${COLUMNS} from contacts c where c.organization_id = $1 and (${NAME}, c.id) > ($2, $3) order by ${NAME}, c.id limit 51`,
    [organizationId, ...after],
  )
  await client.query('select count(*) from contacts c where c.organization_id = $1', [organizationId])
}
