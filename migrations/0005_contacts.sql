-- Supplies delivery contacts.

create table contacts (
  organization_id uuid not null references organizations,
  id uuid not null default new_id(),
  first_name text not null,
  last_name text not null,
  business_name text,
  email text not null,
  country_code text not null,
  phone_number text not null,
  address_line_1 text not null,
  address_line_2 text,
  city text not null,
  state text,
  postal_code text,
  country text not null check (country ~ '^[A-Z]{2}$'),
  version integer not null default 1,
  updated_at timestamptz not null default now(),
  identity text not null generated always as (sha256_of(
    name_key(first_name) || chr(31) ||
    name_key(last_name) || chr(31) ||
    name_key(coalesce(business_name, '')) || chr(31) ||
    name_key(address_line_1) || chr(31) ||
    name_key(city) || chr(31) ||
    name_key(coalesce(postal_code, '')) || chr(31) ||
    country)) stored,
  search text not null generated always as (search_key(
    first_name || ' ' || last_name || ' ' || coalesce(business_name, '') || ' ' || city || ' ' || email)) stored,
  primary key (organization_id, id),
  -- Two contacts that are equal are one.
  constraint contact_identity unique (organization_id, identity)
);
create index contacts_by_name on contacts (organization_id, name_key(last_name || ' ' || first_name), id);
create index contacts_by_business_name on contacts (organization_id, name_key(coalesce(business_name, '')), id);
create index contacts_by_city on contacts (organization_id, name_key(city), id);
create index contacts_by_country on contacts (organization_id, country, id);
create index contacts_by_email on contacts (organization_id, lower(email), id);
create index contacts_search on contacts using gin (organization_id, search gin_trgm_ops);

select protect('contacts');
