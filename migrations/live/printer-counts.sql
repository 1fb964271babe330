-- The counts of the printer list: what changes them, and counting again (decision 0013). Updates of printers note it in printers.sql.

create or replace function note_count_change() returns trigger language plpgsql as $$
begin
  insert into count_changes (organization_id) select distinct c.organization_id from changed c;
  return null;
end $$;

create or replace trigger counts_change_with_new
  after insert on printers referencing new table as changed
  for each statement execute function note_count_change();
create or replace trigger counts_change_with_gone
  after delete on printers referencing old table as changed
  for each statement execute function note_count_change();

create or replace trigger counts_change_with_new
  after insert on program_memberships referencing new table as changed
  for each statement execute function note_count_change();
create or replace trigger counts_change_with_moved
  after update on program_memberships referencing new table as changed
  for each statement execute function note_count_change();
create or replace trigger counts_change_with_gone
  after delete on program_memberships referencing old table as changed
  for each statement execute function note_count_change();

create or replace trigger counts_change_with_new
  after insert on printer_tags referencing new table as changed
  for each statement execute function note_count_change();
create or replace trigger counts_change_with_moved
  after update on printer_tags referencing new table as changed
  for each statement execute function note_count_change();
create or replace trigger counts_change_with_gone
  after delete on printer_tags referencing old table as changed
  for each statement execute function note_count_change();

-- Counts the printers of an organization again. The counts and the changes that they take in are of one snapshot: what is committed later
-- leaves its change.
create or replace function count_printers(wanted uuid) returns void
  language plpgsql volatile security definer set search_path = public, pg_temp as $$
begin
  if not pg_try_advisory_xact_lock(hashtextextended(wanted::text, 4711)) then
    return;
  end if;
  with taken as (delete from count_changes c where c.organization_id = wanted),
  old_groups as (delete from printer_groups g where g.organization_id = wanted),
  old_tags as (delete from printer_tag_counts t where t.organization_id = wanted),
  new_groups as (
    insert into printer_groups (organization_id, registration, manufacturer, model, agent_id, management, printers)
    select p.organization_id, p.registration, p.manufacturer, p.model, p.agent_id, coalesce(m.state, 'none'), count(*)
    from printers p
    left join program_memberships m on m.organization_id = p.organization_id and m.printer_id = p.id
    where p.organization_id = wanted and p.registration <> 'unenrolled'
    group by 1, 2, 3, 4, 5, 6
  )
  insert into printer_tag_counts (organization_id, tag_key, tag, printers)
  select t.organization_id, t.tag_key, min(t.tag), count(*)
  from printer_tags t
  join printers p on p.organization_id = t.organization_id and p.id = t.printer_id
  where t.organization_id = wanted and p.registration <> 'unenrolled'
  group by 1, 2;
end $$;

-- The organizations in which something has changed since they were counted.
create or replace function organizations_to_count() returns setof uuid
  language sql stable security definer set search_path = public, pg_temp as $$
  select distinct c.organization_id from count_changes c
$$;

revoke execute on function count_printers, organizations_to_count from public;
grant execute on function count_printers, organizations_to_count to mps_app;
