-- The printers of a selection too large to name one by one. The planner cannot know how many they are; `rows` says: many.
create or replace function selected_printers(organization uuid, selection uuid) returns setof uuid
  language plpgsql stable rows 20000 as $$
begin
  return query
    select unnest(b.printer_ids) from selection_batches b where b.organization_id = organization and b.selection_id = selection;
end $$;

-- Tasks of any organization that made no progress for a while: a server that starts, or looks around, continues them.
create or replace function stalled_tasks(seconds integer) returns table (organization_id uuid, task_id bigint)
  language sql stable security definer set search_path = public, pg_temp as $$
  select t.organization_id, t.id
  from tasks t
  where t.status = 'running' and t.progressed_at <= now() - make_interval(secs => seconds)
$$;

-- @rule tasks/numbers-count-per-organization  Tasks are numbered from 1 in each organization.
create or replace function number_task() returns trigger language plpgsql as $$
begin
  insert into task_numbers as n (organization_id, newest) values (new.organization_id, 1)
  on conflict (organization_id) do update set newest = n.newest + 1
  returning n.newest into new.id;
  return new;
end $$;
create or replace trigger task_number
  before insert on tasks
  for each row execute function number_task();

-- Tells every server process that a task changed; it reads the task itself.
create or replace function tell_task_changed() returns trigger language plpgsql as $$
begin
  perform pg_notify('task_changed', new.organization_id || ' ' || new.id);
  return null;
end $$;
create or replace trigger task_changed
  after insert or update on tasks
  for each row execute function tell_task_changed();

-- @rule tasks/retention  Outcomes of ended tasks are kept for the set time; the task itself and the audit trail stay.
-- Removes what has been kept long enough, in all organizations, at most so many rows of each kind; gives how many it removed. Selections
-- are kept for a day (a window may be open that long), keys for a week (a caller may try again that late).
create or replace function expire_bulk_work(most integer) returns bigint
  language plpgsql volatile security definer set search_path = public, pg_temp as $$
declare
  removed bigint := 0;
  n bigint;
  kept interval := (select make_interval(days => task_retention_days) from settings);
  old record;
begin
  for old in
    select t.organization_id, t.id
    from tasks t
    where t.ended_at < now() - kept and t.outcomes_removed_at is null
    order by t.ended_at
    limit most
    for update skip locked
  loop
    delete from task_outcomes o where (o.organization_id, o.task_id, o.printer_id) in (
      select x.organization_id, x.task_id, x.printer_id
      from task_outcomes x
      where x.organization_id = old.organization_id and x.task_id = old.id
      limit most - removed);
    get diagnostics n = row_count;
    removed := removed + n;
    exit when removed >= most;
    update tasks t set outcomes_removed_at = now() where t.organization_id = old.organization_id and t.id = old.id;
    removed := removed + 1;
  end loop;
  delete from selections s where (s.organization_id, s.id) in (
    select x.organization_id, x.id
    from selections x
    where x.created_at < now() - interval '1 day'
      and not exists (
        select from tasks t where t.organization_id = x.organization_id and t.selection_id = x.id and t.status = 'running')
    limit most);
  get diagnostics n = row_count;
  removed := removed + n;
  delete from idempotency_keys k where k.ctid = any (array(
    select x.ctid from idempotency_keys x where x.created_at < now() - interval '7 days' limit most));
  get diagnostics n = row_count;
  return removed + n;
end $$;

revoke execute on function stalled_tasks, expire_bulk_work from public;
grant execute on function stalled_tasks, expire_bulk_work to mps_app;
