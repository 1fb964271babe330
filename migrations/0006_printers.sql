-- Printers. What changes with every reading stands in the narrow table printer_readings; the printer itself changes seldom.

create table printers (
  organization_id uuid not null references organizations,
  id uuid not null default new_id(),
  -- Maker and serial number; where there is none, the MAC address, else agent and address.
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
  -- A column, not only an index: under row-level security no index over a function is used.
  serial_key text generated always as (serial_key(serial_number)) stored,
  -- What a person sets of the location stands in place of what the printer reports; the list shows coalesce(location_set, location).
  location_set text,
  search text not null generated always as (search_key(
    coalesce(serial_number, '') || ' ' ||
    coalesce(manufacturer, '') || ' ' ||
    coalesce(model, '') || ' ' ||
    coalesce(address, '') || ' ' ||
    coalesce(host_name, '') || ' ' ||
    coalesce(location_set, location, '') || ' ' ||
    coalesce(asset_tag, ''))) stored,
  -- Whether a printer is on the list. PostgreSQL 18 prepares the expressions of generated columns once per statement if one of them depends
  -- on a column that is written, and otherwise once per row: with this one it does so cheaply whenever the registration is written.
  listed boolean not null generated always as (registration <> 'unenrolled') stored,
  primary key (organization_id, id),
  unique (organization_id, identity),
  foreign key (organization_id, agent_id) references agents on delete set null (agent_id)
);
-- @rule printers/one-registration  A serial number (with its maker) is registered once, in one organization.
create unique index printer_registrations on printers (identity) where registration = 'enrolled';

create index printers_by_address on printers (organization_id, ip_address, id) where registration <> 'unenrolled';
create index printers_by_agent on printers (organization_id, agent_id, address);
create index printers_by_mac on printers (organization_id, mac_address);
create index printers_by_serial_key on printers (organization_id, serial_key) where registration = 'enrolled';
create index printers_search on printers using gin (organization_id, search gin_trgm_ops) where registration <> 'unenrolled';

-- What the facets count, found by its id in the index alone.
create index printers_by_id on printers (organization_id, id)
  include (registration, manufacturer, model, agent_id) where registration <> 'unenrolled';

-- What the list is sorted by, as far as it changes seldom: what changes with each reading has no index, which every reading would have to
-- write. The expressions are such that an index serves them under row-level security too, where coalesce() would not do.
create index printers_by_serial on printers (organization_id, serial_number collate natural_order, id) where registration <> 'unenrolled';
create index printers_by_host_name on printers (organization_id, host_name collate natural_order, id) where registration <> 'unenrolled';
create index printers_by_manufacturer on printers (organization_id, manufacturer collate natural_order, id)
  where registration <> 'unenrolled';
create index printers_by_model on printers (organization_id, model collate natural_order, id) where registration <> 'unenrolled';
create index printers_by_location
  on printers (organization_id, (case when location_set is null then location else location_set end) collate natural_order, id)
  where registration <> 'unenrolled';
create index printers_by_asset_tag on printers (organization_id, asset_tag collate natural_order, id) where registration <> 'unenrolled';

-- The newest values of a printer, from several readings: a narrow row that every reading writes and every list reads.
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
  error_state text[] not null default '{}',
  status_text text,
  silence_reason text,
  silent_since timestamptz,
  -- The levels of the newest reading in the form of the history: a reading that brings the same again is not kept again.
  levels jsonb not null default '{}',
  -- When a printer was last read, in blocks of six hours: an index that most readings need not write finds who was not read for long.
  -- `last_read_at` itself has none, so that a reading that changes nothing else stays in its page.
  read_block timestamptz not null generated always as (coalesce(block_of(last_read_at), '-infinity')) stored,
  primary key (organization_id, printer_id),
  foreign key (organization_id, printer_id) references printers on delete cascade
) with (fillfactor = 70);
create index printer_readings_by_block on printer_readings (organization_id, read_block) include (printer_id);
create index printer_readings_left_alone on printer_readings (organization_id) where silence_reason in ('excluded', 'another-printer');

-- Supplies and alerts are wide and change seldom.
create table printer_supplies (
  organization_id uuid not null,
  printer_id uuid not null,
  supplies jsonb not null default '[]',
  alerts jsonb not null default '[]',
  -- Which object gave each of the values that stand in no row of their own.
  sources jsonb not null default '{}',
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
  constraint assigned_contacts_stay foreign key (organization_id, contact_id) references contacts
);
create index printer_contacts_by_contact on printer_contacts (organization_id, contact_id);

-- Words that people put on printers; the same word in another case is the same tag.
create table printer_tags (
  organization_id uuid not null,
  printer_id uuid not null,
  tag text not null check (length(tag) between 1 and 64),
  tag_key text not null generated always as (name_key(tag)) stored,
  primary key (organization_id, printer_id, tag_key),
  foreign key (organization_id, printer_id) references printers on delete cascade
);
create index printer_tags_by_tag on printer_tags (organization_id, tag_key, printer_id);

-- Views of the list that people save. A person's own views go with them into every organization; shared ones are seen where they were made.
create table printer_views (
  organization_id uuid not null references organizations,
  id uuid not null default new_id(),
  person_id text not null references people (id) on delete cascade,
  name text not null,
  columns text[] not null check (cardinality(columns) > 0),
  sort text not null,
  direction text not null check (direction in ('asc', 'desc')),
  filter jsonb not null default '{}',
  shared boolean not null default false,
  version integer not null default 1,
  primary key (organization_id, id)
);
create unique index printer_view_names on printer_views (person_id, name_key(name));
create index printer_views_shared on printer_views (organization_id) where shared;
create table default_printer_views (
  organization_id uuid not null references organizations,
  person_id text not null primary key references people (id) on delete cascade,
  view_id text not null
);

-- What changed about a printer, and page counts that went down. No foreign key: each reading would look its printer up.
create table printer_events (
  organization_id uuid not null,
  printer_id uuid not null,
  id bigint not null generated always as identity,
  at timestamptz not null default now(),
  kind text not null check (kind in (
    'ip-address', 'host-name', 'firmware', 'agent', 'contact', 'asset-tag', 'location', 'serial-number', 'registration',
    'page-count-went-down')),
  before text,
  after text,
  primary key (organization_id, printer_id, id)
);

-- The printers on the list, counted by what the facets show, and by tag; for each organization as it was when it was last counted (decision
-- 0013). A row in count_changes says that something has changed since: then the list counts the printers themselves until the next count.
create table printer_groups (
  organization_id uuid not null references organizations,
  registration text not null,
  manufacturer text,
  model text,
  agent_id uuid,
  management text not null,
  printers integer not null
);
create index printer_groups_of on printer_groups (organization_id);
create table printer_tag_counts (
  organization_id uuid not null references organizations,
  tag_key text not null,
  tag text not null,
  printers integer not null
);
create index printer_tag_counts_of on printer_tag_counts (organization_id);
create table count_changes (
  organization_id uuid not null,
  at timestamptz not null default now()
);
create index count_changes_of on count_changes (organization_id);

-- Printers that somebody asked to pass to another agent: they do at its first reading, and until then their present agent reads them.
create table printer_transfers (
  organization_id uuid not null,
  printer_id uuid not null,
  agent_id uuid not null,
  requested_by text not null,
  requested_at timestamptz not null default now(),
  primary key (organization_id, printer_id),
  foreign key (organization_id, printer_id) references printers on delete cascade,
  foreign key (organization_id, agent_id) references agents on delete cascade
);
create index printer_transfers_by_agent on printer_transfers (organization_id, agent_id);

-- What an agent is asked to do next.
create table agent_work (
  organization_id uuid not null,
  agent_id uuid not null,
  id uuid not null default new_id(),
  kind text not null constraint agent_work_kind check (kind in ('discover', 'read', 'diagnose', 'update')),
  addresses text[] not null default '{}',
  created_at timestamptz not null default now(),
  fetched_at timestamptz,
  done_at timestamptz,
  printers_found bigint,
  printer_id uuid,
  requested_by text,
  -- Of an update: the version it leads to, and whether that may be an older one.
  version text,
  downgrade boolean not null default false,
  -- The result: why it failed, or the answer.
  failure text,
  answer jsonb,
  primary key (organization_id, agent_id, id),
  foreign key (organization_id, agent_id) references agents on delete cascade,
  foreign key (organization_id, printer_id) references printers on delete cascade,
  constraint agent_work_of_a_printer check ((kind = 'diagnose') = (printer_id is not null)),
  constraint agent_work_of_a_version check ((kind = 'update') = (version is not null))
);
create index agent_work_open on agent_work (organization_id, agent_id) where done_at is null;
create index agent_work_by_printer on agent_work (organization_id, printer_id, created_at) where printer_id is not null;
create index agent_work_updates on agent_work (organization_id, agent_id, created_at) where kind = 'update';

select
  protect('printers'), protect('printer_readings'), protect('printer_supplies'), protect('printer_contacts'), protect('printer_tags'),
  protect('printer_views'), protect('default_printer_views'), protect('printer_events'), protect('printer_groups'),
  protect('printer_tag_counts'), protect('count_changes'), protect('printer_transfers'), protect('agent_work');
