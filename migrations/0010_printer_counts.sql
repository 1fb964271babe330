-- Counting and searching a hundred thousand printers while somebody waits (decision 0013).

-- Which object gave each of the values that stand in no row of their own.
alter table printer_supplies add column sources jsonb not null default '{}';

-- When a printer was last read, in blocks of six hours: who was not read for long is found by an index that most readings need not write.
-- `last_read_at` itself has none, so that a reading that changes nothing else stays in its page.
create function block_of(at timestamptz) returns timestamptz language sql immutable parallel safe as $$
  select date_bin('6 hours', at, '2000-01-01 00:00Z')
$$;
alter table printer_readings add column read_block timestamptz not null generated always as (coalesce(block_of(last_read_at), '-infinity')) stored;
create index printer_readings_by_block on printer_readings (organization_id, read_block) include (printer_id);
create index printer_readings_left_alone on printer_readings (organization_id) where silence_reason in ('excluded', 'another-printer');

-- What the facets tell of a printer, found by its id in the index alone; it takes the place of an index that was read from end to end.
drop index printers_by_facets;
create index printers_by_id on printers (organization_id, id) include (registration, manufacturer, model, agent_id) where registration <> 'unenrolled';

-- Texts are sorted as people expect: whatever their case, and numbers in them by their size. The expressions are such that an index serves them under
-- row-level security too, where coalesce() would not do.
create collation natural_order (provider = icu, locale = 'und-u-kn-true');
drop index printers_by_serial, printers_by_host_name, printers_by_manufacturer, printers_by_model, printers_by_location, printers_by_asset_tag;
create index printers_by_serial on printers (organization_id, serial_number collate natural_order, id) where registration <> 'unenrolled';
create index printers_by_host_name on printers (organization_id, host_name collate natural_order, id) where registration <> 'unenrolled';
create index printers_by_manufacturer on printers (organization_id, manufacturer collate natural_order, id) where registration <> 'unenrolled';
create index printers_by_model on printers (organization_id, model collate natural_order, id) where registration <> 'unenrolled';
create index printers_by_location on printers (organization_id, (case when location_set is null then location else location_set end) collate natural_order, id)
  where registration <> 'unenrolled';
create index printers_by_asset_tag on printers (organization_id, asset_tag collate natural_order, id) where registration <> 'unenrolled';

-- Whether a printer is on the list. PostgreSQL 18 prepares the expressions of generated columns once per statement if one of them depends on a column that
-- is written, and otherwise once per row: with this one it does so cheaply whenever the registration is written.
alter table printers add column listed boolean not null generated always as (registration <> 'unenrolled') stored;

-- Every printer has its row of newest values, read or not.
insert into printer_readings (organization_id, printer_id) select p.organization_id, p.id from printers p on conflict do nothing;
create function give_newest_values() returns trigger language plpgsql as $$
begin
  insert into printer_readings (organization_id, printer_id) select n.organization_id, n.id from new_rows n on conflict do nothing;
  return null;
end $$;
create trigger newest_values after insert on printers referencing new table as new_rows for each statement execute function give_newest_values();

-- The printers on the list, counted by what the facets tell of them, and by tag; for each organization as it was when it was last counted. A row in
-- count_changes says that something has changed since: then the list counts the printers themselves until they have been counted anew.
create table printer_groups (
  organization_id uuid not null references organizations,
  registration text not null,
  manufacturer text,
  model text,
  agent_id uuid,
  management text not null,
  printers integer not null
);
create index printer_groups_of on printer_groups (organization_id);
create table printer_tag_counts (
  organization_id uuid not null references organizations,
  tag_key text not null,
  tag text not null,
  printers integer not null
);
create index printer_tag_counts_of on printer_tag_counts (organization_id);
create table count_changes (
  organization_id uuid not null,
  at timestamptz not null default now()
);
create index count_changes_of on count_changes (organization_id);
select protect('printer_groups'), protect('printer_tag_counts'), protect('count_changes');
insert into count_changes select id from organizations where kind = 'child';

create function note_count_change() returns trigger language plpgsql as $$
begin
  insert into count_changes (organization_id) select distinct c.organization_id from changed c;
  return null;
end $$;
-- The changes of printers, as migration 6 keeps them, and that what is counted has changed: from one join of old and new rows, which are many in bulk work.
create or replace function note_printer_changes() returns trigger language plpgsql as $$
begin
  with pairs as materialized (
    select n.organization_id, n.id, n.registration, n.manufacturer, n.model, n.agent_id, n.host_name, n.firmware, n.asset_tag, n.serial_number,
      case when n.ip_address is null then n.address else host(n.ip_address) end as address, coalesce(n.location_set, n.location) as location,
      o.registration as old_registration, o.manufacturer as old_manufacturer, o.model as old_model, o.agent_id as old_agent_id, o.host_name as old_host_name,
      o.firmware as old_firmware, o.asset_tag as old_asset_tag, o.serial_number as old_serial_number,
      case when o.ip_address is null then o.address else host(o.ip_address) end as old_address, coalesce(o.location_set, o.location) as old_location
    from new_rows n join old_rows o on o.organization_id = n.organization_id and o.id = n.id
  ), counted as (
    insert into count_changes (organization_id) select distinct organization_id from pairs
    where (registration, manufacturer, model, agent_id) is distinct from (old_registration, old_manufacturer, old_model, old_agent_id)
  )
  insert into printer_events (organization_id, printer_id, kind, before, after)
  select organization_id, id, 'ip-address', old_address, address from pairs where address is distinct from old_address
  union all select organization_id, id, 'host-name', old_host_name, host_name from pairs where host_name is distinct from old_host_name
  union all select organization_id, id, 'firmware', old_firmware, firmware from pairs where firmware is distinct from old_firmware
  union all select p.organization_id, p.id, 'agent', b.name, a.name from pairs p
    left join agents b on b.organization_id = p.organization_id and b.id = p.old_agent_id
    left join agents a on a.organization_id = p.organization_id and a.id = p.agent_id where p.agent_id is distinct from p.old_agent_id
  union all select organization_id, id, 'asset-tag', old_asset_tag, asset_tag from pairs where asset_tag is distinct from old_asset_tag
  union all select organization_id, id, 'location', old_location, location from pairs where location is distinct from old_location
  union all select organization_id, id, 'serial-number', old_serial_number, serial_number from pairs where serial_number is distinct from old_serial_number
  union all select organization_id, id, 'registration', old_registration, registration from pairs where registration is distinct from old_registration;
  return null;
end $$;
create trigger counts_change_with_new after insert on printers referencing new table as changed for each statement execute function note_count_change();
create trigger counts_change_with_gone after delete on printers referencing old table as changed for each statement execute function note_count_change();
create trigger counts_change_with_new after insert on program_memberships referencing new table as changed for each statement execute function note_count_change();
create trigger counts_change_with_moved after update on program_memberships referencing new table as changed for each statement execute function note_count_change();
create trigger counts_change_with_gone after delete on program_memberships referencing old table as changed for each statement execute function note_count_change();
create trigger counts_change_with_new after insert on printer_tags referencing new table as changed for each statement execute function note_count_change();
create trigger counts_change_with_moved after update on printer_tags referencing new table as changed for each statement execute function note_count_change();
create trigger counts_change_with_gone after delete on printer_tags referencing old table as changed for each statement execute function note_count_change();

-- Counts the printers of an organization anew. The counts and the changes that they take in are of one snapshot: what is committed later leaves its change.
create function count_printers(wanted uuid) returns void language plpgsql volatile security definer set search_path = public, pg_temp as $$
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
    from printers p left join program_memberships m on m.organization_id = p.organization_id and m.printer_id = p.id
    where p.organization_id = wanted and p.registration <> 'unenrolled' group by 1, 2, 3, 4, 5, 6
  )
  insert into printer_tag_counts (organization_id, tag_key, tag, printers)
  select t.organization_id, t.tag_key, min(t.tag), count(*)
  from printer_tags t join printers p on p.organization_id = t.organization_id and p.id = t.printer_id
  where t.organization_id = wanted and p.registration <> 'unenrolled' group by 1, 2;
end $$;

-- The organizations in which something has changed since they were counted.
create function organizations_to_count() returns setof uuid language sql stable security definer set search_path = public, pg_temp as $$
  select distinct c.organization_id from count_changes c
$$;
revoke execute on function count_printers, organizations_to_count from public;
grant execute on function count_printers, organizations_to_count to mps_app;

-- What a search finds, looked up past row-level security, in the organizations of the scope alone: up to so many printers that bear the text themselves, in a
-- tag or in their contact, and for a text that more of them bear the tags and the contacts that match (null where more than a thousand contacts do).
create function look_up_printers(wanted_organizations uuid[], wanted text, most integer)
  returns table (ids uuid[], tags text[], contacts uuid[])
  language plpgsql stable security definer set search_path = public, pg_temp set plan_cache_mode = force_custom_plan as $$
declare
  pattern text := search_pattern(wanted);
  here uuid := nullif(current_setting('mps.organization', true), '')::uuid;
  children jsonb := nullif(current_setting('mps.organizations', true), '')::jsonb;
  everywhere boolean := coalesce(current_setting('mps.reach', true), '') = 'provider';
  reached uuid[] := array(select o from unnest(wanted_organizations) o where everywhere or o = here or coalesce(children ? o::text, false));
  organization uuid;
begin
  ids := '{}'; tags := '{}'; contacts := '{}';
  foreach organization in array reached loop
    tags := array(select unnest(tags) union select tags_like(organization, pattern));
    if contacts is not null then
      contacts := contacts || array(select c.id from contacts c where c.organization_id = organization and c.search like pattern limit 1001);
    end if;
    if cardinality(contacts) > 1000 then
      contacts := null;
    end if;
    continue when cardinality(ids) >= most;
    ids := ids || array(
      select f.id from (
        (select p.id from printers p where p.organization_id = organization and p.registration <> 'unenrolled' and p.search like pattern
          limit most - cardinality(ids))
        union
        (select pc.printer_id from contacts c join printer_contacts pc on pc.organization_id = c.organization_id and pc.contact_id = c.id
          where c.organization_id = organization and c.search like pattern limit most - cardinality(ids))
        union
        (select t.printer_id from printer_tags t where t.organization_id = organization and t.tag_key = any (tags) limit most - cardinality(ids))
      ) f limit most - cardinality(ids));
  end loop;
  return next;
end $$;
revoke execute on function look_up_printers from public;
grant execute on function look_up_printers to mps_app;
drop function search_printers;
