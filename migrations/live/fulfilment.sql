-- Suppliers are the provider's: no customer reads them.
drop policy if exists provider on suppliers;
create policy provider on suppliers to mps_app using ((select public.scope_setting('reach') = 'provider'));
drop policy if exists provider on supplier_notices;
create policy provider on supplier_notices to mps_app using ((select public.scope_setting('reach') = 'provider'));

-- The supplier whose token this is, before there is a scope.
create or replace function supplier_of_token(hash text) returns table (id uuid, name text)
  language sql stable security definer set search_path = public, pg_temp as $$
  select s.id, s.name from suppliers s where s.token_hash = hash and s.active
$$;

-- The supplier that a cXML message comes from, with its sealed secret: by the identity that it states as sender.
create or replace function supplier_of_identity(identity text) returns table (id uuid, name text, secret bytea)
  language sql stable security definer set search_path = public, pg_temp as $$
  select s.id, s.name, s.secret_sealed from suppliers s where s.channel = 'cxml' and s.settings ->> 'toIdentity' = identity and s.active
$$;

revoke execute on function supplier_of_token, supplier_of_identity from public;
grant execute on function supplier_of_token, supplier_of_identity to mps_app;
