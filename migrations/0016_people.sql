-- A person belongs to an organization with name and address; an account, by which they sign in, exists once the invitation is accepted.
-- So an invitation reserves no address, and says nothing about accounts of other organizations.
alter table people
  add column name text,
  add column email text;
update people p set name = u.name, email = u.email from auth."user" u where u.id = p.id;
alter table people
  alter column name set not null,
  alter column email set not null,
  drop constraint people_id_fkey;
create unique index people_emails on people (organization_id, email);

-- Accounts that nobody has opened yet reserve their addresses no longer.
delete from auth."user" u where not exists (select from auth.account a where a."userId" = u.id);
alter table auth."user" add foreign key (id) references people (id) on delete cascade;

drop function if exists invitation_of;
drop function if exists bearer_of_api_key;
