-- The audit trail: one chain of hashes per organization. The application role can read it; the function append_audit alone adds entries.

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

-- Where each chain ends: removing the newest entries shows too.
create table audit_heads (
  organization_id uuid primary key references organizations,
  number bigint not null,
  hash text not null
);

alter table audit_entries enable row level security;
alter table audit_heads enable row level security;
grant select on audit_entries, audit_heads to mps_app;
