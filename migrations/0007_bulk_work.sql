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

-- A held printer stays enrolled. Until here a foreign key on the registration kept this: a look at each row that was added or unenrolled, and an index that
-- every change of a printer had to write. A look per statement keeps it as well (decision 0004). Whoever adds locks the printers, so that none is unenrolled
-- meanwhile; whoever unenrolls sees every printer that was added before.
alter table program_memberships drop column registration;
alter table printers drop constraint printers_organization_id_id_registration_key;

create function assert_enrolled() returns trigger language plpgsql as $$
declare enrolled bigint;
begin
  perform from printers p join added a on a.organization_id = p.organization_id and a.printer_id = p.id where p.registration = 'enrolled' for share of p;
  get diagnostics enrolled = row_count;
  if enrolled < (select count(*) from added) then
    raise exception 'only enrolled printers are added' using errcode = 'restrict_violation', constraint = 'held_printers_stay_enrolled';
  end if;
  return null;
end $$;
create trigger enrolled after insert on program_memberships referencing new table as added for each statement execute function assert_enrolled();

create function keep_held_printers_enrolled() returns trigger language plpgsql as $$
begin
  if exists (
    select from changed c join program_memberships m on m.organization_id = c.organization_id and m.printer_id = c.id where c.registration <> 'enrolled'
  ) then
    raise exception 'managed and pending printers stay enrolled' using errcode = 'restrict_violation', constraint = 'held_printers_stay_enrolled';
  end if;
  return null;
end $$;
create trigger held_printers_stay_enrolled after update on printers referencing new table as changed for each statement
  execute function keep_held_printers_enrolled();
