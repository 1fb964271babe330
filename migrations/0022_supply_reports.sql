-- What reports say of supplies, until it is followed: a row a report, written with the readings and gone within minutes.
create table supply_reports (
  organization_id uuid not null references organizations,
  id bigint not null generated always as identity,
  readings text not null,
  primary key (organization_id, id)
);
alter table supply_reports alter column readings set storage external;
select protect('supply_reports');
