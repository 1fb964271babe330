-- Which organization keeps a serial number that two of them report, as the provider decided.
create table settled_registrations (
  organization_id uuid not null references organizations,
  identity text not null unique,
  settled_at timestamptz not null default now(),
  settled_by text not null,
  reason text not null,
  primary key (organization_id, identity)
);
select protect('settled_registrations');
