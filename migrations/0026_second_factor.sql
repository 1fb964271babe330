-- The second factor: a code from an app (RFC 6238), or one of the recovery codes where the device is lost.

create table second_factors (
  organization_id uuid not null,
  person_id text not null,
  key_sealed bytea not null,
  -- Null until the first code proved that the app has the key.
  confirmed_at timestamptz,
  -- The step of 30 seconds of the newest code that was accepted: a code counts once.
  last_step bigint not null default 0,
  primary key (organization_id, person_id),
  foreign key (organization_id, person_id) references people on delete cascade
);

-- Hashes of the recovery codes that were not used yet.
create table recovery_codes (
  organization_id uuid not null,
  person_id text not null,
  code_hash text not null,
  primary key (organization_id, person_id, code_hash),
  foreign key (organization_id, person_id) references second_factors on delete cascade
);

select protect('second_factors'), protect('recovery_codes');

-- Of the newest wrong password; the newest try may have been the right one.
alter table auth.sign_in_failures add column failed_at timestamptz;
