-- Imports of contacts, and serial numbers that wait for a printer.

create table contact_imports (
  organization_id uuid not null references organizations,
  id uuid not null default new_id(),
  file_name text not null,
  started_by text not null,
  status text not null default 'running' check (status in ('running', 'completed', 'canceled')),
  row_count integer not null,
  imported integer not null default 0,
  existing integer not null default 0,
  rejected integer not null default 0,
  not_imported integer not null default 0,
  -- The row that was handled last; the header is row 1.
  position integer not null default 1,
  task_id bigint,
  started_at timestamptz not null default now(),
  progressed_at timestamptz not null default now(),
  ended_at timestamptz,
  -- Who started it, for the audit entry at its end.
  actor jsonb,
  primary key (organization_id, id),
  foreign key (organization_id, task_id) references tasks on delete set null (task_id),
  check ((status = 'running') = (ended_at is null)),
  -- @rule contacts/every-row-has-one-outcome  Imported, existing, rejected, not imported: nothing is two of them, and together
  -- they are all rows.
  constraint every_row_has_one_outcome check (
    imported + existing + rejected + not_imported <= row_count
    and (status = 'running' or imported + existing + rejected + not_imported = row_count))
) with (fillfactor = 50);
-- Neither the progress nor the position is indexed, so that what each row changes stays in its page.
create index contact_imports_running on contact_imports (organization_id, id) where status = 'running';

create table contact_import_rows (
  organization_id uuid not null,
  import_id uuid not null,
  row_number integer not null,
  line integer not null,
  -- As the file has them, in the order of the sample's columns.
  cells text[] not null,
  -- As they are stored, of a row without errors; and its serial numbers.
  contact text[],
  serial_numbers text[] not null default '{}',
  outcome text not null check (outcome in ('waiting', 'imported', 'existing', 'not-imported', 'rejected')),
  reason text check (reason in ('System error', 'Import canceled')),
  note text,
  contact_id uuid,
  faults jsonb not null default '[]',
  primary key (organization_id, import_id, row_number),
  foreign key (organization_id, import_id) references contact_imports,
  check ((outcome = 'rejected') = (contact is null)),
  check ((outcome = 'rejected') = (faults <> '[]')),
  check ((outcome = 'not-imported') = (reason is not null)),
  check (outcome <> 'imported' or contact_id is not null)
) with (fillfactor = 50);

create table contact_pending_serials (
  organization_id uuid not null,
  id uuid not null default new_id(),
  serial_number text not null,
  serial_key text not null generated always as (serial_key(serial_number)) stored,
  contact_id uuid not null,
  -- The import that brought it, and the task in which that import assigns it.
  import_id uuid,
  task_id bigint,
  created_at timestamptz not null default now(),
  primary key (organization_id, id),
  -- @rule contacts/one-contact-per-pending-serial  A serial number waits for one contact: the newest import decides.
  constraint one_contact_per_pending_serial unique (organization_id, serial_key),
  -- @rule contacts/pending-serials-hold-their-contact  A contact with pending serial numbers cannot be deleted.
  constraint pending_serials_hold_their_contact foreign key (organization_id, contact_id) references contacts,
  foreign key (organization_id, import_id) references contact_imports,
  foreign key (organization_id, task_id) references tasks on delete set null (task_id)
);
create index contact_pending_serials_by_contact on contact_pending_serials (organization_id, contact_id, serial_key);
create index contact_pending_serials_by_import on contact_pending_serials (organization_id, import_id);

select protect('contact_imports'), protect('contact_import_rows'), protect('contact_pending_serials');
