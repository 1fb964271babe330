-- Reports that tell only what has changed, tasks that enroll and transfer printers, and an end to what finished work leaves behind.

-- What changes belong to: of each address the reading that an agent sent last whole, which is once a day. Kept as it was told (what the list
-- shows is made of several readings), and as a text, since nothing looks inside.
create table told_readings (
  organization_id uuid not null,
  agent_id uuid not null,
  address text not null,
  sequence bigint not null,
  reading text not null,
  whole_at timestamptz not null default now(),
  primary key (organization_id, agent_id, address),
  foreign key (organization_id, agent_id) references agents on delete cascade
) with (fillfactor = 70);
create index told_readings_by_age on told_readings (whole_at);
select protect('told_readings');

-- Why an agent that is heard delivers nothing: its disk takes nothing. Null when it does.
alter table agents add column disk_trouble text, add column disk_trouble_since timestamptz,
  add check ((disk_trouble is null) = (disk_trouble_since is null));

alter table tasks
  drop constraint tasks_kind_check,
  add constraint tasks_kind_check check (kind in (
    'add-to-program', 'assign-contact', 'unenroll', 'edit-printers', 'tag-printers', 'enroll', 'transfer'));

-- @rule agents/finished-work-is-forgotten  What agents were told to discover and read is forgotten when it was done as long ago as readings are kept raw.
-- @rule contacts/old-imports-are-forgotten  An import that ended as long ago as outcomes of tasks are kept is forgotten with its rows; its contacts and pending serial numbers stay.
-- In all organizations, at most so many rows of each kind; gives how many it removed. A diagnosis and an update stay: of those there are few.
create function expire_reports(most integer) returns bigint language plpgsql volatile security definer set search_path = public, pg_temp as $$
declare
  removed bigint;
  n bigint;
  kept settings;
  old record;
begin
  select * into kept from settings;
  delete from agent_work w where w.ctid = any (array(
    select x.ctid from agent_work x
    where x.kind in ('discover', 'read') and x.done_at < now() - make_interval(days => kept.reading_retention_days) limit most));
  get diagnostics removed = row_count;
  -- An agent sends each reading whole once a day: of what is older nothing can be told by its changes.
  delete from told_readings t where t.ctid = any (array(
    select x.ctid from told_readings x where x.whole_at < now() - interval '2 days' limit most));
  get diagnostics n = row_count;
  removed := removed + n;
  for old in
    select i.organization_id, i.id from contact_imports i
    where i.ended_at < now() - make_interval(days => kept.task_retention_days) order by i.ended_at limit most for update skip locked
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
revoke execute on function expire_reports from public;
grant execute on function expire_reports to mps_app;
