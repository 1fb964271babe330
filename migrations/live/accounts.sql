-- The access check comes before any scope: these functions are its only look across organizations.

-- @rule accounts/access-groups-reach-all-children  The roles of an access group apply in all child organizations of the partner,
-- including later ones.
-- The roles that a person has in an organization: their own there, and those of access groups of its parent (which hold on the parent
-- itself for Partner Administrator alone). No row: the person has no access, and does not learn whether the organization exists.
create or replace function access_of(person text, organization uuid)
  returns table (organization_id uuid, name text, kind text, parent_id uuid, parent text, roles text[])
  language sql stable security definer set search_path = public, pg_temp as $$
  select o.id, o.name, o.kind, o.parent_id, parent.name, array_agg(distinct r.role)
  from people p
  join organizations home on home.id = p.organization_id and home.active
  join organizations o on o.id = organization and o.active
  left join organizations parent on parent.id = o.parent_id
  cross join lateral (
    select pr.role
    from person_roles pr
    where pr.organization_id = p.organization_id and pr.person_id = p.id and o.id = home.id
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
create or replace function person_home(person text)
  returns table (organization_id uuid, name text, kind text, parent_id uuid, own_roles text[], children_roles text[])
  language sql stable security definer set search_path = public, pg_temp as $$
  select o.id, o.name, o.kind, o.parent_id,
    array(
      select role from person_roles pr where pr.organization_id = o.id and pr.person_id = p.id
      union
      select gr.role from group_members gm join group_roles gr using (organization_id, group_id)
      where gm.organization_id = o.id and gm.person_id = p.id and (gr.group_kind = 'ordinary' or gr.role = 'partner-administrator')),
    array(
      select distinct gr.role from group_members gm join group_roles gr using (organization_id, group_id)
      where gm.organization_id = o.id and gm.person_id = p.id and gr.group_kind = 'access')
  from people p
  join organizations o on o.id = p.organization_id and o.active
  where p.id = person and p.deactivated_at is null
$$;

-- Whom an invitation is for, and whether the address already signs in with another account.
create or replace function invitation_of(hash text)
  returns table (
    organization_id uuid, organization text, person_id text, name text, email text, invited_by text, account_exists boolean)
  language sql stable security definer set search_path = public, pg_temp as $$
  select i.organization_id, o.name, i.person_id, p.name, p.email, i.inviter,
    exists (select from auth."user" u where u.email = p.email and u.id <> p.id)
  from invitations i
  join organizations o on o.id = i.organization_id and o.active
  join people p on p.id = i.person_id and p.deactivated_at is null
  where i.token_hash = hash and i.expires_at > now()
$$;

-- The name of a person is that of their account.
create or replace function rename_account() returns trigger language plpgsql as $$
begin
  update auth."user" set name = new.name, "updatedAt" = now() where id = new.id;
  return null;
end $$;
create or replace trigger account_name
  after update of name on people
  for each row when (new.name <> old.name) execute function rename_account();

-- The accounts of an organization end with it: their addresses are free again.
create or replace function end_accounts() returns trigger
  language plpgsql security definer set search_path = public, pg_temp as $$
begin
  delete from auth."user" u using people p where p.organization_id = new.id and u.id = p.id;
  return null;
end $$;
create or replace trigger accounts_end
  after update of active on organizations
  for each row when (old.active and not new.active) execute function end_accounts();

-- Why a person with the right password cannot sign in; null when they can.
create or replace function sign_in_refusal(person text) returns table (refused text, organization_id uuid)
  language sql stable security definer set search_path = public, pg_temp as $$
  select case
    when p.is_sample and not s.is_sample then 'sample'
    when p.deactivated_at is not null or not o.active then 'deactivated'
  end, o.id
  from people p
  join organizations o on o.id = p.organization_id
  cross join settings s
  where p.id = person
$$;

-- @rule accounts/api-keys-end  An API key works until it is withdrawn or expires, and only while its person can sign in.
create or replace function person_of_api_key(hash text) returns text
  language sql volatile security definer set search_path = public, pg_temp as $$
  update api_keys set last_used_at = now()
  where key_hash = hash
    and (last_used_at is null or last_used_at < now() - interval '1 minute')
    and (expires_at is null or expires_at > now());
  select k.person_id
  from api_keys k
  cross join lateral sign_in_refusal(k.person_id) as r
  where k.key_hash = hash and (k.expires_at is null or k.expires_at > now()) and r.refused is null
$$;

-- The person of an API key that is valid now, and the key.
create or replace function bearer_of_api_key(hash text) returns table (person_id text, name text, email text, key_id uuid)
  language sql volatile security definer set search_path = public, pg_temp as $$
  select p.id, p.name, p.email, k.id
  from person_of_api_key(hash) as found
  join people p on p.id = found
  join api_keys k on k.key_hash = hash
$$;

-- The organizations in which a person has roles: their own, and with access groups its children; a page by name.
create or replace function reachable_organizations(
    person text, wanted_kind text, wanted text, after_name text, after_id uuid, page integer)
  returns table (organization_id uuid, name text, kind text, parent_id uuid, parent text, roles text[])
  language sql stable security definer set search_path = public, pg_temp as $$
  with home as (select * from person_home(person)),
  reached as (
    select o.id, home.own_roles as roles
    from home join organizations o on o.id = home.organization_id
    union all
    select o.id, home.children_roles
    from home join organizations o on o.parent_id = home.organization_id
    where home.children_roles <> '{}' and home.kind = 'partner'
  )
  select o.id, o.name, o.kind, o.parent_id, parent.name, r.roles
  from reached r
  join organizations o on o.id = r.id and o.active
  left join organizations parent on parent.id = o.parent_id
  where r.roles <> '{}'
    and (wanted_kind is null or o.kind = wanted_kind)
    and (wanted is null or name_key(o.name) like wanted)
    and (after_name is null or (name_key(o.name), o.id) > (name_key(after_name), after_id))
  order by name_key(o.name), o.id
  limit page
$$;

revoke execute on function
  access_of, person_home, invitation_of, sign_in_refusal, person_of_api_key, bearer_of_api_key,
  reachable_organizations from public;
grant execute on function
  access_of, person_home, invitation_of, sign_in_refusal, person_of_api_key, bearer_of_api_key,
  reachable_organizations to mps_app;
