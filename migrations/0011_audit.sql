-- The audit trail: one chain of hashes per organization. The application role can read it and erase texts; the function append_audit alone
-- adds entries.

create table audit_entries (
  organization_id uuid not null references organizations,
  number bigint not null,
  at timestamptz not null,
  actor_kind text not null check (actor_kind in ('person', 'key', 'agent', 'rule', 'system')),
  actor_id text not null,
  key_id text,
  request_id text,
  address text,
  act text not null,
  -- Of each text below, with its salt: the hash is made of these.
  digests jsonb not null,
  -- Person, subject, reason, before, after: outside the hash. Where a text and its salt are gone, it was erased.
  texts jsonb not null,
  salts jsonb not null,
  hash text not null,
  primary key (organization_id, number)
);

-- Where each chain ends: removing the newest entries shows too.
create table audit_heads (
  organization_id uuid primary key references organizations,
  number bigint not null,
  hash text not null,
  -- When a chain changed last, as the transactions see it: a checkpoint names the chains that changed since the one before.
  changed_in xid8 not null default pg_current_xact_id()
);

alter table audit_entries enable row level security;
alter table audit_heads enable row level security;
grant select on audit_entries, audit_heads to mps_app;
