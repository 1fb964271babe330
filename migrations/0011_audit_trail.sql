-- The audit trail says who acted by kind and id, inside the hash; names and other personal data stand beside it and can be erased.

-- The chains as they are, before they are written in the new form.
create temporary table former_chains on commit drop as
  select e.organization_id, count(*) as entries, max(h.hash) as head,
    min(e.number) filter (where e.hash <> audit_hash(coalesce(p.hash, ''), e) or (p.number is null and e.number <> 1)) as first_bad,
    max(e.number) is distinct from max(h.number) as cut
  from audit_entries e
  left join audit_entries p on p.organization_id = e.organization_id and p.number = e.number - 1
  left join audit_heads h on h.organization_id = e.organization_id
  group by e.organization_id;

drop trigger append_only on audit_entries;
drop function append_audit, audit_hash;

alter table audit_entries
  add column actor_kind text not null default 'person' check (actor_kind in ('person', 'key', 'agent', 'rule', 'system')),
  add column actor_id text not null default '',
  add column key_id text,
  add column request_id text,
  add column address text,
  -- of each text below, with its salt: what the hash is made of
  add column digests jsonb not null default '{}',
  -- person, subject, reason, before, after: outside the hash. Where a text and its salt are gone, it was erased.
  add column texts jsonb not null default '{}',
  add column salts jsonb not null default '{}';

-- The time of the newest change of a chain, as the transactions see it: a checkpoint names the chains that changed since the one before.
alter table audit_heads add column changed_in xid8 not null default pg_current_xact_id();

create function audit_texts(person text, subject text, reason text, before text, after text) returns jsonb language sql immutable as $$
  select jsonb_strip_nulls(jsonb_build_object('person', person, 'subject', subject, 'reason', reason, 'before', before, 'after', after))
$$;
-- A salt for each text: without it nobody can try which text a digest was made of.
create function audit_salts(texts jsonb) returns jsonb language sql volatile as $$
  select coalesce(jsonb_object_agg(key, replace(gen_random_uuid()::text, '-', '')), '{}') from jsonb_object_keys(texts) as key
$$;
create function audit_digests(texts jsonb, salts jsonb) returns jsonb language sql immutable as $$
  select coalesce(jsonb_object_agg(key, sha256_of((salts ->> key) || ':' || value)), '{}') from jsonb_each_text(texts)
$$;

update audit_entries e set
  actor_kind = case when e.person = 'system' then 'system' when e.person like 'agent %' then 'agent' else 'person' end,
  texts = audit_texts(e.person, e.subject, e.reason, e.before::text, e.after::text);
update audit_entries e set salts = audit_salts(e.texts);
update audit_entries e set digests = audit_digests(e.texts, e.salts);

alter table audit_entries drop column person, drop column subject, drop column reason, drop column before, drop column after,
  alter column actor_kind drop default, alter column actor_id drop default, alter column digests drop default, alter column texts drop default,
  alter column salts drop default;

create function audit_hash(previous text, e audit_entries) returns text language sql stable as $$
  select sha256_of(jsonb_build_array(
    previous, e.organization_id::text, e.number::text, to_char(e.at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'),
    e.actor_kind, e.actor_id, e.key_id, e.request_id, e.address, e.act,
    (select string_agg(key || '=' || value, ',' order by key collate "C") from jsonb_each_text(e.digests)))::text)
$$;

-- Whether the texts beside an entry are those that it was made with; one that was erased is not there, nor is its salt.
create function audit_bound(e audit_entries) returns boolean language sql stable as $$
  select e.texts = '{}' and e.salts = '{}'
    or (select bool_and(coalesce(e.digests ->> key = sha256_of((e.salts ->> key) || ':' || value), false)) from jsonb_each_text(e.texts))
    and not exists (select from jsonb_object_keys(e.salts) as key where not e.texts ? key)
$$;

-- Appends entries, each to the chain of its organization.
create function append_audit(entries jsonb) returns void language plpgsql security definer set search_path = public, pg_temp as $$
declare x jsonb; e audit_entries; head audit_heads;
begin
  -- In the order of the organizations, so that two transactions never wait for each other.
  for x in select value from jsonb_array_elements(entries) with ordinality as t (value, place) order by value ->> 'organizationId', place loop
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
    update audit_heads h set number = e.number, hash = e.hash, changed_in = pg_current_xact_id() where h.organization_id = e.organization_id;
  end loop;
end $$;
revoke execute on function append_audit from public;
grant execute on function append_audit to mps_app;

-- The chains written in the new form; what became of the former one is their next entry.
do $$
declare former former_chains; e audit_entries; previous text;
begin
  for former in select * from former_chains loop
    previous := '';
    for e in select * from audit_entries a where a.organization_id = former.organization_id order by a.number loop
      previous := audit_hash(previous, e);
      update audit_entries a set hash = previous where a.organization_id = e.organization_id and a.number = e.number;
    end loop;
    update audit_heads h set number = e.number, hash = previous where h.organization_id = former.organization_id;
    perform append_audit(jsonb_build_array(jsonb_build_object(
      'organizationId', former.organization_id, 'actorKind', 'system', 'actorId', 'migration', 'act', 'Convert audit trail',
      'texts', audit_texts('system', former.entries || ' entries', null, null, jsonb_build_object(
        'formerHead', former.head, 'wasWhole', former.first_bad is null and not former.cut, 'firstBadEntry', former.first_bad)::text))));
  end loop;
end $$;

-- @rule audit/personal-data-can-be-erased  Names and other personal data of an entry can be erased; who acted stays as kind and id, and the chain still holds.
create function keep_audit() returns trigger language plpgsql as $$
begin
  if tg_op = 'UPDATE' and to_jsonb(new) - 'texts' - 'salts' = to_jsonb(old) - 'texts' - 'salts' and new.texts <@ old.texts and new.salts <@ old.salts then
    return new;
  end if;
  raise exception 'the audit trail is append-only' using errcode = 'restrict_violation';
end $$;
create trigger append_only before update or delete on audit_entries for each row execute function keep_audit();

-- Who acts is kept with what goes on later: the entry at its end names the same actor.
alter table tasks add column actor jsonb;
alter table contact_imports add column actor jsonb;

-- The person of an API key that is valid now, and the key.
create function bearer_of_api_key(hash text) returns table (person_id text, key_id uuid) language sql volatile security definer
  set search_path = public, pg_temp as $$
  select p, k.id from person_of_api_key(hash) as p join api_keys k on k.key_hash = hash where p is not null
$$;
revoke execute on function bearer_of_api_key from public;
grant execute on function bearer_of_api_key to mps_app;
