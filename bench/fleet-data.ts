import pg from 'pg'

/** Generated printers of one organization, written straight into the tables: enrolled, read, supported, with a contact: all eligible. */
export async function fillFleet(url: string, organizationId: string, printers: number): Promise<string[]> {
  const client = new pg.Client(url)
  await client.connect()
  try {
    await client.query(
      `with agent as (
        insert into agents (organization_id, name, version, last_contact_at, credential_hash) values ($1, 'Generated', '1.0.0', now(), 'generated') returning id
      ), contact as (
        insert into contacts (organization_id, first_name, last_name, email, country_code, phone_number, address_line_1, city, country)
        values ($1, 'Generated', 'Contact', 'generated@example.com', '1', '2025550123', '1 Main Street', 'Springfield', 'US') returning id
      ), printer as (
        insert into printers (organization_id, identity, registration, manufacturer, model, serial_number, address, ip_address, agent_id, enrolled_at)
        select $1, 'serial:acme:' || n, 'enrolled', 'Acme', 'Press ' || n % 20, 'SERIAL' || n, host('10.0.0.0'::inet + n), '10.0.0.0'::inet + n, agent.id, now()
        from agent, generate_series(1, $2) as n returning id
      ), reading as (
        insert into printer_readings (organization_id, printer_id, last_read_at, lifetime_page_count, lifetime_page_count_read_at, lowest_supply_percent)
        select $1, id, now(), 1000, now(), 50 from printer
      )
      insert into printer_contacts (organization_id, printer_id, contact_id) select $1, printer.id, contact.id from printer, contact`,
      [organizationId, printers],
    )
    await client.query(
      `insert into supported_models (manufacturer, model) select 'Acme', 'Press ' || n from generate_series(0, 19) as n on conflict do nothing`,
    )
    await client.query('vacuum analyze')
    return (
      await client.query<{ id: string }>('select id from printers where organization_id = $1 order by id', [organizationId])
    ).rows.map((row) => row.id)
  } finally {
    await client.end()
  }
}
