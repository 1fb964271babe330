-- Handles the next row of a running import: contact, pending serial numbers, the row's outcome and the import's position, together; or
-- gives the row up. False when no row waits, or the import does not run. One call a row, and its statements are planned once a connection:
-- as one statement with the same parts, planning took longer than the work. The import is locked first, and what follows sees what was
-- done before: workers take turns.
create or replace function treat_next_row(organization uuid, of_import uuid, give_up boolean) returns boolean language plpgsql as $$
declare
  reached integer;
  r contact_import_rows;
  made uuid;
  moved text;
begin
  select i.position into reached
  from contact_imports i
  where i.organization_id = organization and i.id = of_import and i.status = 'running'
  for update;
  if not found then return false; end if;
  select * into r
  from contact_import_rows w
  where w.organization_id = organization and w.import_id = of_import and w.row_number > reached and w.outcome = 'waiting'
  order by w.row_number
  limit 1;
  if not found then return false; end if;
  if give_up then
    update contact_import_rows w set outcome = 'not-imported', reason = 'System error'
    where w.organization_id = organization and w.import_id = of_import and w.row_number = r.row_number;
    update contact_imports i set position = r.row_number, progressed_at = now(), not_imported = i.not_imported + 1
    where i.organization_id = organization and i.id = of_import;
    return true;
  end if;
  insert into contacts (
    organization_id, first_name, last_name, business_name, email, country_code, phone_number,
    address_line_1, address_line_2, city, state, postal_code, country)
  values (
    organization, r.contact[1], r.contact[2], r.contact[3], r.contact[4], r.contact[5], r.contact[6],
    r.contact[7], r.contact[8], r.contact[9], r.contact[10], r.contact[11], r.contact[12])
  on conflict on constraint contact_identity do nothing
  returning id into made;
  if made is not null and r.serial_numbers <> '{}' then
    select string_agg(p.serial_number || ' (' || c.first_name || ' ' || c.last_name || ')', ', ' order by p.serial_key) into moved
    from contact_pending_serials p
    join contacts c on c.organization_id = p.organization_id and c.id = p.contact_id
    where p.organization_id = organization and p.serial_key = any (array(select serial_key(s) from unnest(r.serial_numbers) as s));
    insert into contact_pending_serials (organization_id, serial_number, contact_id, import_id)
    select organization, s, made, of_import from unnest(r.serial_numbers) as s
    on conflict on constraint one_contact_per_pending_serial do update set
      serial_number = excluded.serial_number,
      contact_id = excluded.contact_id,
      import_id = excluded.import_id,
      task_id = null,
      created_at = now();
  end if;
  update contact_import_rows w set
    outcome = case when made is null then 'existing' else 'imported' end,
    contact_id = made,
    -- @rule contacts/existing-contacts-assign-nothing  A row whose contact already exists assigns nothing, and says so.
    note = case
      when made is null and r.serial_numbers <> '{}' then 'The contact already exists: its serial numbers were not assigned.'
      when moved is not null then 'Waited for another contact before: ' || moved || '.'
    end
  where w.organization_id = organization and w.import_id = of_import and w.row_number = r.row_number;
  update contact_imports i set
    position = r.row_number,
    progressed_at = now(),
    imported = i.imported + (made is not null)::int,
    existing = i.existing + (made is null)::int
  where i.organization_id = organization and i.id = of_import;
  return true;
end $$;

-- Imports of any organization that made no progress for a while: a server that starts, or looks around, continues them.
create or replace function stalled_imports(seconds integer) returns table (organization_id uuid, import_id uuid)
  language sql stable security definer set search_path = public, pg_temp as $$
  select i.organization_id, i.id
  from contact_imports i
  where i.status = 'running' and i.progressed_at <= now() - make_interval(secs => seconds)
$$;

revoke execute on function stalled_imports from public;
grant execute on function stalled_imports to mps_app;
