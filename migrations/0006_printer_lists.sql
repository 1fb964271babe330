-- The printer list: tags, a location that a person sets, views, and the one way to search under row-level security.

-- What a person sets of the location stands in place of what the printer tells; the list shows coalesce(location_set, location).
alter table printers add column location_set text;
alter table printers drop column search;
alter table printers add column search text not null generated always as (search_key(
  coalesce(serial_number, '') || ' ' || coalesce(manufacturer, '') || ' ' || coalesce(model, '') || ' ' || coalesce(address, '') || ' ' ||
  coalesce(host_name, '') || ' ' || coalesce(location_set, location, '') || ' ' || coalesce(asset_tag, ''))) stored;
create index printers_search on printers using gin (organization_id, search gin_trgm_ops) where registration <> 'unenrolled';

-- What the list is sorted by, as far as it changes seldom: what changes with each reading has no index, which every reading would have to write.
create index printers_by_host_name on printers (organization_id, host_name, id) where registration <> 'unenrolled';
create index printers_by_manufacturer on printers (organization_id, manufacturer, id) where registration <> 'unenrolled';
create index printers_by_model on printers (organization_id, model, id) where registration <> 'unenrolled';
create index printers_by_location on printers (organization_id, coalesce(location_set, location), id) where registration <> 'unenrolled';
create index printers_by_asset_tag on printers (organization_id, asset_tag, id) where registration <> 'unenrolled';
-- Facets of a large organization are counted from this index alone.
create index printers_by_facets on printers (organization_id, registration, manufacturer, model, agent_id, id) where registration <> 'unenrolled';

-- Words that people put on printers; the same word in another case is the same tag.
create table printer_tags (
  organization_id uuid not null,
  printer_id uuid not null,
  tag text not null check (length(tag) between 1 and 64),
  tag_key text not null generated always as (name_key(tag)) stored,
  primary key (organization_id, printer_id, tag_key),
  foreign key (organization_id, printer_id) references printers on delete cascade
);
create index printer_tags_by_tag on printer_tags (organization_id, tag_key, printer_id);
select protect('printer_tags');

-- @rule platform/search-keeps-to-the-scope  The functions that search past row-level security look at the organizations of the scope alone.
-- LIKE is not leakproof: under a policy no index serves it. This function looks the policy's settings up itself, and then has the index.
-- Gives ids of printers, at most so many, that bear a text themselves, in a tag, or in the contact they are assigned.
create function search_printers(wanted_organizations uuid[], wanted text, most integer) returns setof uuid
  language plpgsql stable security definer rows 100 set search_path = public, pg_temp set plan_cache_mode = force_custom_plan as $$
declare
  pattern text := search_pattern(wanted);
  here uuid := nullif(current_setting('mps.organization', true), '')::uuid;
  children jsonb := nullif(current_setting('mps.organizations', true), '')::jsonb;
  everywhere boolean := coalesce(current_setting('mps.reach', true), '') = 'provider';
  organization uuid;
  found_here uuid[];
  left_over integer := most;
begin
  foreach organization in array wanted_organizations loop
    exit when left_over <= 0;
    continue when not (everywhere or organization = here or coalesce(children ? organization::text, false));
    found_here := array(
      select f.id from (
        (select p.id from printers p where p.organization_id = organization and p.registration <> 'unenrolled' and p.search like pattern limit left_over)
        union
        (select pc.printer_id from contacts c join printer_contacts pc on pc.organization_id = c.organization_id and pc.contact_id = c.id
        where c.organization_id = organization and c.search like pattern limit left_over)
        union
        (select t.printer_id from tags_like(organization, pattern) k
        join printer_tags t on t.organization_id = organization and t.tag_key = k limit left_over)
      ) f limit left_over);
    left_over := left_over - cardinality(found_here);
    return query select unnest(found_here);
  end loop;
end $$;

-- The tags of an organization that match a pattern. They are few words on many printers: from each to the next is one step in the index.
create function tags_like(organization uuid, pattern text) returns setof text
  language sql stable security definer rows 10 set search_path = public, pg_temp as $$
  with recursive words as (
    (select t.tag_key from printer_tags t where t.organization_id = organization order by t.tag_key limit 1)
    union all
    select (select t.tag_key from printer_tags t where t.organization_id = organization and t.tag_key > w.tag_key order by t.tag_key limit 1)
    from words w where w.tag_key is not null
  )
  select w.tag_key from words w where w.tag_key like pattern
$$;
revoke execute on function search_printers, tags_like from public;
grant execute on function search_printers to mps_app;

-- Views of the list that people save. One's own go with the person into every organization; those that are shared are seen where they were made.
create table printer_views (
  organization_id uuid not null references organizations,
  id uuid not null default new_id(),
  person_id text not null references people (id) on delete cascade,
  name text not null,
  columns text[] not null check (cardinality(columns) > 0),
  sort text not null,
  direction text not null check (direction in ('asc', 'desc')),
  filter jsonb not null default '{}',
  shared boolean not null default false,
  version integer not null default 1,
  primary key (organization_id, id)
);
create unique index printer_view_names on printer_views (person_id, name_key(name));
create index printer_views_shared on printer_views (organization_id) where shared;
create table default_printer_views (
  organization_id uuid not null references organizations,
  person_id text not null primary key references people (id) on delete cascade,
  view_id text not null
);
select protect('printer_views'), protect('default_printer_views');
-- The policy that lets a person at their own rows, wherever they are at work; the server sets mps.person where it is about them.
create policy own on printer_views to mps_app using (person_id = (select nullif(current_setting('mps.person', true), '')));
create policy own on default_printer_views to mps_app using (person_id = (select nullif(current_setting('mps.person', true), '')));

-- Which supply of a printer a level belongs to.
create function supply_key(supply jsonb) returns text language sql immutable parallel safe as $$
  select coalesce(supply ->> 'index', concat_ws(' ', supply ->> 'kind', supply ->> 'color', supply ->> 'name'))
$$;

-- @rule printers/unknown-levels-keep-the-last-good  A level that is not known, as while a printer sleeps, does not overwrite the last good one, which stays with its time.
create function keep_good_levels(told jsonb, known jsonb, known_at timestamptz) returns jsonb language sql stable parallel safe as $$
  select case when jsonb_array_length(told) = 0 then coalesce(known, told) else (
    select jsonb_agg(case when g.good is null then t.supply else t.supply || jsonb_build_object('lastGood', g.good) end order by t.place)
    from jsonb_array_elements(told) with ordinality as t (supply, place)
    left join lateral (
      select case when k ->> 'state' = 'level'
          then jsonb_build_object('percent', k -> 'percent', 'level', k -> 'level', 'at', to_char(known_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'))
          else k -> 'lastGood' end as good
      from jsonb_array_elements(known) k
      -- another cartridge has another level
      where public.supply_key(k) = public.supply_key(t.supply)
        and coalesce(k ->> 'serialNumber' = t.supply ->> 'serialNumber', true)
      limit 1
    ) g on t.supply ->> 'state' <> 'level'
  ) end
$$;
create function lowest_level(supplies jsonb) returns real language sql immutable parallel safe as $$
  select min(case s ->> 'state' when 'level' then s ->> 'percent' when 'some-left' then null else s -> 'lastGood' ->> 'percent' end::real)
  from jsonb_array_elements(supplies) s
$$;

-- Supplies and alerts are wide and change seldom: apart from the narrow row that every reading writes and every list reads.
create table printer_supplies (
  organization_id uuid not null,
  printer_id uuid not null,
  supplies jsonb not null default '[]',
  alerts jsonb not null default '[]',
  primary key (organization_id, printer_id),
  foreign key (organization_id, printer_id) references printers on delete cascade
) with (fillfactor = 70);
insert into printer_supplies select organization_id, printer_id, supplies, alerts from printer_readings;
alter table printer_readings drop column supplies, drop column alerts;
select protect('printer_supplies');

-- What a printer told over time. Each reading that says something new, and at least one an hour, is kept as it was; of each hour and each day the last.
-- They are partitioned by time, so that what has been kept long enough is dropped and not deleted row by row. The partitions are in a schema of their
-- own, to which the application role has no key: it reaches them through the tables here, under their policy.
create schema history;
create table reading_history (
  organization_id uuid not null,
  printer_id uuid not null,
  at timestamptz not null,
  lifetime_page_count bigint,
  mono_page_count bigint,
  color_page_count bigint,
  -- percent left by key of the supply
  levels jsonb not null default '{}',
  primary key (organization_id, printer_id, at)
) partition by range (at);
create index reading_history_by_time on reading_history using brin (at) with (pages_per_range = 16);
create table reading_hours (like reading_history including all) partition by range (at);
create table reading_days (like reading_history including all) partition by range (at);
select protect('reading_history'), protect('reading_hours'), protect('reading_days');

-- What the newest reading said of the levels, in the form of the history: a reading that says the same again is not kept again.
alter table printer_readings add column levels jsonb not null default '{}';

alter table settings
  add column reading_retention_days integer not null default 8 check (reading_retention_days between 2 and 3650),
  add column hour_retention_days integer not null default 62 check (hour_retention_days between 2 and 3650),
  add column day_retention_days integer not null default 1100 check (day_retention_days between 2 and 36500);

-- The stretch of time for which partitions exist: what is told of another time is kept where there is a place for it.
create table history_spans (
  kept text primary key check (kept in ('reading_history', 'reading_hours', 'reading_days')),
  since timestamptz not null,
  until timestamptz not null
);
-- Hours and days of which something was told since they were last rolled up.
create table history_dues (
  kept text not null check (kept in ('reading_hours', 'reading_days')),
  at timestamptz not null,
  primary key (kept, at)
);
grant select on history_spans to mps_app;
grant select, insert on history_dues to mps_app;

-- Makes the partitions from the oldest time that is kept until a while ahead, and drops those that are older.
create function keep_partitions(parent text, unit text, retention_days integer, ahead interval) returns void
  language plpgsql as $$
declare
  first timestamptz := date_trunc(unit, now() - make_interval(days => retention_days), 'UTC');
  step interval := ('1 ' || unit)::interval;
  start timestamptz := first;
  part text;
begin
  while start <= now() + ahead loop
    part := format('%s_%s', parent, to_char(start at time zone 'UTC', 'YYYYMMDD'));
    if to_regclass(format('history.%I', part)) is null then
      execute format('create table history.%I partition of public.%I for values from (%L) to (%L)', part, parent, start, start + step);
    end if;
    start := start + step;
  end loop;
  for part in
    select c.relname from pg_inherits i join pg_class c on c.oid = i.inhrelid
    where i.inhparent = format('public.%I', parent)::regclass and right(c.relname, 8) < to_char(first at time zone 'UTC', 'YYYYMMDD')
  loop
    execute format('drop table history.%I', part);
  end loop;
  insert into history_spans values (parent, first, start) on conflict (kept) do update set since = excluded.since, until = excluded.until;
end $$;

-- @rule printers/history-retention  Readings are kept raw, by hour and by day, each as long as is set; what has been kept long enough is dropped.
create function keep_history() returns void language plpgsql volatile security definer set search_path = public, pg_temp set timezone = 'UTC' as $$
declare kept settings;
begin
  perform pg_advisory_xact_lock(hashtext('keep_history'));
  -- Another transaction may be at work in a partition for long: the next run tries again, and nobody waits behind this one.
  set local lock_timeout = '3s';
  select * into kept from settings;
  perform keep_partitions('reading_history', 'day', kept.reading_retention_days, interval '7 days');
  perform keep_partitions('reading_hours', 'month', kept.hour_retention_days, interval '40 days');
  perform keep_partitions('reading_days', 'year', kept.day_retention_days, interval '60 days');
  delete from history_dues d using history_spans s where s.kept = d.kept and d.at < s.since;
end $$;

-- Rolls up the oldest hour or day of which something was told and that is over: of each printer the last reading. False when there is none.
create function roll_up_history() returns boolean language plpgsql volatile security definer set search_path = public, pg_temp set timezone = 'UTC' as $$
declare
  due history_dues;
  width interval;
begin
  -- Hours before days, and each while nobody else rolls up.
  perform pg_advisory_xact_lock(hashtext('roll_up_history'));
  delete from history_dues d where (d.kept, d.at) in (
    select x.kept, x.at from history_dues x
    where x.at <= now() - case x.kept when 'reading_hours' then interval '1 hour' else interval '1 day' end
    order by x.kept = 'reading_days', x.at limit 1)
  returning * into due;
  if not found then
    return false;
  end if;
  width := case due.kept when 'reading_hours' then interval '1 hour' else interval '1 day' end;
  if not exists (select from history_spans s where s.kept = due.kept and due.at >= s.since and due.at < s.until) then
    return true;
  end if;
  execute format(
    'insert into %1$I select distinct on (organization_id, printer_id) organization_id, printer_id, $1, lifetime_page_count, mono_page_count, color_page_count, levels
      from %2$I where at >= $1 and at < $1 + $2 order by organization_id, printer_id, at desc
      on conflict (organization_id, printer_id, at) do update set lifetime_page_count = excluded.lifetime_page_count,
        mono_page_count = excluded.mono_page_count, color_page_count = excluded.color_page_count, levels = excluded.levels',
    due.kept, case due.kept when 'reading_hours' then 'reading_history' else 'reading_hours' end) using due.at, width;
  if due.kept = 'reading_hours' then
    insert into history_dues values ('reading_days', date_trunc('day', due.at, 'UTC')) on conflict do nothing;
  end if;
  return true;
end $$;
revoke execute on function keep_partitions, keep_history, roll_up_history from public;
grant execute on function keep_history, roll_up_history to mps_app;
select keep_history();

-- What changed about a printer, and a page count that went down.
create table printer_events (
  organization_id uuid not null,
  printer_id uuid not null,
  id bigint not null generated always as identity,
  at timestamptz not null default now(),
  kind text not null check (kind in ('ip-address', 'host-name', 'firmware', 'agent', 'contact', 'asset-tag', 'location', 'serial-number', 'registration', 'page-count-went-down')),
  before text,
  after text,
  primary key (organization_id, printer_id, id)
);
select protect('printer_events');

-- @rule printers/changes-are-kept  Whatever changes a printer's address, host name, firmware, agent, contact, asset tag or location leaves an event, in the same transaction.
create function note_printer_changes() returns trigger language plpgsql as $$
begin
  insert into printer_events (organization_id, printer_id, kind, before, after)
  select n.organization_id, n.id, c.kind, c.before, c.after
  from new_rows n join old_rows o on o.organization_id = n.organization_id and o.id = n.id
  cross join lateral (values
    ('ip-address', coalesce(host(o.ip_address), o.address), coalesce(host(n.ip_address), n.address)),
    ('host-name', o.host_name, n.host_name),
    ('firmware', o.firmware, n.firmware),
    ('asset-tag', o.asset_tag, n.asset_tag),
    ('location', coalesce(o.location_set, o.location), coalesce(n.location_set, n.location)),
    ('serial-number', o.serial_number, n.serial_number),
    ('registration', o.registration, n.registration)
  ) as c (kind, before, after)
  where c.before is distinct from c.after;
  insert into printer_events (organization_id, printer_id, kind, before, after)
  select n.organization_id, n.id, 'agent', b.name, a.name
  from new_rows n join old_rows o on o.organization_id = n.organization_id and o.id = n.id
  left join agents b on b.organization_id = o.organization_id and b.id = o.agent_id
  left join agents a on a.organization_id = n.organization_id and a.id = n.agent_id
  where n.agent_id is distinct from o.agent_id;
  return null;
end $$;
create trigger changes_are_kept after update on printers referencing old table as old_rows new table as new_rows
  for each statement execute function note_printer_changes();

create function note_contact_changes() returns trigger language plpgsql as $$
begin
  if tg_op = 'INSERT' then
    insert into printer_events (organization_id, printer_id, kind, after)
    select n.organization_id, n.printer_id, 'contact', c.first_name || ' ' || c.last_name
    from new_rows n join contacts c on c.organization_id = n.organization_id and c.id = n.contact_id;
  elsif tg_op = 'UPDATE' then
    insert into printer_events (organization_id, printer_id, kind, before, after)
    select n.organization_id, n.printer_id, 'contact', b.first_name || ' ' || b.last_name, c.first_name || ' ' || c.last_name
    from new_rows n join old_rows o on o.organization_id = n.organization_id and o.printer_id = n.printer_id
    left join contacts b on b.organization_id = o.organization_id and b.id = o.contact_id
    join contacts c on c.organization_id = n.organization_id and c.id = n.contact_id
    where n.contact_id <> o.contact_id;
  end if;
  return null;
end $$;
create trigger new_contact_is_kept after insert on printer_contacts referencing new table as new_rows
  for each statement execute function note_contact_changes();
create trigger changed_contact_is_kept after update on printer_contacts referencing old table as old_rows new table as new_rows
  for each statement execute function note_contact_changes();

-- A printer that is deleted takes its history with it. No foreign keys: each reading would look its printer up.
create function forget_printers() returns trigger language plpgsql as $$
begin
  delete from printer_events x using gone where x.organization_id = gone.organization_id and x.printer_id = gone.id;
  delete from reading_history x using gone where x.organization_id = gone.organization_id and x.printer_id = gone.id;
  delete from reading_hours x using gone where x.organization_id = gone.organization_id and x.printer_id = gone.id;
  delete from reading_days x using gone where x.organization_id = gone.organization_id and x.printer_id = gone.id;
  return null;
end $$;
create trigger history_goes_with_the_printer after delete on printers referencing old table as gone
  for each statement execute function forget_printers();

-- The tasks of one printer.
create index task_outcomes_by_printer on task_outcomes (organization_id, printer_id, task_id);
