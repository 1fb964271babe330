-- Signing in: how often it was tried, from where, and what a session knows of it.

-- Wrong passwords of an account, whether it exists or not; with a place, from where the account signed in before: those count apart.
create table auth.sign_in_failures (
  -- SHA-256 of the e-mail address
  account text not null,
  place text not null default '',
  failures integer not null,
  -- since the last sign-in: shown at the next one
  unseen integer not null,
  next_try_at timestamptz not null,
  last_at timestamptz not null,
  primary key (account, place)
);

-- Networks and devices from which a person signed in.
create table auth.sign_in_places (
  person_id text not null references auth."user" on delete cascade,
  place text not null,
  last_at timestamptz not null,
  primary key (person_id, place)
);

-- How often an address tried to sign in, for all servers of the database.
create table auth.sign_in_tries (
  address text primary key,
  since timestamptz not null,
  tries integer not null
);

grant select, insert, update, delete on auth.sign_in_failures, auth.sign_in_places, auth.sign_in_tries to mps_app;

alter table auth.session
  add column failures integer not null default 0,
  add column last_failure_at timestamptz;

-- Says where the person belongs, too.
drop function if exists sign_in_refusal;
