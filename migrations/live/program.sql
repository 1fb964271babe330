-- What the program holds, held by the database (decision 0004). Checked once per statement: a foreign key would look at the same row for
-- each of a hundred thousand printers.

-- @rule entitlements/held-printers-keep-the-entitlement-in-the-database  An entitlement cannot be removed while managed or pending
-- printers exist; without one, no printer can be added.
create or replace function assert_entitled() returns trigger language plpgsql as $$
declare
  organization uuid;
begin
  for organization in select distinct organization_id from added loop
    perform from entitlements e where e.organization_id = organization for key share;
    if not found then
      raise exception 'organization % is not entitled', organization
        using errcode = 'restrict_violation', constraint = 'program_entitlement';
    end if;
  end loop;
  return null;
end $$;
create or replace trigger entitled
  after insert on program_memberships referencing new table as added
  for each statement execute function assert_entitled();

create or replace function keep_entitlement_of_held_printers() returns trigger language plpgsql as $$
begin
  if exists (select from program_memberships m where m.organization_id = old.organization_id) then
    raise exception 'managed or pending printers exist' using errcode = 'restrict_violation', constraint = 'program_entitlement';
  end if;
  return old;
end $$;
create or replace trigger held_printers_keep_the_entitlement
  before delete on entitlements
  for each row execute function keep_entitlement_of_held_printers();

-- @rule printers/held-printers-are-not-unenrolled  A managed or pending printer stays enrolled.
-- Whoever adds locks the printers, so that none is unenrolled meanwhile; whoever unenrolls sees every printer that was added before.
create or replace function assert_enrolled() returns trigger language plpgsql as $$
declare
  enrolled bigint;
begin
  perform
  from printers p
  join added a on a.organization_id = p.organization_id and a.printer_id = p.id
  where p.registration = 'enrolled'
  for share of p;
  get diagnostics enrolled = row_count;
  if enrolled < (select count(*) from added) then
    raise exception 'only enrolled printers are added'
      using errcode = 'restrict_violation', constraint = 'held_printers_stay_enrolled';
  end if;
  return null;
end $$;
create or replace trigger enrolled
  after insert on program_memberships referencing new table as added
  for each statement execute function assert_enrolled();

create or replace function keep_held_printers_enrolled() returns trigger language plpgsql as $$
begin
  if exists (
    select from changed c
    join program_memberships m on m.organization_id = c.organization_id and m.printer_id = c.id
    where c.registration <> 'enrolled'
  ) then
    raise exception 'managed and pending printers stay enrolled'
      using errcode = 'restrict_violation', constraint = 'held_printers_stay_enrolled';
  end if;
  return null;
end $$;
create or replace trigger held_printers_stay_enrolled
  after update on printers referencing new table as changed
  for each statement execute function keep_held_printers_enrolled();
