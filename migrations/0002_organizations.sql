-- The provider's settings, and the organizations: one provider, its partners, their children.

-- One row for the whole installation.
create table settings (
  one boolean primary key default true check (one),
  provider_name text not null default 'Lexmark',
  technical_support text not null default 'Technical Support',
  customer_operations text not null default 'Customer Operations',
  agent_silent_seconds integer not null default 900 check (agent_silent_seconds > 0),
  printer_unread_seconds integer not null default 86400 check (printer_unread_seconds > 0),
  setup_code_hash text,
  is_sample boolean not null default false,
  contact_import_limit integer not null default 300 check (contact_import_limit between 1 and 20000),
  version integer not null default 1,
  reading_retention_days integer not null default 8 check (reading_retention_days between 2 and 3650),
  hour_retention_days integer not null default 62 check (hour_retention_days between 2 and 3650),
  day_retention_days integer not null default 1100 check (day_retention_days between 2 and 36500),
  task_retention_days integer not null default 365 check (task_retention_days between 1 and 3650)
);
insert into settings default values;
grant select, update on settings to mps_app;

create table organizations (
  id uuid primary key default new_id(),
  kind text not null check (kind in ('provider', 'partner', 'child')),
  parent_id uuid,
  parent_kind text generated always as (case kind when 'partner' then 'provider' when 'child' then 'partner' end) stored,
  name text not null check (length(name) between 1 and 128),
  active boolean not null default true,
  -- An organization that is not deleted has a parent that is not deleted.
  parent_active boolean generated always as (nullif(active, false)) stored,
  created_at timestamptz not null default now(),
  deleted_at timestamptz,
  unique (id, kind),
  unique (id, active),
  foreign key (parent_id, parent_kind) references organizations (id, kind),
  constraint active_parent foreign key (parent_id, parent_active) references organizations (id, active),
  check ((kind = 'provider') = (parent_id is null)),
  check (active = (deleted_at is null))
);
create unique index one_provider on organizations ((true)) where kind = 'provider';
create unique index organization_names on organizations (parent_id, name_key(name)) where active;
create index organizations_by_parent on organizations (parent_id, name_key(name), id) where active;
alter table organizations enable row level security;
grant select, update on organizations to mps_app;
