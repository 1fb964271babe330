import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import pg from 'pg'
import { defaultDataDir } from '../src/platform/db/data-folder.ts'
import { startEmbeddedPostgres } from '../src/platform/db/embedded-postgres.ts'
import { migrate } from '../src/platform/db/migrate.ts'
import { serverUrlOf } from '../src/platform/db/server-login.ts'
import { serve } from '../src/server/serve.ts'
import { makeCast, makeOffering } from '../test/support/make.ts'
import { clientOf } from '../test/support/server.ts'
import { SECRET } from './database.ts'

/** How many printers in how many organizations, of which one has a tenth (at most 100,000). */
export interface Size {
  printers: number
  organizations: number
}

const MIGRATIONS = path.resolve(import.meta.dirname, '../migrations')

/** A PostgreSQL with generated printers, kept between runs in a folder of its own as long as size, generator and migrations stay the same. */
export async function openPrinterData(size: Size): Promise<{ url: string; stop(): Promise<void> }> {
  const postgres = await startEmbeddedPostgres({
    dataDir: `${defaultDataDir()}-bench-printers`,
    log: () => {},
    settings: { max_wal_size: '4GB' },
  })
  const url = new URL(postgres.url)
  url.pathname = `bench_${size.printers}`
  const mark = createHash('sha256')
  const files = readdirSync(MIGRATIONS, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.sql'))
  for (const name of files.sort()) mark.update(readFileSync(path.join(MIGRATIONS, name)))
  const fingerprint = mark
    .update(readFileSync(import.meta.filename))
    .update(JSON.stringify(size))
    .digest('hex')
  const database = url.pathname.slice(1)
  if ((await keptAs(url.toString())) !== fingerprint) {
    await run(postgres.url, `drop database if exists ${database} with (force)`)
    await run(postgres.url, `create database ${database}`)
    await migrate({ ownerUrl: url.toString(), serverUrl: serverUrlOf(url.toString(), SECRET), secret: SECRET })
    await fill(url.toString(), size)
    await run(url.toString(), `create table bench_data as select '${fingerprint}'::text as fingerprint`)
  }
  return { url: url.toString(), stop: () => postgres.stop() }
}

async function keptAs(url: string): Promise<unknown> {
  const client = new pg.Client(url)
  try {
    await client.connect()
    return (await client.query('select fingerprint from bench_data')).rows[0]?.fingerprint
  } catch {
    return undefined
  } finally {
    await client.end().catch(() => {})
  }
}

async function run(url: string, statement: string) {
  const client = new pg.Client(url)
  await client.connect()
  await client.query(statement)
  await client.end()
}

// People and two partners by the product's own commands; the rest by SQL, with the indexes made last.
async function fill(url: string, size: Size) {
  const serverUrl = serverUrlOf(url, SECRET)
  const server = await serve({ databaseUrl: serverUrl, secret: SECRET, port: 0, worker: false })
  const test = {
    ...server,
    database: { name: 'bench', url, serverUrl, drop: async () => {} },
    as: (key?: string) => clientOf(server.url, key),
  }
  const cast = await makeCast(test)
  await makeOffering(test, cast)
  await server.stop()
  const client = new pg.Client(url)
  await client.connect()
  await client.query(
    `set session_replication_role = replica; set synchronous_commit = off; set maintenance_work_mem = '512MB'; set work_mem = '256MB'`,
  )
  const { rows: indexes } = await client.query<{ name: string; definition: string }>(
    `select c.relname as name, pg_get_indexdef(i.indexrelid) as definition from pg_index i join pg_class c on c.oid = i.indexrelid
      where i.indrelid in ('printers'::regclass, 'printer_tags'::regclass, 'printer_contacts'::regclass)
        and not exists (select from pg_constraint x where x.conindid = i.indexrelid)`,
  )
  for (const { name } of indexes) await client.query(`drop index ${name}`)
  for (const statement of statements(size, cast.child)) await client.query(statement, [cast.child, cast.partner])
  for (const { definition } of indexes) await client.query(definition)
  await client.query(`insert into count_changes select id from organizations where kind = 'child'`)
  await client.query(`select count_printers(id) from organizations where kind = 'child'`)
  await client.query('vacuum analyze')
  await client.end()
}

function statements({ printers, organizations }: Size, big: string): string[] {
  const inBig = Math.min(100_000, printers / 2)
  const each = Math.ceil((printers - inBig) / (organizations - 1))
  return [
    // The big one and a quarter of the others (501 of 2,000) belong to one partner.
    `insert into organizations (kind, parent_id, name)
      select 'child', case when n % 4 = 0 or n = 1 then $2::uuid else (select parent_id from organizations where kind = 'child' and parent_id <> $2 and $1::uuid is not null limit 1) end, 'Customer ' || n
      from generate_series(1, ${organizations - 1}) n`,
    `insert into agents (organization_id, name, version, last_contact_at, credential_hash)
      select o.id, 'Agent ' || n, '1.0.' || n, now() + interval '1 year', gen_random_uuid()::text from organizations o
      cross join generate_series(1, case o.id when '${big}' then 10 else 2 end) n where o.kind = 'child' and ($1::uuid, $2::uuid) is not null`,
    `insert into contacts (organization_id, first_name, last_name, business_name, email, country_code, phone_number, address_line_1, city, country)
      select o.id, 'First ' || n, 'Last ' || n, 'Business ' || n % 50, 'c' || n || '@example.com', '1', '2025550123', n || ' Main Street', 'City ' || n % 20, 'US'
      from organizations o cross join generate_series(1, case o.id when '${big}' then 2000 else 20 end) n
      where o.kind = 'child' and ($1::uuid, $2::uuid) is not null`,
    `insert into printers (organization_id, identity, registration, manufacturer, model, serial_number, mac_address, address, ip_address, host_name, location, asset_tag,
        firmware, description, agent_id, enrolled_at)
      select organization_id, 'serial:maker' || maker || ':' || serial, case when x % 97 = 0 then 'failed' else 'enrolled' end, (array['Lexmark', 'Ricoh', 'Canon', 'Brother', 'Kyocera'])[maker + 1],
        'Series ' || maker || '00 Model ' || model, serial, '02:' || regexp_replace(substr(md5(serial), 1, 10), '(..)(?!$)', '\\1:', 'g'), host(address), address, 'prn-' || substr(md5(serial), 1, 8),
        'Building ' || x % 40 || ', floor ' || x % 9 || ', room ' || x % 700, case when x % 3 = 0 then 'A-' || x end, 'FW.' || x % 30,
        'Generated printer of the benchmarks, maker ' || maker, agent, now()
      from (
        select o.id as organization_id, n as x, maker, model, upper(substr(md5(o.id || ':' || n), 1, 12)) as serial, '10.0.0.0'::inet + n as address,
          (array(select a.id from agents a where a.organization_id = o.id order by a.name))[1 + n % case o.id when '${big}' then 10 else 2 end] as agent
        from organizations o cross join generate_series(1, case o.id when '${big}' then ${inBig} else ${each} end) n
        cross join lateral (select (hashint4(n) & 2147483647) % 5 as maker, (hashint4(n + 7) & 2147483647) % 12 as model) m
        where o.kind = 'child' and ($1::uuid, $2::uuid) is not null) p`,
    `insert into printer_readings (organization_id, printer_id, last_read_at, device_status, printer_status, worst_alert, lifetime_page_count, lifetime_page_count_unit,
        lifetime_page_count_source, lifetime_page_count_read_at, mono_page_count, lowest_supply_percent, levels, status_text)
      select p.organization_id, p.id, now() - make_interval(secs => h % 900) - case when h % 20 = 0 then interval '3 days' else interval '0' end + interval '1 day', 'running', 'idle',
        case when h % 10 = 0 then 'Toner low' end, h % 900000, 'impressions', '1.3.6.1.2.1.43.10.2.1.4.1.1', now(), h % 400000, h % 100,
        (select jsonb_object_agg('1.' || c, (h + c) % 100) from generate_series(1, 4) c), 'Ready'
      from printers p cross join lateral (select hashtext(p.id::text) & 2147483647 as h) x where ($1::uuid, $2::uuid) is not null`,
    // The large organization alone: nothing of a list reads them.
    `insert into printer_supplies (organization_id, printer_id, supplies)
      select p.organization_id, p.id,
        (select jsonb_agg(jsonb_build_object('index', '1.' || c, 'name', (array['Black', 'Cyan', 'Magenta', 'Yellow'])[c] || ' toner', 'kind', 'toner', 'class', 'consumed',
          'color', (array['black', 'cyan', 'magenta', 'yellow'])[c], 'part', null, 'serialNumber', null, 'unit', 'percent', 'capacity', 100, 'level', (h + c) % 100, 'state', 'level',
          'percent', (h + c) % 100, 'step', null, 'source', '1.3.6.1.2.1.43.11.1.1.9.1.' || c)) from generate_series(1, 4) c)
      from printers p cross join lateral (select hashtext(p.id::text) & 2147483647 as h) x where p.organization_id = $1 and $2::uuid is not null`,
    `insert into printer_contacts (organization_id, printer_id, contact_id)
      select p.organization_id, p.id, c.ids[1 + (hashtext(p.id::text) & 2147483647) % cardinality(c.ids)] from printers p
      join (select organization_id, array_agg(id order by id) as ids from contacts group by 1) c on c.organization_id = p.organization_id
      where p.registration = 'enrolled' and hashtext(p.id::text) % 10 <> 0 and ($1::uuid, $2::uuid) is not null`,
    `insert into program_memberships (organization_id, printer_id, state, requested_by, task_id, terms_version, decided_at)
      select pc.organization_id, pc.printer_id, case when hashtext(pc.printer_id::text) % 7 = 0 then 'pending' else 'managed' end, 'generated', 1, 1, now()
      from printer_contacts pc where hashtext(pc.printer_id::text) % 3 = 0 and ($1::uuid, $2::uuid) is not null`,
    `insert into printer_tags (organization_id, printer_id, tag)
      select p.organization_id, p.id, (array['Lease', 'Floor plan', 'Colour', 'Spare'])[1 + (hashtext(p.id::text) & 2147483647) % 4] from printers p
      where hashtext(p.id::text) % 5 = 0 and ($1::uuid, $2::uuid) is not null`,
  ]
}
