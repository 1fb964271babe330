-- Tasks with one outcome per printer, and the frozen selections they work through.

create table selections (
  organization_id uuid not null references organizations,
  id uuid not null default new_id(),
  person_id text not null,
  filter text not null default '',
  printers integer not null,
  created_at timestamptz not null default now(),
  primary key (organization_id, id)
);

-- A selection in portions of 1,000: what a task works through in one transaction.
create table selection_batches (
  organization_id uuid not null,
  selection_id uuid not null,
  batch integer not null,
  printer_ids uuid[] not null,
  primary key (organization_id, selection_id, batch),
  foreign key (organization_id, selection_id) references selections on delete cascade
);

create table tasks (
  organization_id uuid not null references organizations,
  id bigint not null generated always as identity,
  -- Which kinds there are is known to the features that register them.
  kind text not null,
  details text not null,
  input jsonb not null,
  selection_id uuid,
  started_by text not null,
  status text not null default 'running' check (status in ('running', 'completed', 'completed-with-errors', 'failed', 'canceled')),
  status_reason text,
  printers integer not null,
  done integer not null default 0,
  refused integer not null default 0,
  failed integer not null default 0,
  next_batch integer not null default 0,
  -- How often the next portion has failed.
  attempts integer not null default 0,
  started_at timestamptz not null default now(),
  progressed_at timestamptz not null default now(),
  ended_at timestamptz,
  canceled integer not null default 0,
  cancel_requested_by text,
  retry_of bigint,
  outcomes_removed_at timestamptz,
  -- Who started it, for the audit entry at its end.
  actor jsonb,
  primary key (organization_id, id),
  foreign key (organization_id, retry_of) references tasks,
  -- A task that has ended no longer needs the selection it worked through.
  foreign key (organization_id, selection_id) references selections on delete set null (selection_id),
  check ((status = 'running') = (ended_at is null)),
  check (selection_id is not null or status <> 'running')
);
create index tasks_running on tasks (progressed_at) where status = 'running';
create index tasks_by_selection on tasks (organization_id, selection_id);
create index tasks_by_retried on tasks (organization_id, retry_of) where retry_of is not null;
create index tasks_with_outcomes on tasks (ended_at) where ended_at is not null and outcomes_removed_at is null;

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
create index task_outcomes_by_printer on task_outcomes (organization_id, printer_id, task_id);

create table idempotency_keys (
  organization_id uuid not null references organizations,
  person_id text not null,
  key text not null,
  request_hash text not null,
  answer jsonb not null,
  created_at timestamptz not null default now(),
  primary key (organization_id, person_id, key)
);
create index idempotency_keys_by_age on idempotency_keys (created_at);

select
  protect('selections'), protect('selection_batches'), protect('tasks'), protect('task_outcomes'), protect('idempotency_keys');
