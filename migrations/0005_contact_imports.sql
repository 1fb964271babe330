-- Imports of contacts, serial numbers that wait for a printer, the provider's settings, and the search among many contacts.

alter table settings
  add column contact_import_limit integer not null default 300 check (contact_import_limit between 1 and 20000),
  add column version integer not null default 1;

-- A serial number as two writings of it are the same: as the identity of a printer has it. Cut, since an index entry must be short.
create function serial_key(value text) returns text language sql immutable parallel safe as $$
  select left(lower(regexp_replace(normalize(value, NFKC), '\s+', '', 'g')), 200)
$$;

-- A column, not only an index: under row-level security no index over a function is used.
alter table printers add column serial_key text generated always as (public.serial_key(serial_number)) stored;
create index printers_by_serial_key on printers (organization_id, serial_key) where registration = 'enrolled';

create table contact_imports (
  organization_id uuid not null references organizations,
  id uuid not null default new_id(),
  file_name text not null,
  started_by text not null,
  status text not null default 'running' check (status in ('running', 'completed', 'canceled')),
  row_count integer not null,
  imported integer not null default 0,
  existing integer not null default 0,
  rejected integer not null default 0,
  not_imported integer not null default 0,
  -- the row it has come to; the header is row 1
  position integer not null default 1,
  task_id bigint,
  started_at timestamptz not null default now(),
  progressed_at timestamptz not null default now(),
  ended_at timestamptz,
  primary key (organization_id, id),
  foreign key (organization_id, task_id) references tasks on delete set null (task_id),
  check ((status = 'running') = (ended_at is null)),
  -- @rule contacts/every-row-has-one-outcome  Imported, existing, rejected, not imported: nothing is two of them, and together they are all rows.
  constraint every_row_has_one_outcome check (
    imported + existing + rejected + not_imported <= row_count
    and (status = 'running' or imported + existing + rejected + not_imported = row_count))
) with (fillfactor = 50);
-- Neither the progress nor the position is indexed: what each row changes stays where it is.
create index contact_imports_running on contact_imports (organization_id, id) where status = 'running';

create table contact_import_rows (
  organization_id uuid not null,
  import_id uuid not null,
  row_number integer not null,
  line integer not null,
  -- as the file has them, in the order of the sample's columns
  cells text[] not null,
  -- as they are stored, of a sound row; and its serial numbers
  contact text[],
  serial_numbers text[] not null default '{}',
  outcome text not null check (outcome in ('waiting', 'imported', 'existing', 'not-imported', 'rejected')),
  reason text check (reason in ('System error', 'Import canceled')),
  note text,
  contact_id uuid,
  faults jsonb not null default '[]',
  primary key (organization_id, import_id, row_number),
  foreign key (organization_id, import_id) references contact_imports,
  check ((outcome = 'rejected') = (contact is null)),
  check ((outcome = 'rejected') = (faults <> '[]')),
  check ((outcome = 'not-imported') = (reason is not null)),
  check (outcome <> 'imported' or contact_id is not null)
) with (fillfactor = 50);

create table contact_pending_serials (
  organization_id uuid not null,
  id uuid not null default new_id(),
  serial_number text not null,
  serial_key text not null generated always as (public.serial_key(serial_number)) stored,
  contact_id uuid not null,
  -- the import that brought it, and the task in which that import assigns it
  import_id uuid,
  task_id bigint,
  created_at timestamptz not null default now(),
  primary key (organization_id, id),
  -- @rule contacts/one-contact-per-pending-serial  A serial number waits for one contact: the newest import decides.
  constraint one_contact_per_pending_serial unique (organization_id, serial_key),
  -- @rule contacts/pending-serials-hold-their-contact  A contact with pending serial numbers cannot be deleted.
  foreign key (organization_id, contact_id) references contacts,
  foreign key (organization_id, import_id) references contact_imports,
  foreign key (organization_id, task_id) references tasks on delete set null (task_id)
);
create index contact_pending_serials_by_contact on contact_pending_serials (organization_id, contact_id, serial_key);
create index contact_pending_serials_by_import on contact_pending_serials (organization_id, import_id);

select protect('contact_imports'), protect('contact_import_rows'), protect('contact_pending_serials');

-- Treats the next row of a running import: contact, serial numbers that wait, the row's outcome, the import's position, together; or gives the row up.
-- False when no row waits, or the import does not run. One call a row, and its statements are planned once a connection: as one statement with the same
-- parts, planning took longer than the work. The import is locked first, and what follows sees what was done before: workers take turns.
create function treat_next_row(organization uuid, of_import uuid, give_up boolean) returns boolean language plpgsql as $$
declare
  reached integer;
  r contact_import_rows;
  made uuid;
  moved text;
begin
  select i.position into reached from contact_imports i where i.organization_id = organization and i.id = of_import and i.status = 'running' for update;
  if not found then return false; end if;
  select * into r from contact_import_rows w
  where w.organization_id = organization and w.import_id = of_import and w.row_number > reached and w.outcome = 'waiting' order by w.row_number limit 1;
  if not found then return false; end if;
  if give_up then
    update contact_import_rows w set outcome = 'not-imported', reason = 'System error'
    where w.organization_id = organization and w.import_id = of_import and w.row_number = r.row_number;
    update contact_imports i set position = r.row_number, progressed_at = now(), not_imported = i.not_imported + 1
    where i.organization_id = organization and i.id = of_import;
    return true;
  end if;
  insert into contacts (organization_id, first_name, last_name, business_name, email, country_code, phone_number, address_line_1, address_line_2,
    city, state, postal_code, country)
  values (organization, r.contact[1], r.contact[2], r.contact[3], r.contact[4], r.contact[5], r.contact[6], r.contact[7], r.contact[8],
    r.contact[9], r.contact[10], r.contact[11], r.contact[12])
  on conflict on constraint contact_identity do nothing returning id into made;
  if made is not null and r.serial_numbers <> '{}' then
    select string_agg(p.serial_number || ' (' || c.first_name || ' ' || c.last_name || ')', ', ' order by p.serial_key) into moved
    from contact_pending_serials p join contacts c on c.organization_id = p.organization_id and c.id = p.contact_id
    where p.organization_id = organization and p.serial_key = any (array(select serial_key(s) from unnest(r.serial_numbers) as s));
    insert into contact_pending_serials (organization_id, serial_number, contact_id, import_id)
    select organization, s, made, of_import from unnest(r.serial_numbers) as s
    on conflict on constraint one_contact_per_pending_serial do update
      set serial_number = excluded.serial_number, contact_id = excluded.contact_id, import_id = excluded.import_id, task_id = null, created_at = now();
  end if;
  update contact_import_rows w set outcome = case when made is null then 'existing' else 'imported' end, contact_id = made,
    -- @rule contacts/existing-contacts-assign-nothing  A row whose contact already exists assigns nothing, and says so.
    note = case
      when made is null and r.serial_numbers <> '{}' then 'The contact already exists: its serial numbers were not assigned.'
      when moved is not null then 'Waited for another contact before: ' || moved || '.'
    end
  where w.organization_id = organization and w.import_id = of_import and w.row_number = r.row_number;
  update contact_imports i set position = r.row_number, progressed_at = now(),
    imported = i.imported + (made is not null)::int, existing = i.existing + (made is null)::int
  where i.organization_id = organization and i.id = of_import;
  return true;
end $$;

-- Imports of any organization that made no progress for a while: a server that starts, or looks around, takes them up again.
create function stalled_imports(seconds integer) returns table (organization_id uuid, import_id uuid)
  language sql stable security definer set search_path = public, pg_temp as $$
  select i.organization_id, i.id from contact_imports i where i.status = 'running' and i.progressed_at <= now() - make_interval(secs => seconds)
$$;

create index contacts_by_business_name on contacts (organization_id, name_key(coalesce(business_name, '')), id);
create index contacts_by_city on contacts (organization_id, name_key(city), id);
create index contacts_by_country on contacts (organization_id, country, id);
create index contacts_by_email on contacts (organization_id, lower(email), id);

-- What a search of contacts asks for, as conditions with the parameters of the two functions below.
-- The parts of the name, business and city stand in the text that is searched, which has the index.
create function contact_conditions(wanted text, wanted_name text, wanted_business_name text, wanted_city text) returns text
  language sql immutable parallel safe as $$
  select 'c.organization_id = $1'
    || case when wanted is null then '' else ' and c.search like public.search_pattern($2)' end
    || case when wanted_name is null then '' else ' and c.search like public.search_pattern($3) and public.search_key(c.first_name || '' '' || c.last_name) like public.search_pattern($3)' end
    || case when wanted_business_name is null then '' else ' and c.search like public.search_pattern($4) and public.search_key(c.business_name) like public.search_pattern($4)' end
    || case when wanted_city is null then '' else ' and c.search like public.search_pattern($5) and public.search_key(c.city) like public.search_pattern($5)' end
$$;

-- @rule contacts/search  Over name, business name, city and e-mail, every character as it is; of the scope's organization alone.
-- Under row-level security no index serves LIKE, nor a page after a key that a function makes. So these two look past the policy, having asked
-- for the same organization themselves. Each statement is planned for its own words: a rare one by the index of words, a common one in the order asked.
create function find_contacts(organization uuid, wanted text, wanted_name text, wanted_business_name text, wanted_city text,
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
  if organization is distinct from nullif(current_setting('mps.organization', true), '')::uuid then return; end if;
  return query execute format('select c.id, %1$s from contacts c where %2$s %3$s order by %1$s %4$s, c.id %4$s limit $8',
      key, contact_conditions(wanted, wanted_name, wanted_business_name, wanted_city),
      case when after_id is null then '' else format('and (%s, c.id) %s ($6, $7)', key, case when descending then '<' else '>' end) end,
      case when descending then 'desc' else 'asc' end)
    using organization, wanted, wanted_name, wanted_business_name, wanted_city, after_key, after_id, page;
end $$;

create function count_contacts(organization uuid, wanted text, wanted_name text, wanted_business_name text, wanted_city text) returns bigint
  language plpgsql stable security definer set search_path = public, pg_temp as $$
declare found bigint := 0;
begin
  if organization is distinct from nullif(current_setting('mps.organization', true), '')::uuid then return 0; end if;
  execute 'select count(*) from contacts c where ' || contact_conditions(wanted, wanted_name, wanted_business_name, wanted_city)
    into found using organization, wanted, wanted_name, wanted_business_name, wanted_city;
  return found;
end $$;

revoke execute on function stalled_imports, find_contacts, count_contacts from public;
grant execute on function stalled_imports, find_contacts, count_contacts to mps_app;
