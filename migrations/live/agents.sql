-- An agent is known by its credential before there is a scope. The credential is one installation's; another one gets it when that has not been heard
-- from for three heartbeats. An empty name of an installation gets nothing.
create or replace function claim_agent(hash text, called_by text)
  returns table (organization_id uuid, agent_id uuid, name text, deactivated boolean, claimed boolean)
  language sql volatile security definer set search_path = public, pg_temp as $$
  with found as (
    select a.organization_id, a.id, a.name, a.deactivated_at is not null as deactivated, a.instance
    from agents a
    join organizations o on o.id = a.organization_id and o.active
    where a.credential_hash = hash
  ), taken as (
    update agents a set instance = called_by, instance_heard_at = now()
    from found f
    where a.organization_id = f.organization_id and a.id = f.id and called_by <> '' and a.credential_hash = hash
      and (a.instance is null or a.instance = called_by
        or a.instance_heard_at < now() - make_interval(secs => greatest(180, 3 * a.heartbeat_seconds)))
      -- Heard a moment ago: nothing to write.
      and (a.instance is distinct from called_by or a.instance_heard_at < now() - interval '20 seconds')
    returning a.id
  )
  select f.organization_id, f.id, f.name, f.deactivated,
    called_by <> '' and (f.instance = called_by and not f.deactivated or exists (select from taken))
  from found f
$$;

-- Another installation may be the agent from now on.
create or replace function use_activation_code(code text, credential text, agent_version text, agent_host text)
  returns table (organization_id uuid, agent_id uuid, name text)
  language sql volatile security definer set search_path = public, pg_temp as $$
  with used as (
    delete from agent_activation_codes c
    using organizations o
    where c.code_hash = code and c.expires_at > now() and o.id = c.organization_id and o.active
    returning c.organization_id, c.agent_id
  )
  update agents a
  set credential_hash = credential, version = agent_version, host_name = agent_host, last_contact_at = now(),
    deactivated_at = null, delivered_through = 0,
    instance = null, instance_heard_at = null, fetched_revision = null, fetched_at = null
  from used
  where a.organization_id = used.organization_id and a.id = used.agent_id
  returning a.organization_id, a.id, a.name
$$;

-- Which of these identities are registered in another organization, or belong to one as the provider decided. The caller learns no more
-- than that.
create or replace function registered_elsewhere(organization uuid, identities text[]) returns setof text
  language sql stable security definer set search_path = public, pg_temp as $$
  select p.identity
  from printers p
  where p.identity = any (identities) and p.registration = 'enrolled' and p.organization_id <> organization
  union
  select s.identity
  from settled_registrations s
  join organizations o on o.id = s.organization_id and o.active
  where s.identity = any (identities) and s.organization_id <> organization
$$;

-- @rule agents/held-printers-keep-their-agent-in-the-database  An agent that reads held printers cannot be deleted or deactivated.
create or replace function keep_agent_of_held_printers() returns trigger language plpgsql as $$
declare
  held integer;
begin
  select count(*) into held
  from printers p
  join program_memberships m on m.organization_id = p.organization_id and m.printer_id = p.id
  where p.organization_id = old.organization_id and p.agent_id = old.id;
  if held > 0 then
    raise exception 'agent reads % managed or pending printers', held
      using errcode = 'restrict_violation', constraint = 'agent_of_held_printers';
  end if;
  return case tg_op when 'DELETE' then old else new end;
end $$;
create or replace trigger held_printers_keep_their_agent
  before delete on agents
  for each row execute function keep_agent_of_held_printers();
create or replace trigger held_printers_keep_their_agent_active
  before update of deactivated_at on agents
  for each row when (new.deactivated_at is not null and old.deactivated_at is null)
  execute function keep_agent_of_held_printers();

-- A transfer ends when the new agent has the printer.
create or replace function end_printer_transfer() returns trigger language plpgsql as $$
begin
  delete from public.printer_transfers
  where organization_id = new.organization_id and printer_id = new.id and agent_id = new.agent_id;
  return null;
end $$;
create or replace trigger transferred_printer
  after update of agent_id on printers
  for each row when (new.agent_id is distinct from old.agent_id)
  execute function end_printer_transfer();

-- @rule agents/finished-work-is-forgotten  Finished requests to discover and read are deleted after the time for which raw readings are
-- kept.
-- @rule contacts/old-imports-are-forgotten  An import and its rows are deleted after the time for which outcomes of tasks are kept; its
-- contacts and pending serial numbers stay.
-- In all organizations, at most so many rows of each kind; gives how many it removed. Diagnoses and updates stay: they are few.
create or replace function expire_reports(most integer) returns bigint
  language plpgsql volatile security definer set search_path = public, pg_temp as $$
declare
  removed bigint;
  n bigint;
  kept settings;
  old record;
begin
  select * into kept from settings;
  delete from agent_work w where w.ctid = any (array(
    select x.ctid
    from agent_work x
    where x.kind in ('discover', 'read') and x.done_at < now() - make_interval(days => kept.reading_retention_days)
    limit most));
  get diagnostics removed = row_count;
  -- An agent sends each reading whole once a day: no change builds on an older one.
  delete from told_readings t where t.ctid = any (array(
    select x.ctid from told_readings x where x.whole_at < now() - interval '2 days' limit most));
  get diagnostics n = row_count;
  removed := removed + n;
  for old in
    select i.organization_id, i.id
    from contact_imports i
    where i.ended_at < now() - make_interval(days => kept.task_retention_days)
    order by i.ended_at
    limit most
    for update skip locked
  loop
    exit when removed >= most;
    update contact_pending_serials s set import_id = null where s.organization_id = old.organization_id and s.import_id = old.id;
    delete from contact_import_rows r where r.organization_id = old.organization_id and r.import_id = old.id;
    get diagnostics n = row_count;
    delete from contact_imports i where i.organization_id = old.organization_id and i.id = old.id;
    removed := removed + n + 1;
  end loop;
  return removed;
end $$;

revoke execute on function claim_agent, use_activation_code, registered_elsewhere, expire_reports from public;
grant execute on function claim_agent, use_activation_code, registered_elsewhere, expire_reports to mps_app;
