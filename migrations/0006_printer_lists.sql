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
