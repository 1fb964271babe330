-- The fleet: contacts, agents, printers. What changes with every reading stands in the narrow table printer_readings; the printer itself changes seldom.

create table contacts (
  organization_id uuid not null references organizations,
  id uuid not null default new_id(),
  first_name text not null,
  last_name text not null,
  business_name text,
  email text not null,
  country_code text not null,
  phone_number text not null,
  address_line_1 text not null,
  address_line_2 text,
  city text not null,
  state text,
  postal_code text,
  country text not null check (country ~ '^[A-Z]{2}$'),
  version integer not null default 1,
  updated_at timestamptz not null default now(),
  -- @rule contacts/already-exists  Same first name, last name, business name, address line 1, city, postal code and country: one contact.
  identity text not null generated always as (sha256_of(
    name_key(first_name) || chr(31) || name_key(last_name) || chr(31) || name_key(coalesce(business_name, '')) || chr(31) ||
    name_key(address_line_1) || chr(31) || name_key(city) || chr(31) || name_key(coalesce(postal_code, '')) || chr(31) || country)) stored,
  search text not null generated always as (
    search_key(first_name || ' ' || last_name || ' ' || coalesce(business_name, '') || ' ' || city || ' ' || email)) stored,
  primary key (organization_id, id),
  constraint contact_identity unique (organization_id, identity)
);
create index contacts_by_name on contacts (organization_id, name_key(last_name || ' ' || first_name), id);
create index contacts_search on contacts using gin (organization_id, search gin_trgm_ops);

create table snmp_profiles (
  organization_id uuid not null references organizations,
  id uuid not null default new_id(),
  name text not null,
  version text not null check (version in ('v1', 'v2c')),
  community_sealed bytea not null,
  port integer not null check (port between 1 and 65535),
  timeout_milliseconds integer not null,
  retries integer not null,
  primary key (organization_id, id)
);
create unique index snmp_profile_names on snmp_profiles (organization_id, name_key(name));

create table agents (
  organization_id uuid not null references organizations,
  id uuid not null default new_id(),
  name text not null,
  description text not null default '',
  credential_hash text unique,
  version text,
  host_name text,
  last_contact_at timestamptz,
  deactivated_at timestamptz,
  configuration_revision integer not null default 1,
  exclude text[] not null default '{}',
  enrolls_at_once boolean not null default true,
  packets_per_second integer not null default 1500,
  heartbeat_seconds real not null default 60,
  read_seconds real not null default 900,
  discover_seconds real not null default 86400,
  delivered_through bigint not null default 0,
  clock_skew_milliseconds bigint,
  discovery_requested_at timestamptz,
  created_at timestamptz not null default now(),
  primary key (organization_id, id)
) with (fillfactor = 70);
create unique index agent_names on agents (organization_id, name_key(name));

create table agent_includes (
  organization_id uuid not null,
  agent_id uuid not null,
  position integer not null,
  entry text not null,
  profile_id uuid not null,
  primary key (organization_id, agent_id, position),
  foreign key (organization_id, agent_id) references agents on delete cascade,
  foreign key (organization_id, profile_id) references snmp_profiles
);

create table agent_activation_codes (
  organization_id uuid not null,
  agent_id uuid not null,
  code_hash text not null unique,
  expires_at timestamptz not null,
  primary key (organization_id, agent_id),
  foreign key (organization_id, agent_id) references agents on delete cascade
);

create table agent_work (
  organization_id uuid not null,
  agent_id uuid not null,
  id uuid not null default new_id(),
  kind text not null check (kind in ('discover', 'read')),
  addresses text[] not null default '{}',
  created_at timestamptz not null default now(),
  fetched_at timestamptz,
  done_at timestamptz,
  printers_found bigint,
  primary key (organization_id, agent_id, id),
  foreign key (organization_id, agent_id) references agents on delete cascade
);
create index agent_work_open on agent_work (organization_id, agent_id) where done_at is null;

create table printers (
  organization_id uuid not null references organizations,
  id uuid not null default new_id(),
  -- maker and serial number; where there is none, the MAC address, else agent and address
  identity text not null,
  registration text not null check (registration in ('enrolled', 'discovered', 'failed', 'unenrolled')),
  registration_failure text,
  manufacturer text,
  model text,
  serial_number text,
  mac_address text,
  address text,
  ip_address inet,
  host_name text,
  location text,
  asset_tag text,
  firmware text,
  description text,
  agent_id uuid,
  enrolled_at timestamptz,
  unenrolled_at timestamptz,
  created_at timestamptz not null default now(),
  model_key text generated always as (name_key(coalesce(manufacturer, '') || ' ' || coalesce(model, ''))) stored,
  search text not null generated always as (search_key(
    coalesce(serial_number, '') || ' ' || coalesce(manufacturer, '') || ' ' || coalesce(model, '') || ' ' || coalesce(address, '') || ' ' ||
    coalesce(host_name, '') || ' ' || coalesce(location, '') || ' ' || coalesce(asset_tag, ''))) stored,
  primary key (organization_id, id),
  unique (organization_id, identity),
  unique (organization_id, id, registration),
  foreign key (organization_id, agent_id) references agents on delete set null (agent_id)
);
-- @rule printers/one-registration  A serial number (with its maker) is registered once, in one organization.
create unique index printer_registrations on printers (identity) where registration = 'enrolled';
create index printers_by_address on printers (organization_id, ip_address, id) where registration <> 'unenrolled';
create index printers_by_serial on printers (organization_id, serial_number, id) where registration <> 'unenrolled';
create index printers_by_agent on printers (organization_id, agent_id, address);
create index printers_by_mac on printers (organization_id, mac_address);
create index printers_search on printers using gin (organization_id, search gin_trgm_ops);

create table printer_readings (
  organization_id uuid not null,
  printer_id uuid not null,
  last_read_at timestamptz,
  device_status text,
  printer_status text,
  worst_alert text,
  lifetime_page_count bigint,
  lifetime_page_count_unit text,
  lifetime_page_count_source text,
  lifetime_page_count_read_at timestamptz,
  mono_page_count bigint,
  color_page_count bigint,
  lowest_supply_percent real,
  supplies jsonb not null default '[]',
  alerts jsonb not null default '[]',
  error_state text[] not null default '{}',
  status_text text,
  silence_reason text,
  silent_since timestamptz,
  primary key (organization_id, printer_id),
  foreign key (organization_id, printer_id) references printers on delete cascade
) with (fillfactor = 70);

-- The supplies delivery contact of a printer.
create table printer_contacts (
  organization_id uuid not null,
  printer_id uuid not null,
  contact_id uuid not null,
  primary key (organization_id, printer_id),
  foreign key (organization_id, printer_id) references printers on delete cascade,
  -- @rule contacts/in-use-stays  A contact that is assigned to a printer cannot be deleted.
  foreign key (organization_id, contact_id) references contacts
);
create index printer_contacts_by_contact on printer_contacts (organization_id, contact_id);

select protect('contacts'), protect('snmp_profiles'), protect('agents'), protect('agent_includes'), protect('agent_activation_codes'), protect('agent_work'),
  protect('printers'), protect('printer_readings'), protect('printer_contacts');

-- An agent is known by its credential before there is a scope.
create function agent_of_credential(hash text) returns table (organization_id uuid, agent_id uuid, name text, deactivated boolean)
  language sql stable security definer set search_path = public, pg_temp as $$
  select a.organization_id, a.id, a.name, a.deactivated_at is not null
  from agents a join organizations o on o.id = a.organization_id and o.active
  where a.credential_hash = hash
$$;

create function use_activation_code(code text, credential text, agent_version text, agent_host text)
  returns table (organization_id uuid, agent_id uuid, name text)
  language sql volatile security definer set search_path = public, pg_temp as $$
  with used as (
    delete from agent_activation_codes c using organizations o
    where c.code_hash = code and c.expires_at > now() and o.id = c.organization_id and o.active
    returning c.organization_id, c.agent_id
  )
  update agents a
  set credential_hash = credential, version = agent_version, host_name = agent_host, last_contact_at = now(), deactivated_at = null, delivered_through = 0
  from used where a.organization_id = used.organization_id and a.id = used.agent_id
  returning a.organization_id, a.id, a.name
$$;

-- Which of these identities are registered in another organization. The caller learns no more than that.
create function registered_elsewhere(organization uuid, identities text[]) returns setof text
  language sql stable security definer set search_path = public, pg_temp as $$
  select p.identity from printers p where p.identity = any (identities) and p.registration = 'enrolled' and p.organization_id <> organization
$$;

-- A sample is looked at for minutes: its agents report and read at short intervals, from printers simulated on this port.
create function hurry_sample(simulated_port integer) returns void language sql volatile security definer set search_path = public, pg_temp as $$
  update snmp_profiles set port = simulated_port where (select is_sample from settings);
  update agents set heartbeat_seconds = 2, read_seconds = 20, discover_seconds = 120, configuration_revision = configuration_revision + 1
  where (select is_sample from settings);
  update settings set agent_silent_seconds = 60, printer_unread_seconds = 300 where is_sample
$$;

revoke execute on function agent_of_credential, use_activation_code, registered_elsewhere, hurry_sample from public;
grant execute on function agent_of_credential, use_activation_code, registered_elsewhere, hurry_sample to mps_app;
