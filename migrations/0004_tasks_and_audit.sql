-- Tasks with one outcome per printer, the frozen selections they work through, and the audit trail.

create table selections (
  organization_id uuid not null references organizations,
  id uuid not null default new_id(),
  person_id text not null,
  filter text not null default '',
  printers integer not null,
  created_at timestamptz not null default now(),
  primary key (organization_id, id)
);

-- A selection in portions of 1,000: what a task treats in one transaction.
create table selection_batches (
  organization_id uuid not null,
  selection_id uuid not null,
  batch integer not null,
  printer_ids uuid[] not null,
  primary key (organization_id, selection_id, batch),
  foreign key (organization_id, selection_id) references selections on delete cascade
);

-- The printers of a selection too large to name one by one. The planner cannot know how many they are; it is told: many.
create function selected_printers(organization uuid, selection uuid) returns setof uuid language plpgsql stable rows 20000 as $$
begin
  return query select unnest(b.printer_ids) from selection_batches b where b.organization_id = organization and b.selection_id = selection;
end $$;

create table tasks (
  organization_id uuid not null references organizations,
  id bigint not null generated always as identity,
  kind text not null check (kind in ('add-to-program', 'assign-contact')),
  details text not null,
  input jsonb not null,
  selection_id uuid not null,
  started_by text not null,
  status text not null default 'running' check (status in ('running', 'completed', 'completed-with-errors', 'failed', 'canceled')),
  status_reason text,
  printers integer not null,
  done integer not null default 0,
  refused integer not null default 0,
  failed integer not null default 0,
  next_batch integer not null default 0,
  -- how often the next portion has failed
  attempts integer not null default 0,
  started_at timestamptz not null default now(),
  progressed_at timestamptz not null default now(),
  ended_at timestamptz,
  primary key (organization_id, id),
  foreign key (organization_id, selection_id) references selections,
  check ((status = 'running') = (ended_at is null))
);

create table task_outcomes (
  organization_id uuid not null,
  task_id bigint not null,
  printer_id uuid not null,
  outcome text not null check (outcome in ('done', 'refused', 'failed', 'canceled')),
  reason text,
  details text,
  serial_number text,
  at timestamptz not null default now(),
  primary key (organization_id, task_id, printer_id),
  foreign key (organization_id, task_id) references tasks
);

create table idempotency_keys (
  organization_id uuid not null references organizations,
  person_id text not null,
  key text not null,
  request_hash text not null,
  answer jsonb not null,
  created_at timestamptz not null default now(),
  primary key (organization_id, person_id, key)
);

select protect('selections'), protect('selection_batches'), protect('tasks'), protect('task_outcomes'), protect('idempotency_keys');

alter table terms_acceptances add foreign key (organization_id, task_id) references tasks;

create index tasks_running on tasks (progressed_at) where status = 'running';

-- Tasks of any organization that made no progress for a while: a server that starts, or looks around, takes them up again.
create function stalled_tasks(seconds integer) returns table (organization_id uuid, task_id bigint)
  language sql stable security definer set search_path = public, pg_temp as $$
  select t.organization_id, t.id from tasks t where t.status = 'running' and t.progressed_at <= now() - make_interval(secs => seconds)
$$;
revoke execute on function stalled_tasks from public;
grant execute on function stalled_tasks to mps_app;

-- Tells every server process that a task changed; it reads the task itself.
create function tell_task_changed() returns trigger language plpgsql as $$
begin
  perform pg_notify('task_changed', new.organization_id || ' ' || new.id);
  return null;
end $$;
create trigger task_changed after insert or update on tasks for each row execute function tell_task_changed();

create table audit_entries (
  organization_id uuid not null references organizations,
  number bigint not null,
  at timestamptz not null,
  person text not null,
  act text not null,
  subject text not null,
  reason text,
  before jsonb,
  after jsonb,
  hash text not null,
  primary key (organization_id, number)
);
alter table audit_entries enable row level security;
create policy tenant on audit_entries for select to mps_app using (
  organization_id = (select nullif(current_setting('mps.organization', true), '')::uuid)
  or (select current_setting('mps.reach', true) = 'provider')
);
-- Where each chain ends: the newest entries cannot be taken away unnoticed either.
create table audit_heads (
  organization_id uuid primary key references organizations,
  number bigint not null,
  hash text not null
);
alter table audit_heads enable row level security;
create policy tenant on audit_heads for select to mps_app using (
  organization_id = (select nullif(current_setting('mps.organization', true), '')::uuid)
  or (select current_setting('mps.reach', true) = 'provider')
);
-- The application role can read; entries are made by append_audit alone.
grant select on audit_entries, audit_heads to mps_app;

create function audit_hash(previous text, e audit_entries) returns text language sql immutable as $$
  select sha256_of(previous || jsonb_build_array(
    e.organization_id, e.number, extract(epoch from e.at), e.person, e.act, e.subject, e.reason, e.before, e.after)::text)
$$;

-- @rule audit/chained  One entry per act, in one chain of hashes per organization: a changed or missing entry breaks it.
create function append_audit(organization uuid, person text, act text, subject text, reason text, before jsonb, after jsonb) returns void
  language plpgsql security definer set search_path = public, pg_temp as $$
declare e audit_entries; head audit_heads;
begin
  -- Locked until the transaction ends: the entries of an organization follow one another.
  insert into audit_heads values (organization, 0, '') on conflict do nothing;
  select * into head from audit_heads h where h.organization_id = organization for update;
  e := row(organization, head.number + 1, clock_timestamp(), person, act, subject, reason, before, after, '');
  e.hash := audit_hash(head.hash, e);
  insert into audit_entries select e.*;
  update audit_heads h set number = e.number, hash = e.hash where h.organization_id = organization;
end $$;
revoke execute on function append_audit from public;
grant execute on function append_audit to mps_app;

create function refuse_change() returns trigger language plpgsql as $$
begin
  raise exception 'the audit trail is append-only' using errcode = 'restrict_violation';
end $$;
create trigger append_only before update or delete on audit_entries for each row execute function refuse_change();
create trigger append_only_whole before truncate on audit_entries for each statement execute function refuse_change();
