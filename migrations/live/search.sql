-- @rule platform/search-keeps-to-the-scope  The functions that bypass row-level security for searches read only the organizations of the
-- scope.
-- LIKE is not leakproof: under a policy no index serves it, nor a page after a key that a function makes. The functions of this file check
-- the policy's settings themselves, and then have the index.

-- A pattern that finds a text anywhere, its own wildcards taken literally.
create or replace function search_pattern(wanted text) returns text language sql immutable parallel safe as $$
  select '%' || regexp_replace(public.search_key(wanted), '([\\%_])', '\\\1', 'g') || '%'
$$;

-- The conditions of a search of contacts, with the parameters of the two functions below.
-- The parts of the name, business and city stand in the searched text, which has the index.
create or replace function contact_conditions(wanted text, wanted_name text, wanted_business_name text, wanted_city text) returns text
  language sql immutable parallel safe as $$
  select 'c.organization_id = $1'
    || case when wanted is null then '' else ' and c.search like public.search_pattern($2)' end
    || case when wanted_name is null then '' else ' and c.search like public.search_pattern($3)'
      || ' and public.search_key(c.first_name || '' '' || c.last_name) like public.search_pattern($3)' end
    || case when wanted_business_name is null then '' else ' and c.search like public.search_pattern($4)'
      || ' and public.search_key(c.business_name) like public.search_pattern($4)' end
    || case when wanted_city is null then '' else ' and c.search like public.search_pattern($5)'
      || ' and public.search_key(c.city) like public.search_pattern($5)' end
$$;

-- @rule contacts/search  A search covers name, business name, city and e-mail, takes every character literally, and finds contacts of
-- the scope's organization only.
-- Each statement is planned for its own words: a rare one by the index of words, a common one in the order that is asked for.
create or replace function find_contacts(
    organization uuid, wanted text, wanted_name text, wanted_business_name text, wanted_city text,
    sort text, descending boolean, after_key text, after_id uuid, page integer)
  returns table (id uuid, sort_key text)
  language plpgsql stable security definer set search_path = public, pg_temp rows 50 as $$
declare
  key text := case sort
    when 'businessName' then 'public.name_key(coalesce(c.business_name, ''''))'
    when 'city' then 'public.name_key(c.city)'
    when 'country' then 'c.country'
    when 'email' then 'lower(c.email)'
    else 'public.name_key(c.last_name || '' '' || c.first_name)' end;
begin
  if organization is distinct from scope_setting('organization')::uuid then return; end if;
  return query execute format('select c.id, %1$s from contacts c where %2$s %3$s order by %1$s %4$s, c.id %4$s limit $8',
      key, contact_conditions(wanted, wanted_name, wanted_business_name, wanted_city),
      case when after_id is null then '' else format('and (%s, c.id) %s ($6, $7)', key, case when descending then '<' else '>' end) end,
      case when descending then 'desc' else 'asc' end)
    using organization, wanted, wanted_name, wanted_business_name, wanted_city, after_key, after_id, page;
end $$;

create or replace function count_contacts(
    organization uuid, wanted text, wanted_name text, wanted_business_name text, wanted_city text)
  returns bigint
  language plpgsql stable security definer set search_path = public, pg_temp as $$
declare
  found bigint := 0;
begin
  if organization is distinct from scope_setting('organization')::uuid then return 0; end if;
  execute 'select count(*) from contacts c where ' || contact_conditions(wanted, wanted_name, wanted_business_name, wanted_city)
    into found using organization, wanted, wanted_name, wanted_business_name, wanted_city;
  return found;
end $$;

-- The tags of an organization that match a pattern. They are few words on many printers: from each to the next is one step in the index.
create or replace function tags_like(organization uuid, pattern text) returns setof text
  language sql stable security definer rows 10 set search_path = public, pg_temp as $$
  with recursive words as (
    (select t.tag_key from printer_tags t where t.organization_id = organization order by t.tag_key limit 1)
    union all
    select (
      select t.tag_key from printer_tags t
      where t.organization_id = organization and t.tag_key > w.tag_key
      order by t.tag_key limit 1)
    from words w
    where w.tag_key is not null
  )
  select w.tag_key from words w where w.tag_key like pattern
$$;

-- What a search of printers finds: up to so many printers that have the text themselves, in a tag or in their contact; and for a text
-- that more of them have, the tags and the contacts that match (null where more than a thousand contacts do).
create or replace function look_up_printers(wanted_organizations uuid[], wanted text, most integer)
  returns table (ids uuid[], tags text[], contacts uuid[])
  language plpgsql stable security definer set search_path = public, pg_temp set plan_cache_mode = force_custom_plan as $$
declare
  pattern text := search_pattern(wanted);
  here uuid := scope_setting('organization')::uuid;
  children jsonb := scope_setting('organizations')::jsonb;
  everywhere boolean := coalesce(scope_setting('reach') = 'provider', false);
  reached uuid[] := array(
    select o from unnest(wanted_organizations) o where everywhere or o = here or coalesce(children ? o::text, false));
  organization uuid;
begin
  ids := '{}';
  tags := '{}';
  contacts := '{}';
  foreach organization in array reached loop
    tags := array(select unnest(tags) union select tags_like(organization, pattern));
    if contacts is not null then
      contacts := contacts || array(
        select c.id from contacts c where c.organization_id = organization and c.search like pattern limit 1001);
    end if;
    if cardinality(contacts) > 1000 then
      contacts := null;
    end if;
    continue when cardinality(ids) >= most;
    ids := ids || array(
      select f.id from (
        (select p.id from printers p
        where p.organization_id = organization and p.registration <> 'unenrolled' and p.search like pattern
        limit most - cardinality(ids))
        union
        (select pc.printer_id
        from contacts c
        join printer_contacts pc on pc.organization_id = c.organization_id and pc.contact_id = c.id
        where c.organization_id = organization and c.search like pattern
        limit most - cardinality(ids))
        union
        (select t.printer_id from printer_tags t
        where t.organization_id = organization and t.tag_key = any (tags)
        limit most - cardinality(ids))
      ) f
      limit most - cardinality(ids));
  end loop;
  return next;
end $$;

revoke execute on function find_contacts, count_contacts, tags_like, look_up_printers from public;
grant execute on function find_contacts, count_contacts, look_up_printers to mps_app;
