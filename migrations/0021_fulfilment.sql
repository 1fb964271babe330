-- Suppliers, what was sent to them, and what came back.

create table suppliers (
  id uuid primary key default new_id(),
  name text not null check (length(name) between 1 and 128),
  channel text not null check (channel in ('email', 'webhook', 'folder', 'pull', 'cxml')),
  -- Addresses and identities of the channel; nothing secret.
  settings jsonb not null default '{}',
  -- Sealed: the secret that requests to the supplier are signed with, or the shared secret of cXML.
  secret_sealed bytea,
  -- Of the token that the supplier sends with its requests.
  token_hash text unique,
  -- Empty: cartridges of every maker, addresses in every country.
  manufacturers text[] not null default '{}',
  countries text[] not null default '{}',
  -- The first that fits gets the line.
  priority integer not null default 100,
  offers_express boolean not null default false,
  active boolean not null default true,
  version integer not null default 1,
  -- @rule fulfilment/one-supplier-per-name  Two suppliers never have the same name.
  constraint one_supplier_per_name unique (name)
);
alter table suppliers enable row level security;
grant select, insert, update, delete on suppliers to mps_app;

-- How far each reader of the outbox has come.
create table outbox_readers (
  name text primary key,
  after_transaction xid8 not null default '0',
  after_id bigint not null default 0
);
grant select, insert, update on outbox_readers to mps_app;

-- What one supplier gets of one order at one time: a message that is sent until the supplier has it.
create table dispatches (
  organization_id uuid not null,
  id uuid not null default new_id(),
  order_id uuid not null,
  supplier_id uuid references suppliers,
  -- By which the supplier names it in its reports: the number of the order and a part of the id.
  code text not null,
  state text not null check (state in ('unrouted', 'waiting', 'sent', 'accepted', 'withdrawn')),
  message jsonb not null,
  attempts integer not null default 0,
  next_attempt_at timestamptz not null default now(),
  trouble text,
  -- The supplier's own number, where it gave one.
  reference text,
  created_at timestamptz not null default now(),
  sent_at timestamptz,
  primary key (organization_id, id),
  foreign key (organization_id, order_id) references orders,
  check ((supplier_id is null) = (state = 'unrouted'))
);
create unique index dispatches_by_id on dispatches (id);
create unique index dispatches_by_code on dispatches (code);
create index dispatches_due on dispatches (next_attempt_at) where state = 'waiting';
create index dispatches_open on dispatches (state, created_at) where state in ('unrouted', 'waiting');
create index dispatches_of_supplier on dispatches (supplier_id, created_at);
create index dispatches_of_order on dispatches (organization_id, order_id);

create table dispatch_lines (
  organization_id uuid not null,
  line_id uuid not null,
  dispatch_id uuid not null,
  number integer not null,
  -- @rule fulfilment/a-line-is-sent-once  A line stands in one message: the database refuses a second, whoever sends.
  constraint a_line_is_sent_once primary key (organization_id, line_id),
  foreign key (organization_id, line_id) references order_lines on delete cascade,
  foreign key (organization_id, dispatch_id) references dispatches
);
create index dispatch_lines_of on dispatch_lines (organization_id, dispatch_id);

-- What a supplier reported, by its own reference: the same report again has the same answer.
create table supplier_notices (
  supplier_id uuid not null references suppliers on delete cascade,
  kind text not null check (kind in ('confirmation', 'shipment', 'delivery')),
  reference text not null check (length(reference) between 1 and 200),
  code text not null,
  request_hash text not null,
  answer jsonb not null,
  at timestamptz not null default now(),
  primary key (supplier_id, kind, reference, code)
);
alter table supplier_notices enable row level security;
grant select, insert on supplier_notices to mps_app;

create table shipments (
  organization_id uuid not null,
  id uuid not null default new_id(),
  order_id uuid not null,
  supplier_id uuid references suppliers,
  reference text not null,
  carrier text,
  tracking_number text,
  tracking_url text,
  shipped_on date not null,
  expected_on date,
  created_at timestamptz not null default now(),
  primary key (organization_id, id),
  foreign key (organization_id, order_id) references orders
);
create index shipments_of_order on shipments (organization_id, order_id);
create table shipment_lines (
  organization_id uuid not null,
  shipment_id uuid not null,
  line_id uuid not null,
  primary key (organization_id, shipment_id, line_id),
  foreign key (organization_id, shipment_id) references shipments,
  foreign key (organization_id, line_id) references order_lines on delete cascade
);

select protect('dispatches'), protect('dispatch_lines'), protect('shipments'), protect('shipment_lines');
