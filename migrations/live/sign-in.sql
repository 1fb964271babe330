-- How long the next try waits after so many wrong passwords: five are free, then 5 seconds, twice as long each time, up to a minute.
create or replace function sign_in_delay(failures integer) returns interval language sql immutable as $$
  select case when failures > 5 then make_interval(secs => least(60, 5 * 2 ^ least(failures - 6, 10))) else interval '0' end
$$;

-- Counts a try from an address before anything is looked at; gives the seconds to wait where there are too many.
create or replace function count_tries(of_address text, most integer) returns integer language plpgsql volatile as $$
declare counted auth.sign_in_tries;
begin
  insert into auth.sign_in_tries as t (address, since, tries) values (of_address, now(), 1)
  on conflict (address) do update set
    since = case when t.since > now() - interval '1 minute' then t.since else now() end,
    tries = case when t.since > now() - interval '1 minute' then t.tries + 1 else 1 end
  returning * into counted;
  return case when counted.tries > most then ceil(extract(epoch from counted.since + interval '1 minute' - now())) else 0 end;
end $$;

-- Counts a try at an account as failed before the password is compared, so that tries at the same moment count too; gives the seconds to
-- wait where the last one was too recent. What is a day old is forgotten.
create or replace function begin_sign_in(of_account text, from_place text) returns integer language plpgsql volatile as $$
declare waiting interval;
begin
  insert into auth.sign_in_failures as f (account, place, failures, unseen, next_try_at, last_at)
  values (of_account, from_place, 1, 1, now(), now())
  on conflict (account, place) do update set
    failures = case when f.last_at > now() - interval '1 day' then f.failures + 1 else 1 end,
    unseen = f.unseen + 1,
    next_try_at = now() + sign_in_delay(case when f.last_at > now() - interval '1 day' then f.failures + 1 else 1 end),
    last_at = now(),
    -- Had it been the right password, the row would be gone.
    failed_at = f.last_at
  where f.next_try_at <= now();
  if found then
    return 0;
  end if;
  select f.next_try_at - now() into waiting from auth.sign_in_failures f where f.account = of_account and f.place = from_place;
  return greatest(1, ceil(extract(epoch from waiting)));
end $$;

-- Forgets what no longer counts.
create or replace function forget_sign_ins() returns void language sql volatile as $$
  delete from auth.sign_in_tries where since < now() - interval '1 hour';
  delete from auth.sign_in_failures where last_at < now() - interval '90 days';
  delete from auth.sign_in_places where last_at < now() - interval '180 days';
  delete from auth.session where "expiresAt" < now();
$$;
