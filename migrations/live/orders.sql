-- Customers read in their orders which rule decided; the rules themselves are the provider's.
drop policy if exists provider on order_rules;
create policy provider on order_rules to mps_app using ((select public.scope_setting('reach') = 'provider'));

-- The rules that are for the organization of the transaction: everybody's, its partner's, and its own. A customer learns nothing of the others.
create or replace function order_rules_here() returns setof jsonb language sql stable security definer set search_path = public, pg_temp as $$
  select jsonb_build_object('id', r.id, 'name', r.name, 'due', r.due, 'riskPercent', r.risk_percent, 'levelPercent', r.level_percent, 'daysLeft', r.days_left,
    'alongWorkingDays', r.along_working_days, 'approval', r.approval, 'monthCartridges', r.month_cartridges, 'monthCostCents', r.month_cost_cents,
    'target', jsonb_build_object('organizationId', r.for_organization_id, 'contactId', r.for_contact_id, 'modelKey', r.for_model_key, 'kind', r.for_kind,
      'color', r.for_color))
  from order_rules r
  left join organizations o on o.id = scope_setting('organization')::uuid
  where r.for_organization_id is null or r.for_organization_id in (o.id, o.parent_id)
$$;

-- How long parcels take, over all customers: sums without a name.
create or replace function fleet_delivery_times() returns table (days integer, parcels bigint)
  language sql stable security definer set search_path = public, pg_temp as $$
  select d.working_days, sum(d.parcels) from delivery_times d group by d.working_days
$$;

revoke execute on function order_rules_here, fleet_delivery_times from public;
grant execute on function order_rules_here, fleet_delivery_times to mps_app;

-- The printer whose link this is, before there is a scope.
create or replace function printer_of_link(hash text) returns table (organization_id uuid, printer_id uuid, serial_number text)
  language sql stable security definer set search_path = public, pg_temp as $$
  select k.organization_id, k.printer_id, p.serial_number
  from supply_links k join printers p on p.organization_id = k.organization_id and p.id = k.printer_id
  where k.token_hash = hash and p.registration <> 'unenrolled'
$$;
revoke execute on function printer_of_link from public;
grant execute on function printer_of_link to mps_app;
