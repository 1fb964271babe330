-- The program: entitlements, the offering, and which printers it holds. What holds them is written as foreign keys, so that no code can forget it.

-- An entitled organization is active: deleting it (which takes the entitlement away) fails while the program holds a printer.
create table entitlements (
  organization_id uuid primary key,
  active boolean not null default true check (active),
  offering text not null default 'mps-express' check (offering = 'mps-express'),
  granted_at timestamptz not null default now(),
  granted_by text not null,
  foreign key (organization_id, active) references organizations (id, active)
);

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
  -- @rule printers/held-printers-are-not-unenrolled  A managed or pending printer stays enrolled.
  registration text not null default 'enrolled' check (registration = 'enrolled'),
  requested_at timestamptz not null default now(),
  requested_by text not null,
  task_id bigint not null,
  terms_version integer not null,
  decided_at timestamptz,
  decided_by text,
  primary key (organization_id, printer_id),
  foreign key (organization_id, printer_id, registration) references printers (organization_id, id, registration),
  -- @rule contacts/held-printers-keep-a-contact  A managed or pending printer can change its contact but never lose it.
  foreign key (organization_id, printer_id) references printer_contacts,
  check (state = 'pending' or decided_at is not null)
) with (fillfactor = 70);
-- @rule entitlements/held-printers-keep-the-entitlement-in-the-database  An entitlement stays while managed or pending printers exist; without one, none is added.
-- Checked once per statement: a foreign key would look at the same row for each of a hundred thousand printers.
create function assert_entitled() returns trigger language plpgsql as $$
declare organization uuid;
begin
  for organization in select distinct organization_id from added loop
    perform from entitlements e where e.organization_id = organization for key share;
    if not found then
      raise exception 'organization % is not entitled', organization using errcode = 'restrict_violation', constraint = 'program_entitlement';
    end if;
  end loop;
  return null;
end $$;
create trigger entitled after insert on program_memberships referencing new table as added for each statement execute function assert_entitled();

create function keep_entitlement_of_held_printers() returns trigger language plpgsql as $$
begin
  if exists (select from program_memberships m where m.organization_id = old.organization_id) then
    raise exception 'managed or pending printers exist' using errcode = 'restrict_violation', constraint = 'program_entitlement';
  end if;
  return old;
end $$;
create trigger held_printers_keep_the_entitlement before delete on entitlements for each row execute function keep_entitlement_of_held_printers();

create index program_memberships_by_state on program_memberships (state, requested_at, organization_id, printer_id);

-- Why a printer left the program or was not let in: what its page and its partner are told.
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
  primary key (organization_id, task_id)
);

select protect('entitlements'), protect('program_memberships'), protect('program_departures'), protect('terms_acceptances');

-- @rule agents/held-printers-keep-their-agent-in-the-database  An agent that reads held printers is neither deleted nor deactivated.
create function keep_agent_of_held_printers() returns trigger language plpgsql as $$
declare held integer;
begin
  select count(*) into held from printers p join program_memberships m on m.organization_id = p.organization_id and m.printer_id = p.id
  where p.organization_id = old.organization_id and p.agent_id = old.id;
  if held > 0 then
    raise exception 'agent reads % managed or pending printers', held using errcode = 'restrict_violation', constraint = 'agent_of_held_printers';
  end if;
  return case tg_op when 'DELETE' then old else new end;
end $$;
create trigger held_printers_keep_their_agent before delete on agents for each row execute function keep_agent_of_held_printers();
create trigger held_printers_keep_their_agent_active before update of deactivated_at on agents for each row
  when (new.deactivated_at is not null and old.deactivated_at is null) execute function keep_agent_of_held_printers();
