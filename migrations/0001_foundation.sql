-- What the tables are built with: extensions, a sort order, and the functions that their defaults, generated columns, checks and
-- indexes call. These functions stay here and are not applied again: a change would not reach the values that are already stored.

create extension if not exists pg_trgm;
create extension if not exists btree_gin;

-- Texts are sorted as people expect: in any case, and numbers in them by their size.
create collation natural_order (provider = icu, locale = 'und-u-kn-true');

-- Version 7 of RFC 9562: ids that are made together lie together in an index.
create function new_id() returns uuid language sql volatile parallel safe as $$
  select encode(
    set_bit(set_bit(
      overlay(
        uuid_send(gen_random_uuid())
        placing substring(int8send((extract(epoch from clock_timestamp()) * 1000)::bigint) from 3) from 1 for 6),
      52, 1), 53, 1), 'hex')::uuid
$$;

-- Two writings of the same text get the same key: one Unicode form, one case, blanks collapsed. Searches use this form.
create function search_key(value text) returns text language sql immutable parallel safe as $$
  select lower(btrim(regexp_replace(normalize(value, NFKC), '\s+', ' ', 'g')))
$$;

-- The same for names, which are unique and sorted. An index entry must be short, and one letter may become eighteen in that form.
create function name_key(value text) returns text language sql immutable parallel safe as $$
  select left(public.search_key(value), 500)
$$;

-- A serial number without blanks and in one case, as the identity of a printer has it. Cut, because an index entry must be short.
create function serial_key(value text) returns text language sql immutable parallel safe as $$
  select left(lower(regexp_replace(normalize(value, NFKC), '\s+', '', 'g')), 200)
$$;

-- Immutable, because a database keeps its encoding.
create function sha256_of(value text) returns text language sql immutable parallel safe as $$
  select encode(sha256(convert_to(value, 'UTF8')), 'hex')
$$;

-- The block of six hours that a time falls into.
create function block_of(at timestamptz) returns timestamptz language sql immutable parallel safe as $$
  select date_bin('6 hours', at, '2000-01-01 00:00Z')
$$;

-- Makes a table a tenant table: row-level security for the role mps_app. live/tenancy.sql gives every such table its policy.
create function protect(tenant_table regclass) returns void language plpgsql as $$
begin
  execute format('alter table %s enable row level security', tenant_table);
  execute format('grant select, insert, update, delete on %s to mps_app', tenant_table);
end $$;

grant usage on schema public to mps_app;
