drop policy if exists tenant on audit_entries;
create policy tenant on audit_entries for select to mps_app using (
  organization_id = (select nullif(current_setting('mps.organization', true), '')::uuid)
  or (select current_setting('mps.reach', true) = 'provider')
);
drop policy if exists tenant on audit_heads;
create policy tenant on audit_heads for select to mps_app using (
  organization_id = (select nullif(current_setting('mps.organization', true), '')::uuid)
  or (select current_setting('mps.reach', true) = 'provider')
);

create or replace function audit_hash(previous text, e audit_entries) returns text language sql immutable as $$
  select sha256_of(previous || jsonb_build_array(
    e.organization_id, e.number, extract(epoch from e.at), e.person, e.act, e.subject, e.reason, e.before, e.after)::text)
$$;

-- @rule audit/chained  One entry per act, in one chain of hashes per organization: a changed or missing entry breaks it.
create or replace function append_audit(
    organization uuid, person text, act text, subject text, reason text, before jsonb, after jsonb)
  returns void
  language plpgsql security definer set search_path = public, pg_temp as $$
declare
  e audit_entries;
  head audit_heads;
begin
  -- Locked until the transaction ends: the entries of an organization follow one another.
  insert into audit_heads values (organization, 0, '') on conflict do nothing;
  select * into head from audit_heads h where h.organization_id = organization for update;
  e := row(organization, head.number + 1, clock_timestamp(), person, act, subject, reason, before, after, '');
  e.hash := audit_hash(head.hash, e);
  insert into audit_entries select e.*;
  update audit_heads h set number = e.number, hash = e.hash where h.organization_id = organization;
end $$;
revoke execute on function append_audit from public;
grant execute on function append_audit to mps_app;

create or replace function refuse_change() returns trigger language plpgsql as $$
begin
  raise exception 'the audit trail is append-only' using errcode = 'restrict_violation';
end $$;
create or replace trigger append_only
  before update or delete on audit_entries
  for each row execute function refuse_change();
create or replace trigger append_only_whole
  before truncate on audit_entries
  for each statement execute function refuse_change();
