create or replace function child_ids(organization uuid) returns table (id uuid)
  language sql stable security definer set search_path = public, pg_temp as $$
  select o.id from organizations o where o.parent_id = organization and o.active
$$;

-- A new organization is outside every scope until it exists; its name is unique under its parent.
create or replace function create_organization(new_kind text, parent uuid, new_name text) returns uuid
  language sql volatile security definer set search_path = public, pg_temp as $$
  insert into organizations (kind, parent_id, name) values (new_kind, parent, new_name) returning id
$$;

create or replace function provider_id() returns uuid
  language sql stable security definer set search_path = public, pg_temp as $$
  select id from organizations where kind = 'provider'
$$;

create or replace function create_provider(new_id uuid, new_name text) returns void
  language sql volatile security definer set search_path = public, pg_temp as $$
  insert into organizations (id, kind, name) values (new_id, 'provider', new_name)
$$;

revoke execute on function child_ids, create_organization, provider_id, create_provider from public;
grant execute on function child_ids, create_organization, provider_id, create_provider to mps_app;
