-- The values of printers over time. Each reading that brings something new, and at least one an hour, is kept as it was; of each hour
-- and each day the last. The tables are partitioned by time, so that old partitions are dropped whole. The partitions are in a schema
-- that the application role cannot reach: it reads them through the tables here, under their policy.

create schema history;

create table reading_history (
  organization_id uuid not null,
  printer_id uuid not null,
  at timestamptz not null,
  lifetime_page_count bigint,
  mono_page_count bigint,
  color_page_count bigint,
  -- Percent left by key of the supply.
  levels jsonb not null default '{}',
  primary key (organization_id, printer_id, at)
) partition by range (at);
create index reading_history_by_time on reading_history using brin (at) with (pages_per_range = 16);
create table reading_hours (like reading_history including all) partition by range (at);
create table reading_days (like reading_history including all) partition by range (at);

-- The stretch of time for which partitions exist: readings of another time are not kept.
create table history_spans (
  kept text primary key check (kept in ('reading_history', 'reading_hours', 'reading_days')),
  since timestamptz not null,
  until timestamptz not null
);
grant select on history_spans to mps_app;

-- Hours and days with readings that are not rolled up yet.
create table history_dues (
  kept text not null check (kept in ('reading_hours', 'reading_days')),
  at timestamptz not null,
  primary key (kept, at)
);
grant select, insert on history_dues to mps_app;

select protect('reading_history'), protect('reading_hours'), protect('reading_days');
