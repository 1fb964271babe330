-- Row-level security: which rows a transaction sees and writes.

-- @rule platform/no-foreign-rows  A transaction sees the rows of the organizations in its scope and no others; without a scope, none.
-- Sub-selects make PostgreSQL evaluate each setting once per query instead of once per row.
do $$
declare
  protected regclass;
begin
  for protected in
    select c.oid
    from pg_class c
    join pg_attribute a on a.attrelid = c.oid and a.attname = 'organization_id'
    where c.relnamespace = 'public'::regnamespace
      and c.relkind in ('r', 'p')
      and c.relrowsecurity
      and c.relname not in ('audit_entries', 'audit_heads')
  loop
    execute format('drop policy if exists tenant on %s', protected);
    execute format($policy$
      create policy tenant on %s to mps_app using (
        organization_id = (select public.scope_setting('organization')::uuid)
        or (select public.scope_setting('reach') = 'provider')
        or (select public.scope_setting('organizations')::jsonb) ? organization_id::text
      )$policy$, protected);
  end loop;
end $$;

-- An organization is its own tenant; a partner reaches its children.
drop policy if exists tenant on organizations;
create policy tenant on organizations to mps_app using (
  id = (select public.scope_setting('organization')::uuid)
  or parent_id = (select public.scope_setting('organization')::uuid)
  or (select public.scope_setting('reach') = 'provider')
  or (select public.scope_setting('organizations')::jsonb) ? id::text
);

-- The audit trail is read in its own organization and by the provider.
drop policy if exists tenant on audit_entries;
create policy tenant on audit_entries for select to mps_app using (
  organization_id = (select public.scope_setting('organization')::uuid)
  or (select public.scope_setting('reach') = 'provider')
);
drop policy if exists tenant on audit_heads;
create policy tenant on audit_heads for select to mps_app using (
  organization_id = (select public.scope_setting('organization')::uuid)
  or (select public.scope_setting('reach') = 'provider')
);

-- A person's own views, wherever they work.
drop policy if exists own on printer_views;
create policy own on printer_views to mps_app using (person_id = (select public.scope_setting('person')));
drop policy if exists own on default_printer_views;
create policy own on default_printer_views to mps_app using (person_id = (select public.scope_setting('person')));
