create or replace function audit_texts(person text, subject text, reason text, before text, after text) returns jsonb
  language sql immutable as $$
  select jsonb_strip_nulls(
    jsonb_build_object('person', person, 'subject', subject, 'reason', reason, 'before', before, 'after', after))
$$;

-- A salt for each text: without it nobody can try which text a digest was made of.
create or replace function audit_salts(texts jsonb) returns jsonb language sql volatile as $$
  select coalesce(jsonb_object_agg(key, replace(gen_random_uuid()::text, '-', '')), '{}') from jsonb_object_keys(texts) as key
$$;

create or replace function audit_digests(texts jsonb, salts jsonb) returns jsonb language sql immutable as $$
  select coalesce(jsonb_object_agg(key, sha256_of((salts ->> key) || ':' || value)), '{}') from jsonb_each_text(texts)
$$;

create or replace function audit_hash(previous text, e audit_entries) returns text language sql stable as $$
  select sha256_of(jsonb_build_array(
    previous, e.organization_id::text, e.number::text, to_char(e.at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'),
    e.actor_kind, e.actor_id, e.key_id, e.request_id, e.address, e.act,
    (select string_agg(key || '=' || value, ',' order by key collate "C") from jsonb_each_text(e.digests)))::text)
$$;

-- Whether the texts beside an entry are those that it was made with; one that was erased is not there, nor is its salt.
create or replace function audit_bound(e audit_entries) returns boolean language sql stable as $$
  select e.texts = '{}' and e.salts = '{}'
    or (
      select bool_and(coalesce(e.digests ->> key = sha256_of((e.salts ->> key) || ':' || value), false))
      from jsonb_each_text(e.texts))
    and not exists (select from jsonb_object_keys(e.salts) as key where not e.texts ? key)
$$;

-- @rule audit/chained  Each action has one entry, in one chain of hashes per organization: a changed or missing entry breaks the chain.
-- Appends entries, each to the chain of its organization.
create or replace function append_audit(entries jsonb) returns void
  language plpgsql security definer set search_path = public, pg_temp as $$
declare
  x jsonb;
  e audit_entries;
  head audit_heads;
begin
  -- In the order of the organizations, so that two transactions never wait for each other.
  for x in
    select value from jsonb_array_elements(entries) with ordinality as t (value, place) order by value ->> 'organizationId', place
  loop
    e.organization_id := x ->> 'organizationId';
    -- Locked until the transaction ends: the entries of an organization follow one another.
    insert into audit_heads (organization_id, number, hash) values (e.organization_id, 0, '') on conflict do nothing;
    select * into head from audit_heads h where h.organization_id = e.organization_id for update;
    e.number := head.number + 1;
    e.at := clock_timestamp();
    e.actor_kind := x ->> 'actorKind';
    e.actor_id := x ->> 'actorId';
    e.key_id := x ->> 'keyId';
    e.request_id := x ->> 'requestId';
    e.address := x ->> 'address';
    e.act := x ->> 'act';
    e.texts := jsonb_strip_nulls(x -> 'texts');
    e.salts := audit_salts(e.texts);
    e.digests := audit_digests(e.texts, e.salts);
    e.hash := audit_hash(head.hash, e);
    insert into audit_entries select e.*;
    update audit_heads h set number = e.number, hash = e.hash, changed_in = pg_current_xact_id()
    where h.organization_id = e.organization_id;
  end loop;
end $$;
revoke execute on function append_audit from public;
grant execute on function append_audit to mps_app;

-- @rule audit/personal-data-can-be-erased  Names and other personal data of an entry can be erased; who acted stays as kind and id, and the
-- chain still holds.
create or replace function keep_audit() returns trigger language plpgsql as $$
begin
  if tg_op = 'UPDATE'
    and to_jsonb(new) - 'texts' - 'salts' = to_jsonb(old) - 'texts' - 'salts'
    and new.texts <@ old.texts
    and new.salts <@ old.salts
  then
    return new;
  end if;
  raise exception 'the audit trail is append-only' using errcode = 'restrict_violation';
end $$;
create or replace trigger append_only
  before update or delete on audit_entries
  for each row execute function keep_audit();

create or replace function refuse_change() returns trigger language plpgsql as $$
begin
  raise exception 'the audit trail is append-only' using errcode = 'restrict_violation';
end $$;
create or replace trigger append_only_whole
  before truncate on audit_entries
  for each statement execute function refuse_change();

-- The ends of all chains, for a checkpoint: those that changed since the transactions of an earlier one, or all. All of them too where
-- the database
-- is another one than then (a restored backup): its transactions have lower numbers.
create or replace function audit_heads_since(since text) returns table (whole boolean, through text, heads jsonb)
  language sql stable security definer set search_path = public, pg_temp as $$
  with asked as (
    select pg_snapshot_xmin(pg_current_snapshot()) as through,
      coalesce(pg_snapshot_xmin(pg_current_snapshot()) < since::xid8, true) as whole
  )
  select a.whole, a.through::text,
    coalesce(
      jsonb_agg(jsonb_build_array(h.organization_id, h.number, h.hash) order by h.organization_id) filter (where h.number > 0), '[]')
  from asked a
  left join audit_heads h on a.whole or h.changed_in >= since::xid8
  group by a.whole, a.through
$$;
revoke execute on function audit_heads_since from public;
grant execute on function audit_heads_since to mps_app;
