-- The signed link of a printer, as it stands on its label: who holds it sees the supplies of that printer. Only the hash of its token is kept.
create table supply_links (
  organization_id uuid not null,
  id uuid not null default new_id(),
  printer_id uuid not null,
  token_hash text not null unique,
  created_at timestamptz not null default now(),
  created_by text not null,
  primary key (organization_id, id),
  -- a new link takes the place of the former one
  unique (organization_id, printer_id),
  foreign key (organization_id, printer_id) references printers on delete cascade
);

select protect('supply_links');
