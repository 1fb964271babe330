-- How many new printers an agent may register in a day (UTC), how many it has, and the last one that it may not.
alter table settings add column new_printers_per_day integer not null default 2000 check (new_printers_per_day between 1 and 1000000);
alter table agents
  add column new_printers_day date,
  add column new_printers integer not null default 0,
  -- Of these, at addresses that only a host name of the criteria can cover.
  add column new_printers_by_name integer not null default 0,
  add column refused_at timestamptz,
  add column refused_address text,
  add column refused_reason text;
