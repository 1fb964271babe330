-- Supplies and their orders: the catalogue of cartridges, what is known of each supply, what was decided, and the orders.

-- A part number as two people would call it the same: TN-3480, tn 3480.
create function part_key(part text) returns text language sql immutable parallel safe as $$
  select upper(regexp_replace(part, '[^A-Za-z0-9]', '', 'g'))
$$;

-- The provider's, for all customers. Cartridges of one family fit the same printers: those of a high and of a standard yield may replace each other.
create table cartridges (
  id uuid primary key default new_id(),
  manufacturer text not null check (length(manufacturer) between 1 and 128),
  part text not null check (length(part) between 1 and 128),
  part_key text not null generated always as (name_key(manufacturer) || ' ' || part_key(part)) stored,
  name text not null default '',
  kind text not null check (kind in ('toner', 'ink', 'drum', 'waste', 'other')),
  color text,
  yield_pages integer check (yield_pages > 0),
  yield_basis text check (yield_basis in ('iso-19752', 'iso-19798', 'iso-24711', 'maker')),
  yield_class text not null default 'standard' check (yield_class in ('standard', 'high', 'extra-high')),
  family text not null check (length(family) between 1 and 128),
  price_cents bigint check (price_cents >= 0),
  currency text check (currency ~ '^[A-Z]{3}$'),
  weight_grams integer check (weight_grams > 0),
  orderable boolean not null default true,
  version integer not null default 1,
  check (part_key(part) <> ''),
  check ((price_cents is null) = (currency is null)),
  check ((yield_pages is null) = (yield_basis is null)),
  -- @rule supplies/one-cartridge-per-part  A maker's part number is in the catalogue once, however it is written.
  constraint one_cartridge_per_part unique (part_key)
);
create table cartridge_models (
  cartridge_id uuid not null references cartridges on delete cascade,
  manufacturer text not null check (length(manufacturer) between 1 and 128),
  model text not null check (length(model) between 1 and 128),
  model_key text not null generated always as (name_key(manufacturer || ' ' || model)) stored,
  primary key (cartridge_id, model_key)
);
create index cartridge_models_by_model on cartridge_models (model_key);
grant select, insert, update, delete on cartridges, cartridge_models to mps_app;

-- What the fleet as a whole has taught about supplies: one record, and what reports have taught since it was last brought up to date.
create table fleet_statistics (
  one boolean primary key default true check (one),
  statistics text,
  updated_at timestamptz not null default now()
);
insert into fleet_statistics default values;
create table fleet_lessons (
  id bigint primary key generated always as identity,
  lessons text not null
);
grant select, update on fleet_statistics to mps_app;
grant select, insert, delete on fleet_lessons to mps_app;

-- What is known of the supplies of a printer, for a forecast without a look at its history: facts and state of each, as a text, since nothing looks inside.
create table supply_states (
  organization_id uuid not null,
  printer_id uuid not null,
  supplies text not null,
  primary key (organization_id, printer_id),
  foreign key (organization_id, printer_id) references printers on delete cascade
) with (fillfactor = 70);

-- What was decided about the supplies of a printer last, with the forecast that it rests on.
create table supply_outlooks (
  organization_id uuid not null,
  printer_id uuid not null,
  decided_at timestamptz not null,
  -- of the supply that ends first: calendar days between which it is forecast to
  ends_from date,
  ends_to date,
  outlook text not null,
  primary key (organization_id, printer_id),
  foreign key (organization_id, printer_id) references printers on delete cascade
) with (fillfactor = 70);
create index supply_outlooks_by_end on supply_outlooks (organization_id, ends_to, printer_id);

-- What happened to the supplies of a printer beside their percent: cartridges put in, alerts, words instead of numbers.
create table supply_changes (
  organization_id uuid not null,
  printer_id uuid not null,
  id bigint not null generated always as identity,
  at timestamptz not null,
  supply text not null,
  kind text not null check (kind in ('first-seen', 'installed', 'low', 'no-longer-low', 'some-left', 'number-again', 'step')),
  -- of a cartridge that was put in: what was recognised beside that it is another one
  remarks text[] not null default '{}',
  before text,
  after text,
  part text,
  serial_number text,
  pages bigint,
  primary key (organization_id, printer_id, id),
  foreign key (organization_id, printer_id) references printers on delete cascade
);
create index supply_changes_by_serial on supply_changes (organization_id, serial_number) where serial_number is not null;

-- Parts that printers report, each once for a model; the catalogue knows them or not.
create table reported_parts (
  manufacturer text not null,
  model text not null,
  part text not null,
  part_key text not null generated always as (name_key(manufacturer) || ' ' || part_key(part)) stored,
  model_key text not null generated always as (name_key(manufacturer || ' ' || model)) stored,
  kind text not null,
  color text,
  name text,
  first_seen_at timestamptz not null default now(),
  primary key (model_key, part_key)
);
grant select, insert on reported_parts to mps_app;

-- Rules of ordering. Whom a rule is for: everybody, a partner's customers, one customer, one address, one model, one kind or colour of supply.
create table order_rules (
  id uuid primary key default new_id(),
  name text not null check (length(name) between 1 and 128),
  for_organization_id uuid references organizations,
  for_contact_id uuid,
  for_model_key text,
  for_manufacturer text,
  for_model text,
  for_kind text check (for_kind in ('toner', 'ink', 'drum', 'waste', 'other')),
  for_color text,
  due text not null default 'risk' check (due in ('risk', 'level', 'days', 'level-or-days', 'level-and-days', 'never')),
  risk_percent real check (risk_percent > 0 and risk_percent < 100),
  level_percent real check (level_percent between 0 and 100),
  days_left integer check (days_left between 0 and 365),
  along_working_days integer not null default 20 check (along_working_days between 0 and 120),
  approval text not null default 'nobody' check (approval in ('nobody', 'partner', 'provider')),
  month_cartridges integer check (month_cartridges > 0),
  month_cost_cents bigint check (month_cost_cents > 0),
  version integer not null default 1,
  updated_at timestamptz not null default now(),
  updated_by text not null,
  foreign key (for_organization_id, for_contact_id) references contacts on delete cascade,
  check (for_contact_id is null or for_organization_id is not null),
  check ((for_model_key is null) = (for_model is null) and (for_manufacturer is null) = (for_model is null)),
  check ((due = 'risk') = (risk_percent is not null)),
  check ((due in ('level', 'level-or-days', 'level-and-days')) = (level_percent is not null)),
  check ((due in ('days', 'level-or-days', 'level-and-days')) = (days_left is not null)),
  -- @rule orders/one-rule-per-scope  There is one rule for each choice of customer, address, model and supply.
  constraint one_rule_per_scope unique nulls not distinct (for_organization_id, for_contact_id, for_model_key, for_kind, for_color)
);
alter table order_rules enable row level security;
grant select, insert, update, delete on order_rules to mps_app;

create table orders (
  organization_id uuid not null references organizations,
  id uuid not null default new_id(),
  number bigint not null generated always as identity,
  contact_id uuid not null,
  -- the delivery contact as it was when ordered
  address jsonb not null,
  express boolean not null default false,
  -- the least advanced line's
  state text not null check (state in ('proposed', 'ordered', 'shipped', 'delivered', 'installed', 'canceled', 'held', 'lost')),
  lines integer not null,
  created_at timestamptz not null default now(),
  created_by text not null,
  primary key (organization_id, id)
);
create unique index orders_by_number on orders (number);
create unique index orders_by_id on orders (id);
create index orders_of_organization on orders (organization_id, number);
create index orders_by_state on orders (state, number) where state not in ('installed', 'canceled');
create index orders_by_contact on orders (organization_id, contact_id, number);

create table order_lines (
  organization_id uuid not null,
  id uuid not null default new_id(),
  order_id uuid not null,
  printer_id uuid not null,
  -- of the printer, as it was when ordered
  serial_number text,
  supply text not null,
  -- which cartridge of the supply this is, counted from the first that was seen: each is needed once
  need integer not null,
  state text not null check (state in ('proposed', 'ordered', 'shipped', 'delivered', 'installed', 'canceled', 'held', 'lost')),
  -- what is waited for by a line that is proposed, and whose hand it needs
  approval text not null default 'nobody' check (approval in ('nobody', 'partner', 'provider')),
  hold text check (hold in (
    'level-jumped', 'not-read', 'pages-implausible', 'address-bounced', 'too-many', 'leaving-program', 'over-limit', 'not-in-catalogue', 'by-hand')),
  ending text check (ending in ('refused', 'returned', 'defective', 'not-needed', 'by-hand')),
  name text not null,
  kind text not null,
  color text,
  family text not null,
  cartridge_id uuid,
  manufacturer text,
  part text,
  price_cents bigint,
  currency text,
  reason text not null,
  rule text not null,
  express boolean not null default false,
  pages bigint,
  ordered_at timestamptz,
  -- the day by which it is expected, in the supplier's words or by the lead times
  expected_on date,
  confirmed_at timestamptz,
  backordered_until date,
  substituted_for text,
  delivered_at timestamptz,
  installed_at timestamptz,
  changed_at timestamptz not null default now(),
  primary key (organization_id, id),
  foreign key (organization_id, order_id) references orders,
  foreign key (organization_id, printer_id) references printers on delete cascade,
  check ((state = 'held') = (hold is not null)),
  check ((state = 'canceled') = (ending is not null))
) with (fillfactor = 80);
create unique index order_lines_by_id on order_lines (id);
create index order_lines_by_serial on order_lines (serial_number) where serial_number is not null;
create index order_lines_of_order on order_lines (organization_id, order_id);
create index order_lines_of_printer on order_lines (organization_id, printer_id, supply);
-- @rule orders/one-order-per-need  A need has one line that is neither canceled nor lost: the database refuses a second, whoever asks.
create unique index one_order_per_need on order_lines (organization_id, printer_id, supply, need) where state not in ('canceled', 'lost', 'installed');
create index order_lines_open on order_lines (organization_id, state) include (approval, expected_on) where state not in ('installed', 'canceled');
create index order_lines_on_the_shelf on order_lines (organization_id, family) where state = 'delivered';
create index order_lines_attention on order_lines (state, changed_at) where state in ('proposed', 'held', 'lost');

-- Every change of a line: from which state to which, by whom or which rule, and why.
create table order_line_events (
  organization_id uuid not null,
  line_id uuid not null,
  id bigint not null generated always as identity,
  at timestamptz not null default now(),
  act text not null,
  from_state text,
  to_state text not null,
  by_kind text not null check (by_kind in ('rule', 'reading', 'customer', 'provider', 'supplier', 'link')),
  by_name text not null,
  reason text not null,
  details jsonb,
  primary key (organization_id, line_id, id),
  foreign key (organization_id, line_id) references order_lines on delete cascade
);

-- What readers outside the transaction work through: suppliers, later notifications. Written with the change, read in the order of commits.
create table order_outbox (
  id bigint primary key generated always as identity,
  transaction xid8 not null default pg_current_xact_id(),
  organization_id uuid not null,
  order_id uuid not null,
  line_id uuid not null,
  act text not null,
  from_state text,
  to_state text not null,
  at timestamptz not null default now()
);
create index order_outbox_in_order on order_outbox (transaction, id);

-- Cartridges on the shelf of an address beside those of delivered lines: counted by a person.
create table shelf_spares (
  organization_id uuid not null,
  contact_id uuid not null,
  family text not null,
  spares integer not null check (spares >= 0),
  counted_at timestamptz not null default now(),
  counted_by text not null,
  primary key (organization_id, contact_id, family),
  foreign key (organization_id, contact_id) references contacts on delete cascade
);

-- How many working days parcels to a customer were on their way.
create table delivery_times (
  organization_id uuid not null references organizations,
  working_days integer not null,
  parcels integer not null,
  primary key (organization_id, working_days)
);

-- Addresses to which mail or a parcel could not be delivered, until the contact is edited.
create table bounced_addresses (
  organization_id uuid not null,
  contact_id uuid not null,
  contact_version integer not null,
  reason text not null,
  at timestamptz not null default now(),
  primary key (organization_id, contact_id),
  foreign key (organization_id, contact_id) references contacts on delete cascade
);

-- The morning of a place: a country, or a state of it, on one day; and how far it is worked through.
create table order_rounds (
  country text not null,
  state text not null,
  day date not null,
  after_organization uuid,
  after_contact uuid,
  printers integer not null default 0,
  ordered integer not null default 0,
  held integer not null default 0,
  started_at timestamptz not null default now(),
  ended_at timestamptz,
  primary key (country, state, day)
);
grant select, insert, update, delete on order_rounds to mps_app;
create index contacts_by_place on contacts (country, (case when state is null then '' else state end), organization_id, id);

select protect('supply_states'), protect('supply_outlooks'), protect('supply_changes'), protect('orders'), protect('order_lines'), protect('order_line_events'),
  protect('order_outbox'), protect('shelf_spares'), protect('delivery_times'), protect('bounced_addresses');
