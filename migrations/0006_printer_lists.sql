-- The printer list: tags, a location that a person sets, views, and the one way to search under row-level security.

-- What a person sets of the location stands in place of what the printer tells; the list shows coalesce(location_set, location).
alter table printers add column location_set text;
alter table printers drop column search;
alter table printers add column search text not null generated always as (search_key(
  coalesce(serial_number, '') || ' ' || coalesce(manufacturer, '') || ' ' || coalesce(model, '') || ' ' || coalesce(address, '') || ' ' ||
  coalesce(host_name, '') || ' ' || coalesce(location_set, location, '') || ' ' || coalesce(asset_tag, ''))) stored;
create index printers_search on printers using gin (organization_id, search gin_trgm_ops);

-- What the list is sorted by, as far as it changes seldom: what changes with each reading has no index, which every reading would have to write.
create index printers_by_host_name on printers (organization_id, host_name, id) where registration <> 'unenrolled';
create index printers_by_manufacturer on printers (organization_id, manufacturer, id) where registration <> 'unenrolled';
create index printers_by_model on printers (organization_id, model, id) where registration <> 'unenrolled';
create index printers_by_location on printers (organization_id, coalesce(location_set, location), id) where registration <> 'unenrolled';
create index printers_by_asset_tag on printers (organization_id, asset_tag, id) where registration <> 'unenrolled';

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
        (select p.id from printers p where p.organization_id = organization and p.search like pattern limit left_over)
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
