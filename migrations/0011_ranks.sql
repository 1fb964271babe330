-- Every invitation names who made it.
alter table invitations
  add column invited_by text references people (id) on delete set null,
  add column inviter text not null default '';

drop function invitation_of;
create function invitation_of(hash text)
  returns table (organization_id uuid, organization text, person_id text, name text, email text, invited_by text)
  language sql stable security definer set search_path = public, pg_temp as $$
  select i.organization_id, o.name, i.person_id, u.name, u.email, i.inviter
  from invitations i
  join organizations o on o.id = i.organization_id and o.active
  join auth."user" u on u.id = i.person_id
  join people p on p.id = i.person_id and p.deactivated_at is null
  where i.token_hash = hash and i.expires_at > now()
$$;
revoke execute on function invitation_of from public;
grant execute on function invitation_of to mps_app;
