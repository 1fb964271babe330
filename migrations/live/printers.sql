-- Which supply of a printer a level belongs to.
create or replace function supply_key(supply jsonb) returns text language sql immutable parallel safe as $$
  select coalesce(supply ->> 'index', concat_ws(' ', supply ->> 'kind', supply ->> 'color', supply ->> 'name'))
$$;

-- @rule printers/unknown-levels-keep-the-last-good  An unknown level, for example of a sleeping printer, does not replace the last known
-- level, which is kept with its time.
create or replace function keep_good_levels(told jsonb, known jsonb, known_at timestamptz) returns jsonb
  language sql stable parallel safe as $$
  select case when jsonb_array_length(told) = 0 then coalesce(known, told) else (
    select jsonb_agg(case when g.good is null then t.supply else t.supply || jsonb_build_object('lastGood', g.good) end order by t.place)
    from jsonb_array_elements(told) with ordinality as t (supply, place)
    left join lateral (
      select case
        when k ->> 'state' = 'level' then jsonb_build_object(
          'percent', k -> 'percent',
          'level', k -> 'level',
          'at', to_char(known_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'))
        else k -> 'lastGood'
      end as good
      from jsonb_array_elements(known) k
      -- Another cartridge has another level.
      where public.supply_key(k) = public.supply_key(t.supply)
        and coalesce(k ->> 'serialNumber' = t.supply ->> 'serialNumber', true)
      limit 1
    ) g on t.supply ->> 'state' <> 'level'
  ) end
$$;

create or replace function lowest_level(supplies jsonb) returns real language sql immutable parallel safe as $$
  select min(
    case s ->> 'state' when 'level' then s ->> 'percent' when 'some-left' then null else s -> 'lastGood' ->> 'percent' end::real)
  from jsonb_array_elements(supplies) s
$$;

-- Every printer has its row of newest values, read or not.
create or replace function give_newest_values() returns trigger language plpgsql as $$
begin
  insert into printer_readings (organization_id, printer_id)
  select n.organization_id, n.id from new_rows n
  on conflict do nothing;
  return null;
end $$;
create or replace trigger newest_values
  after insert on printers referencing new table as new_rows
  for each statement execute function give_newest_values();

-- @rule printers/changes-are-kept  Every change of a printer's address, host name, firmware, agent, contact, asset tag or location is
-- recorded as an event in the same transaction.
-- The same join of old and new rows, which are many in bulk work, also notes that the counts have changed.
create or replace function note_printer_changes() returns trigger language plpgsql as $$
begin
  with pairs as materialized (
    select n.organization_id, n.id, n.registration, n.manufacturer, n.model, n.agent_id, n.host_name, n.firmware, n.asset_tag,
      n.serial_number,
      case when n.ip_address is null then n.address else host(n.ip_address) end as address,
      coalesce(n.location_set, n.location) as location,
      o.registration as old_registration, o.manufacturer as old_manufacturer, o.model as old_model, o.agent_id as old_agent_id,
      o.host_name as old_host_name, o.firmware as old_firmware, o.asset_tag as old_asset_tag, o.serial_number as old_serial_number,
      case when o.ip_address is null then o.address else host(o.ip_address) end as old_address,
      coalesce(o.location_set, o.location) as old_location
    from new_rows n
    join old_rows o on o.organization_id = n.organization_id and o.id = n.id
  ), counted as (
    insert into count_changes (organization_id)
    select distinct organization_id from pairs
    where (registration, manufacturer, model, agent_id) is distinct from (old_registration, old_manufacturer, old_model, old_agent_id)
  )
  insert into printer_events (organization_id, printer_id, kind, before, after)
  select organization_id, id, 'ip-address', old_address, address from pairs where address is distinct from old_address
  union all
  select organization_id, id, 'host-name', old_host_name, host_name from pairs where host_name is distinct from old_host_name
  union all
  select organization_id, id, 'firmware', old_firmware, firmware from pairs where firmware is distinct from old_firmware
  union all
  select p.organization_id, p.id, 'agent', b.name, a.name
  from pairs p
  left join agents b on b.organization_id = p.organization_id and b.id = p.old_agent_id
  left join agents a on a.organization_id = p.organization_id and a.id = p.agent_id
  where p.agent_id is distinct from p.old_agent_id
  union all
  select organization_id, id, 'asset-tag', old_asset_tag, asset_tag from pairs where asset_tag is distinct from old_asset_tag
  union all
  select organization_id, id, 'location', old_location, location from pairs where location is distinct from old_location
  union all
  select organization_id, id, 'serial-number', old_serial_number, serial_number from pairs
  where serial_number is distinct from old_serial_number
  union all
  select organization_id, id, 'registration', old_registration, registration from pairs
  where registration is distinct from old_registration;
  return null;
end $$;
create or replace trigger changes_are_kept
  after update on printers referencing old table as old_rows new table as new_rows
  for each statement execute function note_printer_changes();

create or replace function note_contact_changes() returns trigger language plpgsql as $$
begin
  if tg_op = 'INSERT' then
    insert into printer_events (organization_id, printer_id, kind, after)
    select n.organization_id, n.printer_id, 'contact', c.first_name || ' ' || c.last_name
    from new_rows n
    join contacts c on c.organization_id = n.organization_id and c.id = n.contact_id;
  elsif tg_op = 'UPDATE' then
    insert into printer_events (organization_id, printer_id, kind, before, after)
    select n.organization_id, n.printer_id, 'contact', b.first_name || ' ' || b.last_name, c.first_name || ' ' || c.last_name
    from new_rows n
    join old_rows o on o.organization_id = n.organization_id and o.printer_id = n.printer_id
    left join contacts b on b.organization_id = o.organization_id and b.id = o.contact_id
    join contacts c on c.organization_id = n.organization_id and c.id = n.contact_id
    where n.contact_id <> o.contact_id;
  end if;
  return null;
end $$;
create or replace trigger new_contact_is_kept
  after insert on printer_contacts referencing new table as new_rows
  for each statement execute function note_contact_changes();
create or replace trigger changed_contact_is_kept
  after update on printer_contacts referencing old table as old_rows new table as new_rows
  for each statement execute function note_contact_changes();

-- A printer that is deleted takes its history with it. No foreign keys: each reading would look its printer up.
create or replace function forget_printers() returns trigger language plpgsql as $$
begin
  delete from printer_events x using gone where x.organization_id = gone.organization_id and x.printer_id = gone.id;
  delete from reading_history x using gone where x.organization_id = gone.organization_id and x.printer_id = gone.id;
  delete from reading_hours x using gone where x.organization_id = gone.organization_id and x.printer_id = gone.id;
  delete from reading_days x using gone where x.organization_id = gone.organization_id and x.printer_id = gone.id;
  return null;
end $$;
create or replace trigger history_goes_with_the_printer
  after delete on printers referencing old table as gone
  for each statement execute function forget_printers();
