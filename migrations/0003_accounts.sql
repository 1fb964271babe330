-- People, their roles and how they sign in.

-- The tables of Better Auth, with its own column names.
create schema auth;
grant usage on schema auth to mps_app;
create table auth."user" (
  id text primary key,
  name text not null,
  email text not null unique,
  "emailVerified" boolean not null default false,
  image text,
  "createdAt" timestamptz not null default now(),
  "updatedAt" timestamptz not null default now()
);
create table auth.session (
  id text primary key,
  "expiresAt" timestamptz not null,
  token text not null unique,
  "createdAt" timestamptz not null default now(),
  "updatedAt" timestamptz not null default now(),
  "ipAddress" text,
  "userAgent" text,
  "userId" text not null references auth."user" on delete cascade
);
create index on auth.session ("userId");
create table auth.account (
  id text primary key,
  "accountId" text not null,
  "providerId" text not null,
  "userId" text not null references auth."user" on delete cascade,
  "accessToken" text,
  "refreshToken" text,
  "idToken" text,
  "accessTokenExpiresAt" timestamptz,
  "refreshTokenExpiresAt" timestamptz,
  scope text,
  password text,
  "createdAt" timestamptz not null default now(),
  "updatedAt" timestamptz not null default now()
);
create index on auth.account ("userId");
create unique index one_password on auth.account ("userId") where "providerId" = 'credential';
create table auth.verification (
  id text primary key,
  identifier text not null,
  value text not null,
  "expiresAt" timestamptz not null,
  "createdAt" timestamptz not null default now(),
  "updatedAt" timestamptz not null default now()
);
create index on auth.verification (identifier);
grant select, insert, update, delete on all tables in schema auth to mps_app;

create table people (
  organization_id uuid not null references organizations,
  id text not null references auth."user" on delete cascade,
  is_sample boolean not null default false,
  deactivated_at timestamptz,
  primary key (organization_id, id),
  unique (id)
);

create table invitations (
  organization_id uuid not null,
  person_id text not null,
  token_hash text not null unique,
  expires_at timestamptz not null,
  created_at timestamptz not null default now(),
  primary key (organization_id, person_id),
  foreign key (organization_id, person_id) references people on delete cascade
);

create table api_keys (
  organization_id uuid not null,
  id uuid not null default new_id(),
  person_id text not null,
  name text not null,
  key_hash text not null unique,
  created_at timestamptz not null default now(),
  expires_at timestamptz,
  last_used_at timestamptz,
  primary key (organization_id, id),
  foreign key (organization_id, person_id) references people on delete cascade
);

-- @rule accounts/roles-have-their-place  Partner Administrator only through a Child Organization Access Group; each other role
-- where it belongs.
create function role_fits(role text, organization_kind text, group_kind text) returns boolean language sql immutable as $$
  select case
    when group_kind = 'access' then organization_kind = 'partner' and role in (
      'partner-administrator', 'organization-administrator', 'user-administrator',
      'fleet-management-administrator', 'fleet-management-viewer')
    when role in ('organization-administrator', 'user-administrator') then true
    when role in ('fleet-management-administrator', 'fleet-management-viewer') then organization_kind = 'child'
    when role in ('customer-operations-specialist', 'mps-offer-manager') then organization_kind = 'provider'
    else false
  end
$$;

create table person_roles (
  organization_id uuid not null,
  organization_kind text not null,
  person_id text not null,
  role text not null,
  primary key (organization_id, person_id, role),
  foreign key (organization_id, organization_kind) references organizations (id, kind),
  foreign key (organization_id, person_id) references people on delete cascade,
  check (role_fits(role, organization_kind, null))
);

create table groups (
  organization_id uuid not null,
  organization_kind text not null,
  id uuid not null default new_id(),
  kind text not null check (kind in ('ordinary', 'access')),
  name text not null,
  primary key (organization_id, id),
  unique (organization_id, id, organization_kind, kind),
  foreign key (organization_id, organization_kind) references organizations (id, kind),
  check (kind <> 'access' or organization_kind = 'partner')
);
create unique index group_names on groups (organization_id, name_key(name));

create table group_roles (
  organization_id uuid not null,
  organization_kind text not null,
  group_id uuid not null,
  group_kind text not null,
  role text not null,
  primary key (organization_id, group_id, role),
  foreign key (organization_id, group_id, organization_kind, group_kind)
    references groups (organization_id, id, organization_kind, kind) on delete cascade,
  check (role_fits(role, organization_kind, group_kind))
);

create table group_members (
  organization_id uuid not null,
  group_id uuid not null,
  person_id text not null,
  primary key (organization_id, group_id, person_id),
  foreign key (organization_id, group_id) references groups on delete cascade,
  foreign key (organization_id, person_id) references people on delete cascade
);
create index on group_members (organization_id, person_id);

select
  protect('people'), protect('invitations'), protect('api_keys'), protect('person_roles'),
  protect('groups'), protect('group_roles'), protect('group_members');
