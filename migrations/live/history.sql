-- The stretch of time that each partition of a table holds.
create or replace function partition_ranges(parent text) returns table (part text, lower timestamptz, upper timestamptz)
  language sql stable as $$
  select c.relname::text, (bounds.found)[1]::timestamptz, (bounds.found)[2]::timestamptz
  from pg_inherits i
  join pg_class c on c.oid = i.inhrelid
  cross join regexp_match(pg_get_expr(c.relpartbound, c.oid), $re$FROM \('(.+)'\) TO \('(.+)'\)$re$) as bounds (found)
  where i.inhparent = format('public.%I', parent)::regclass
$$;

-- Makes the partitions from the oldest time that is kept until a while ahead, and drops those that are older. A unit may change between two runs:
-- what exists stays, and only the time between is filled.
create or replace function keep_partitions(parent text, unit text, retention_days integer, ahead interval) returns void
  language plpgsql as $$
declare
  first timestamptz := date_trunc(unit, now() - make_interval(days => retention_days), 'UTC');
  start timestamptz := first;
  finish timestamptz;
  dropped text;
begin
  while start <= now() + ahead loop
    select upper into finish from partition_ranges(parent) where lower <= start and start < upper;
    if not found then
      select least(date_trunc(unit, start, 'UTC') + ('1 ' || unit)::interval, min(lower)) into finish
      from partition_ranges(parent)
      where lower > start;
      execute format(
        'create table history.%I partition of public.%I for values from (%L) to (%L)',
        format('%s_%s', parent, to_char(start at time zone 'UTC', 'YYYYMMDD')), parent, start, finish);
    end if;
    start := finish;
  end loop;
  for dropped in select part from partition_ranges(parent) where upper <= first loop
    execute format('drop table history.%I', dropped);
  end loop;
  insert into history_spans values (parent, first, start)
  on conflict (kept) do update set since = excluded.since, until = excluded.until;
end $$;

-- @rule printers/history-retention  Raw, hourly and daily readings are each kept for the time that is set, and then deleted.
create or replace function keep_history() returns void
  language plpgsql volatile security definer set search_path = public, pg_temp set timezone = 'UTC' as $$
declare
  kept settings;
begin
  perform pg_advisory_xact_lock(hashtext('keep_history'));
  -- Another transaction may use a partition for long: the next run tries again, and nobody waits behind this one.
  set local lock_timeout = '3s';
  select * into kept from settings;
  -- A partition for each day of years would be more than one transaction can make, and than a query wants to look through.
  perform keep_partitions(
    'reading_history', case when kept.reading_retention_days <= 62 then 'day' else 'month' end, kept.reading_retention_days, interval '7 days');
  perform keep_partitions('reading_hours', 'month', kept.hour_retention_days, interval '40 days');
  perform keep_partitions('reading_days', 'year', kept.day_retention_days, interval '60 days');
  delete from history_dues d using history_spans s where s.kept = d.kept and d.at < s.since;
end $$;

-- Rolls up the oldest hour or day that has new readings and is over: of each printer the last reading. False when there is none.
create or replace function roll_up_history() returns boolean
  language plpgsql volatile security definer set search_path = public, pg_temp set timezone = 'UTC' as $$
declare
  due history_dues;
  width interval;
begin
  -- Hours before days, and each while nobody else rolls up.
  perform pg_advisory_xact_lock(hashtext('roll_up_history'));
  delete from history_dues d where (d.kept, d.at) in (
    select x.kept, x.at
    from history_dues x
    where x.at <= now() - case x.kept when 'reading_hours' then interval '1 hour' else interval '1 day' end
    order by x.kept = 'reading_days', x.at
    limit 1)
  returning * into due;
  if not found then
    return false;
  end if;
  width := case due.kept when 'reading_hours' then interval '1 hour' else interval '1 day' end;
  if not exists (select from history_spans s where s.kept = due.kept and due.at >= s.since and due.at < s.until) then
    return true;
  end if;
  execute format($statement$
    insert into %1$I
    select distinct on (organization_id, printer_id)
      organization_id, printer_id, $1, lifetime_page_count, mono_page_count, color_page_count, levels
    from %2$I
    where at >= $1 and at < $1 + $2
    order by organization_id, printer_id, at desc
    on conflict (organization_id, printer_id, at) do update set
      lifetime_page_count = excluded.lifetime_page_count,
      mono_page_count = excluded.mono_page_count,
      color_page_count = excluded.color_page_count,
      levels = excluded.levels
    $statement$, due.kept, case due.kept when 'reading_hours' then 'reading_history' else 'reading_hours' end) using due.at, width;
  if due.kept = 'reading_hours' then
    insert into history_dues values ('reading_days', date_trunc('day', due.at, 'UTC')) on conflict do nothing;
  end if;
  return true;
end $$;

revoke execute on function partition_ranges, keep_partitions, keep_history, roll_up_history from public;
grant execute on function keep_history, roll_up_history to mps_app;

-- The first readings find their partitions.
select keep_history();
