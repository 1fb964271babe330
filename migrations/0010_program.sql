-- The program: entitlements, the offering, and the printers that it holds. Keys and triggers hold them, so that no code can forget it.

-- An entitled organization is active: deleting it (which takes the entitlement away) fails while the program holds a printer.
create table entitlements (
  organization_id uuid primary key,
  active boolean not null default true check (active),
  offering text not null default 'mps-express' check (offering = 'mps-express'),
  granted_at timestamptz not null default now(),
  granted_by text not null,
  foreign key (organization_id, active) references organizations (id, active)
);

-- What the provider offers: one row.
create table offering (
  one boolean primary key default true check (one),
  required_agent_version text not null default '1.0.0',
  lifetime_page_count_limit bigint not null default 1000000 check (lifetime_page_count_limit > 0),
  automatic_acceptance boolean not null default false
);
insert into offering default values;

create table supported_models (
  model_key text primary key generated always as (name_key(manufacturer || ' ' || model)) stored,
  manufacturer text not null,
  model text not null,
  lifetime_page_count_limit bigint check (lifetime_page_count_limit > 0)
);

create table terms_versions (
  version integer primary key generated always as identity,
  title text not null,
  text text not null,
  hash text not null generated always as (sha256_of(text)) stored,
  published_at timestamptz not null default now()
);
grant select, insert, update, delete on offering, supported_models to mps_app;
grant select, insert on terms_versions to mps_app;

create table program_memberships (
  organization_id uuid not null,
  printer_id uuid not null,
  state text not null check (state in ('pending', 'managed')),
  requested_at timestamptz not null default now(),
  requested_by text not null,
  task_id bigint not null,
  terms_version integer not null,
  decided_at timestamptz,
  decided_by text,
  primary key (organization_id, printer_id),
  -- @rule contacts/held-printers-keep-a-contact  A managed or pending printer can change its contact but never lose it.
  constraint held_printers_keep_a_contact foreign key (organization_id, printer_id) references printer_contacts,
  check (state = 'pending' or decided_at is not null)
) with (fillfactor = 70);
create index program_memberships_by_state on program_memberships (state, requested_at, organization_id, printer_id);

-- Why a printer left the program or was not let in: its page shows it to the partner.
create table program_departures (
  organization_id uuid not null,
  printer_id uuid not null,
  at timestamptz not null default now(),
  act text not null check (act in ('reject', 'remove-from-program', 'unenroll')),
  by_person text not null,
  reason text not null,
  primary key (organization_id, printer_id, at),
  foreign key (organization_id, printer_id) references printers on delete cascade
);

-- Who accepted which terms, for which task.
create table terms_acceptances (
  organization_id uuid not null references organizations,
  task_id bigint not null,
  person_id text not null,
  at timestamptz not null default now(),
  terms_version integer not null references terms_versions,
  terms_hash text not null,
  primary key (organization_id, task_id),
  foreign key (organization_id, task_id) references tasks
);

select protect('entitlements'), protect('program_memberships'), protect('program_departures'), protect('terms_acceptances');
