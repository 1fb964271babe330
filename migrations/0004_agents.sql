-- Fleet agents, what they search, and how they sign in to printers.

create table snmp_profiles (
  organization_id uuid not null references organizations,
  id uuid not null default new_id(),
  name text not null,
  version text not null constraint snmp_profile_version check (version in ('v1', 'v2c', 'v3')),
  community_sealed bytea,
  port integer not null check (port between 1 and 65535),
  timeout_milliseconds integer not null,
  retries integer not null,
  edition integer not null default 1,
  user_name text,
  context_name text,
  authentication text check (authentication in ('md5', 'sha-1', 'sha-224', 'sha-256', 'sha-384', 'sha-512')),
  authentication_password_sealed bytea,
  privacy text check (privacy in ('des', 'aes-128', 'aes-192', 'aes-256', 'aes-192-cisco', 'aes-256-cisco')),
  privacy_password_sealed bytea,
  primary key (organization_id, id),
  -- A community belongs to v1 and v2c, a user to v3. Privacy needs authentication, and each needs a password.
  constraint snmp_profile_access check (
    case
      when version = 'v3' then
        community_sealed is null
        and user_name is not null
        and context_name is not null
        and (authentication is null) = (authentication_password_sealed is null)
        and (privacy is null) = (privacy_password_sealed is null)
        and (authentication is not null or privacy is null)
      else
        community_sealed is not null
        and num_nonnulls(
          user_name, context_name, authentication, authentication_password_sealed, privacy, privacy_password_sealed) = 0
    end)
);
create unique index snmp_profile_names on snmp_profiles (organization_id, name_key(name));

create table agents (
  organization_id uuid not null references organizations,
  id uuid not null default new_id(),
  name text not null,
  description text not null default '',
  credential_hash text unique,
  version text,
  host_name text,
  last_contact_at timestamptz,
  deactivated_at timestamptz,
  configuration_revision integer not null default 1,
  exclude text[] not null default '{}',
  enrolls_at_once boolean not null default true,
  packets_per_second integer not null default 1500,
  heartbeat_seconds real not null default 60,
  read_seconds real not null default 900,
  discover_seconds real not null default 86400,
  delivered_through bigint not null default 0,
  clock_skew_milliseconds bigint,
  discovery_requested_at timestamptz,
  created_at timestamptz not null default now(),
  edition integer not null default 1,
  -- What the agent has fetched last: an edit that it does not know yet has no effect on what it reads.
  fetched_revision integer,
  fetched_at timestamptz,
  -- The installation that holds its credential.
  instance text,
  instance_heard_at timestamptz,
  -- Why an agent that makes contact delivers nothing: it cannot write to its disk. Null when it can.
  disk_trouble text,
  disk_trouble_since timestamptz,
  primary key (organization_id, id),
  check ((disk_trouble is null) = (disk_trouble_since is null))
) with (fillfactor = 70);
create unique index agent_names on agents (organization_id, name_key(name));

create table agent_includes (
  organization_id uuid not null,
  agent_id uuid not null,
  position integer not null,
  entry text not null,
  profile_id uuid not null,
  primary key (organization_id, agent_id, position),
  foreign key (organization_id, agent_id) references agents on delete cascade,
  foreign key (organization_id, profile_id) references snmp_profiles
);
create index agent_includes_by_profile on agent_includes (organization_id, profile_id);

create table agent_activation_codes (
  organization_id uuid not null,
  agent_id uuid not null,
  code_hash text not null unique,
  expires_at timestamptz not null,
  primary key (organization_id, agent_id),
  foreign key (organization_id, agent_id) references agents on delete cascade
);

-- The reading of each address that an agent sent last whole, which is once a day: reports of changes build on it. A copy of what was
-- sent (the list shows values of several readings), and a text, because nothing looks inside.
create table told_readings (
  organization_id uuid not null,
  agent_id uuid not null,
  address text not null,
  sequence bigint not null,
  reading text not null,
  whole_at timestamptz not null default now(),
  primary key (organization_id, agent_id, address),
  foreign key (organization_id, agent_id) references agents on delete cascade
) with (fillfactor = 70);
create index told_readings_by_age on told_readings (whole_at);

select
  protect('snmp_profiles'), protect('agents'), protect('agent_includes'), protect('agent_activation_codes'), protect('told_readings');

-- Signs the bundles that agents update themselves with. One for the whole installation; the private half is sealed.
create table agent_signing_key (
  one boolean primary key default true check (one),
  public_key text not null,
  private_key_sealed bytea not null,
  created_at timestamptz not null default now()
);
grant select, insert on agent_signing_key to mps_app;
