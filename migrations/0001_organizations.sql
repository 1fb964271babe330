-- Organizations, people, roles: who may act where. And the two locks of every tenant table: foreign keys that carry the organization,
-- and row-level security for the role mps_app, under which the server always works.

create extension if not exists pg_trgm;
create extension if not exists btree_gin;

-- Version 7 of RFC 9562: ids made together lie together in an index.
create function new_id() returns uuid language sql volatile parallel safe as $$
  select encode(
    set_bit(set_bit(
      overlay(uuid_send(gen_random_uuid()) placing substring(int8send((extract(epoch from clock_timestamp()) * 1000)::bigint) from 3) from 1 for 6),
      52, 1), 53, 1), 'hex')::uuid
$$;

-- Text as two people would call it the same: one Unicode form, one case, blanks collapsed. What is searched is kept and asked for in this form.
create function search_key(value text) returns text language sql immutable parallel safe as $$
  select lower(btrim(regexp_replace(normalize(value, NFKC), '\s+', ' ', 'g')))
$$;
-- The same for names, which are unique and sorted: an index entry must be short, and one letter may become eighteen in that form.
create function name_key(value text) returns text language sql immutable parallel safe as $$
  select left(public.search_key(value), 500)
$$;
-- A pattern that finds a text anywhere, its own wildcards taken literally.
create function search_pattern(wanted text) returns text language sql immutable parallel safe as $$
  select '%' || regexp_replace(public.search_key(wanted), '([\\%_])', '\\\1', 'g') || '%'
$$;
-- A database keeps its encoding, so the conversion is as fixed as the hash.
create function sha256_of(value text) returns text language sql immutable parallel safe as $$
  select encode(sha256(convert_to(value, 'UTF8')), 'hex')
$$;

-- @rule platform/no-foreign-rows  A transaction sees the rows of the organizations in its scope and no others; without a scope, none.
-- Row-level security of a tenant table. The server sets, in each transaction, the organization it acts in (mps.organization), or for a partner's
-- view the set of its children (mps.organizations, a jsonb object keyed by id), or that a provider role is at work (mps.reach = 'provider').
-- Sub-selects make PostgreSQL evaluate each setting once per query instead of once per row.
create function protect(tenant_table regclass, key text default 'organization_id') returns void language plpgsql as $$
begin
  execute format('alter table %s enable row level security', tenant_table);
  execute format($policy$
    create policy tenant on %1$s to mps_app using (
      %2$I = (select nullif(current_setting('mps.organization', true), '')::uuid)
      or (select current_setting('mps.reach', true) = 'provider')
      or coalesce((select nullif(current_setting('mps.organizations', true), '')::jsonb) ? %2$I::text, false)
    )$policy$, tenant_table, key);
  execute format('grant select, insert, update, delete on %s to mps_app', tenant_table);
end $$;

grant usage on schema public to mps_app;

-- Sign-in: the tables of Better Auth, with its own column names.
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

-- What the provider sets for the whole installation: one row.
create table settings (
  one boolean primary key default true check (one),
  provider_name text not null default 'Lexmark',
  technical_support text not null default 'Technical Support',
  customer_operations text not null default 'Customer Operations',
  agent_silent_seconds integer not null default 900 check (agent_silent_seconds > 0),
  printer_unread_seconds integer not null default 86400 check (printer_unread_seconds > 0),
  setup_code_hash text,
  is_sample boolean not null default false
);
insert into settings default values;
grant select, update on settings to mps_app;

create table organizations (
  id uuid primary key default new_id(),
  kind text not null check (kind in ('provider', 'partner', 'child')),
  parent_id uuid,
  parent_kind text generated always as (case kind when 'partner' then 'provider' when 'child' then 'partner' end) stored,
  name text not null check (length(name) between 1 and 128),
  active boolean not null default true,
  -- what is not deleted has a parent that is not
  parent_active boolean generated always as (nullif(active, false)) stored,
  created_at timestamptz not null default now(),
  deleted_at timestamptz,
  unique (id, kind),
  unique (id, active),
  foreign key (parent_id, parent_kind) references organizations (id, kind),
  constraint active_parent foreign key (parent_id, parent_active) references organizations (id, active),
  check ((kind = 'provider') = (parent_id is null)),
  check (active = (deleted_at is null))
);
create unique index one_provider on organizations ((true)) where kind = 'provider';
create unique index organization_names on organizations (parent_id, name_key(name)) where active;
-- A partner sees its children, and everybody the names above them.
create index organizations_by_parent on organizations (parent_id, name_key(name), id) where active;

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

-- @rule accounts/roles-have-their-place  Partner Administrator only through a Child Organization Access Group; each other role where it belongs.
create function role_fits(role text, organization_kind text, group_kind text) returns boolean language sql immutable as $$
  select case
    when group_kind = 'access' then organization_kind = 'partner' and role in (
      'partner-administrator', 'organization-administrator', 'user-administrator', 'fleet-management-administrator', 'fleet-management-viewer')
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
  foreign key (organization_id, group_id, organization_kind, group_kind) references groups (organization_id, id, organization_kind, kind) on delete cascade,
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

select protect('people'), protect('invitations'), protect('api_keys'), protect('person_roles'), protect('groups'),
  protect('group_roles'), protect('group_members');

-- An organization is its own tenant; partners reach their children and everybody reads the name of the parent.
alter table organizations enable row level security;
create policy tenant on organizations to mps_app using (
  id = (select nullif(current_setting('mps.organization', true), '')::uuid)
  or parent_id = (select nullif(current_setting('mps.organization', true), '')::uuid)
  or (select current_setting('mps.reach', true) = 'provider')
  or coalesce((select nullif(current_setting('mps.organizations', true), '')::jsonb) ? id::text, false)
);
grant select, update on organizations to mps_app;

-- The access check itself comes before any scope: these functions are its only look across organizations.

-- @rule accounts/access-groups-reach-all-children  The roles of an access group hold in all children of the partner, also in those made later.
-- The roles that a person has in an organization: their own there, and those of access groups of its parent (which hold on the parent itself for
-- Partner Administrator alone). No row: the person has no business there, and is not told whether it exists.
create function access_of(person text, organization uuid)
  returns table (organization_id uuid, name text, kind text, parent_id uuid, parent text, roles text[])
  language sql stable security definer set search_path = public, pg_temp as $$
  select o.id, o.name, o.kind, o.parent_id, parent.name, array_agg(distinct r.role)
  from people p
  join organizations home on home.id = p.organization_id and home.active
  join organizations o on o.id = organization and o.active
  left join organizations parent on parent.id = o.parent_id
  cross join lateral (
    select pr.role from person_roles pr where pr.organization_id = p.organization_id and pr.person_id = p.id and o.id = home.id
    union all
    select gr.role
    from group_members gm
    join group_roles gr on gr.organization_id = gm.organization_id and gr.group_id = gm.group_id
    where gm.organization_id = p.organization_id and gm.person_id = p.id
      and case gr.group_kind
        when 'ordinary' then o.id = home.id
        else o.parent_id = home.id or (o.id = home.id and gr.role = 'partner-administrator')
      end
  ) r
  where p.id = person and p.deactivated_at is null
  group by o.id, o.name, o.kind, o.parent_id, parent.name
$$;

-- Where a person belongs; no row for one who was deactivated.
create function person_home(person text)
  returns table (organization_id uuid, name text, kind text, parent_id uuid, own_roles text[], children_roles text[])
  language sql stable security definer set search_path = public, pg_temp as $$
  select o.id, o.name, o.kind, o.parent_id,
    array(select role from person_roles pr where pr.organization_id = o.id and pr.person_id = p.id
      union select gr.role from group_members gm join group_roles gr using (organization_id, group_id)
      where gm.organization_id = o.id and gm.person_id = p.id and (gr.group_kind = 'ordinary' or gr.role = 'partner-administrator')),
    array(select distinct gr.role from group_members gm join group_roles gr using (organization_id, group_id)
      where gm.organization_id = o.id and gm.person_id = p.id and gr.group_kind = 'access')
  from people p join organizations o on o.id = p.organization_id and o.active
  where p.id = person and p.deactivated_at is null
$$;

create function invitation_of(hash text)
  returns table (organization_id uuid, organization text, person_id text, name text, email text)
  language sql stable security definer set search_path = public, pg_temp as $$
  select i.organization_id, o.name, i.person_id, u.name, u.email
  from invitations i join organizations o on o.id = i.organization_id and o.active join auth."user" u on u.id = i.person_id
  join people p on p.id = i.person_id and p.deactivated_at is null
  where i.token_hash = hash and i.expires_at > now()
$$;

-- Why a person with the right password is let in nowhere; null when there is no such reason.
create function sign_in_refusal(person text) returns table (refused text)
  language sql stable security definer set search_path = public, pg_temp as $$
  select case when p.is_sample and not s.is_sample then 'sample' when p.deactivated_at is not null or not o.active then 'deactivated' end
  from people p join organizations o on o.id = p.organization_id cross join settings s
  where p.id = person
$$;

-- @rule accounts/api-keys-end  An API key works until it is withdrawn or expires, and as long as its person could sign in.
create function person_of_api_key(hash text) returns text language sql volatile security definer set search_path = public, pg_temp as $$
  update api_keys set last_used_at = now()
  where key_hash = hash and (last_used_at is null or last_used_at < now() - interval '1 minute') and (expires_at is null or expires_at > now());
  select k.person_id from api_keys k cross join lateral sign_in_refusal(k.person_id) as r
  where k.key_hash = hash and (k.expires_at is null or k.expires_at > now()) and r.refused is null
$$;

create function child_ids(organization uuid) returns table (id uuid) language sql stable security definer set search_path = public, pg_temp as $$
  select o.id from organizations o where o.parent_id = organization and o.active
$$;

-- The organizations in which a person has roles: the own one, and with access groups the children of it; a page by name.
create function reachable_organizations(person text, wanted_kind text, wanted text, after_name text, after_id uuid, page integer)
  returns table (organization_id uuid, name text, kind text, parent_id uuid, parent text, roles text[])
  language sql stable security definer set search_path = public, pg_temp as $$
  with home as (select * from person_home(person)),
  reached as (
    select o.id, home.own_roles as roles from home join organizations o on o.id = home.organization_id
    union all
    select o.id, home.children_roles from home join organizations o on o.parent_id = home.organization_id where home.children_roles <> '{}' and home.kind = 'partner'
  )
  select o.id, o.name, o.kind, o.parent_id, parent.name, r.roles
  from reached r join organizations o on o.id = r.id and o.active left join organizations parent on parent.id = o.parent_id
  where r.roles <> '{}' and (wanted_kind is null or o.kind = wanted_kind) and (wanted is null or name_key(o.name) like wanted)
    and (after_name is null or (name_key(o.name), o.id) > (name_key(after_name), after_id))
  order by name_key(o.name), o.id limit page
$$;

-- A new organization is outside every scope until it exists; its name is unique under its parent.
create function create_organization(new_kind text, parent uuid, new_name text) returns uuid
  language sql volatile security definer set search_path = public, pg_temp as $$
  insert into organizations (kind, parent_id, name) values (new_kind, parent, new_name) returning id
$$;

create function provider_id() returns uuid language sql stable security definer set search_path = public, pg_temp as $$
  select id from organizations where kind = 'provider'
$$;
create function create_provider(new_id uuid, new_name text) returns void language sql volatile security definer set search_path = public, pg_temp as $$
  insert into organizations (id, kind, name) values (new_id, 'provider', new_name)
$$;

-- Marks the installation and all its people as the sample: what was given a password that everybody knows works nowhere else.
create function mark_sample() returns void language sql volatile security definer set search_path = public, pg_temp as $$
  update people set is_sample = true;
  update settings set is_sample = true, technical_support = 'Technical Support (sample), support@example.com',
    customer_operations = 'Customer Operations (sample), operations@example.com'
$$;

revoke execute on function access_of, person_home, person_of_api_key, invitation_of, sign_in_refusal, child_ids, reachable_organizations, create_organization, provider_id, create_provider, mark_sample from public;
grant execute on function access_of, person_home, person_of_api_key, invitation_of, sign_in_refusal, child_ids, reachable_organizations, create_organization, provider_id, create_provider, mark_sample to mps_app;
