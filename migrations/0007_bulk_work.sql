-- Bulk work: more kinds of task, canceling, retrying, and how long what they leave behind is kept.

alter table tasks
  drop constraint tasks_kind_check,
  add constraint tasks_kind_check check (kind in ('add-to-program', 'assign-contact', 'unenroll', 'edit-printers', 'tag-printers')),
  add column canceled integer not null default 0,
  add column cancel_requested_by text,
  add column retry_of bigint,
  add column outcomes_removed_at timestamptz,
  add foreign key (organization_id, retry_of) references tasks,
  -- A task that has ended no longer needs the selection it worked through.
  alter column selection_id drop not null,
  drop constraint tasks_organization_id_selection_id_fkey,
  add foreign key (organization_id, selection_id) references selections on delete set null (selection_id),
  add check (selection_id is not null or status <> 'running');
create index tasks_by_selection on tasks (organization_id, selection_id);
create index tasks_by_retried on tasks (organization_id, retry_of) where retry_of is not null;
create index tasks_with_outcomes on tasks (ended_at) where ended_at is not null and outcomes_removed_at is null;
create index idempotency_keys_by_age on idempotency_keys (created_at);

alter table settings add column task_retention_days integer not null default 365 check (task_retention_days between 1 and 3650);

-- @rule tasks/retention  Outcomes of ended tasks are kept as long as is set; the task itself and the audit trail stay.
-- Removes what has been kept long enough, in all organizations, at most so many rows of each kind; gives how many it removed. Selections are kept for a
-- day (a window may be open that long), keys for a week (a caller may try again that late).
create function expire_bulk_work(most integer) returns bigint language plpgsql volatile security definer set search_path = public, pg_temp as $$
declare
  removed bigint := 0;
  n bigint;
  kept interval := (select make_interval(days => task_retention_days) from settings);
  old record;
begin
  for old in
    select t.organization_id, t.id from tasks t
    where t.ended_at < now() - kept and t.outcomes_removed_at is null
    order by t.ended_at limit most for update skip locked
  loop
    delete from task_outcomes o where (o.organization_id, o.task_id, o.printer_id) in (
      select x.organization_id, x.task_id, x.printer_id from task_outcomes x
      where x.organization_id = old.organization_id and x.task_id = old.id limit most - removed);
    get diagnostics n = row_count;
    removed := removed + n;
    exit when removed >= most;
    update tasks t set outcomes_removed_at = now() where t.organization_id = old.organization_id and t.id = old.id;
    removed := removed + 1;
  end loop;
  delete from selections s where (s.organization_id, s.id) in (
    select x.organization_id, x.id from selections x
    where x.created_at < now() - interval '1 day'
      and not exists (select from tasks t where t.organization_id = x.organization_id and t.selection_id = x.id and t.status = 'running')
    limit most);
  get diagnostics n = row_count;
  removed := removed + n;
  delete from idempotency_keys k where k.ctid = any (array(
    select x.ctid from idempotency_keys x where x.created_at < now() - interval '7 days' limit most));
  get diagnostics n = row_count;
  return removed + n;
end $$;
revoke execute on function expire_bulk_work from public;
grant execute on function expire_bulk_work to mps_app;
