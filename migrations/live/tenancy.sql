-- Row-level security of the tenant tables.

-- @rule platform/no-foreign-rows  A transaction sees the rows of the organizations in its scope and no others; without a scope, none.
-- The server sets, in each transaction, the organization it acts in (mps.organization), or for a partner's view the set of its children
-- (mps.organizations, a jsonb object keyed by id), or that a provider role is at work (mps.reach = 'provider').
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
      -- audit.sql has theirs.
      and c.relname not in ('audit_entries', 'audit_heads')
  loop
    execute format('drop policy if exists tenant on %s', protected);
    execute format($policy$
      create policy tenant on %s to mps_app using (
        organization_id = (select nullif(current_setting('mps.organization', true), '')::uuid)
        or (select current_setting('mps.reach', true) = 'provider')
        or coalesce((select nullif(current_setting('mps.organizations', true), '')::jsonb) ? organization_id::text, false)
      )$policy$, protected);
  end loop;
end $$;
