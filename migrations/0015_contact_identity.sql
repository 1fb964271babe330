-- What makes two contacts the same, in the case folding that the code has too (src/features/contacts/normal/text.ts). The collation is that of
-- Unicode whatever the database's own is.
create function contact_key(value text) returns text language sql immutable parallel safe as $$
  select replace(replace(replace(replace(
    lower(btrim(regexp_replace(normalize(value, NFKC), '\s+', ' ', 'g')) collate public.natural_order),
    'ß', 'ss'), E'i\u0307', 'i'), 'ı', 'i'), 'ς', 'σ')
$$;

alter table contacts drop column identity;
alter table contacts
  add column identity text not null generated always as (sha256_of(
    contact_key(first_name) || chr(31) ||
    contact_key(last_name) || chr(31) ||
    contact_key(coalesce(business_name, '')) || chr(31) ||
    contact_key(address_line_1) || chr(31) ||
    contact_key(city) || chr(31) ||
    contact_key(coalesce(postal_code, '')) || chr(31) ||
    contact_key(country))) stored,
  -- @rule contacts/already-exists  Same first name, last name, business name, address line 1, city, postal code and country: one contact.
  add constraint contact_identity unique (organization_id, identity);
