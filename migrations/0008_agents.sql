-- What fleet agents gained: SNMPv3 profiles, edits by two people, printers that pass from one agent to another, diagnoses of one printer, and
-- updates by bundles that the server signs.

alter table snmp_profiles drop constraint snmp_profiles_version_check;
alter table snmp_profiles
  alter column community_sealed drop not null,
  add column edition integer not null default 1,
  add column user_name text,
  add column context_name text,
  add column authentication text check (authentication in ('md5', 'sha-1', 'sha-224', 'sha-256', 'sha-384', 'sha-512')),
  add column authentication_password_sealed bytea,
  add column privacy text check (privacy in ('des', 'aes-128', 'aes-192', 'aes-256', 'aes-192-cisco', 'aes-256-cisco')),
  add column privacy_password_sealed bytea,
  add constraint snmp_profile_version check (version in ('v1', 'v2c', 'v3')),
  -- A community belongs to v1 and v2c, a user to v3. Privacy needs authentication, and each a password.
  add constraint snmp_profile_access check (case when version = 'v3'
    then community_sealed is null and user_name is not null and context_name is not null
      and (authentication is null) = (authentication_password_sealed is null) and (privacy is null) = (privacy_password_sealed is null)
      and (authentication is not null or privacy is null)
    else community_sealed is not null
      and num_nonnulls(user_name, context_name, authentication, authentication_password_sealed, privacy, privacy_password_sealed) = 0
    end);
create index agent_includes_by_profile on agent_includes (organization_id, profile_id);

alter table agents
  add column edition integer not null default 1,
  -- what the agent has fetched last: an edit that it does not know yet has no effect on what it reads
  add column fetched_revision integer,
  add column fetched_at timestamptz,
  -- which installation bears its credential
  add column instance text,
  add column instance_heard_at timestamptz;

-- As before; and another installation may now be the agent.
create or replace function use_activation_code(code text, credential text, agent_version text, agent_host text)
  returns table (organization_id uuid, agent_id uuid, name text)
  language sql volatile security definer set search_path = public, pg_temp as $$
  with used as (
    delete from agent_activation_codes c using organizations o
    where c.code_hash = code and c.expires_at > now() and o.id = c.organization_id and o.active
    returning c.organization_id, c.agent_id
  )
  update agents a
  set credential_hash = credential, version = agent_version, host_name = agent_host, last_contact_at = now(), deactivated_at = null, delivered_through = 0,
    instance = null, instance_heard_at = null, fetched_revision = null, fetched_at = null
  from used where a.organization_id = used.organization_id and a.id = used.agent_id
  returning a.organization_id, a.id, a.name
$$;

alter table agent_work drop constraint agent_work_kind_check;
alter table agent_work
  add column printer_id uuid,
  add column requested_by text,
  -- of an update: the version it leads to, and whether that may be an older one
  add column version text,
  add column downgrade boolean not null default false,
  -- what came of it: why it failed, or the answer
  add column failure text,
  add column answer jsonb,
  add constraint agent_work_kind check (kind in ('discover', 'read', 'diagnose', 'update')),
  add constraint agent_work_of_a_printer check ((kind = 'diagnose') = (printer_id is not null)),
  add constraint agent_work_of_a_version check ((kind = 'update') = (version is not null)),
  add foreign key (organization_id, printer_id) references printers on delete cascade;
create index agent_work_by_printer on agent_work (organization_id, printer_id, created_at) where printer_id is not null;
create index agent_work_updates on agent_work (organization_id, agent_id, created_at) where kind = 'update';

-- Printers that somebody asked to pass to another agent: they do at its first reading, and until then their owner reads them.
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
select protect('printer_transfers');

create function end_printer_transfer() returns trigger language plpgsql as $$
begin
  delete from public.printer_transfers
  where organization_id = new.organization_id and printer_id = new.id and agent_id = new.agent_id;
  return null;
end $$;
create trigger transferred_printer after update of agent_id on printers for each row
  when (new.agent_id is distinct from old.agent_id) execute function end_printer_transfer();

-- Signs the bundles that agents update themselves with. One for the whole installation; the private half is sealed.
create table agent_signing_key (
  one boolean primary key default true check (one),
  public_key text not null,
  private_key_sealed bytea not null,
  created_at timestamptz not null default now()
);
grant select, insert on agent_signing_key to mps_app;
