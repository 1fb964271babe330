-- What is known of the supplies of a printer, in two texts: what seldom changes, and what each reading changes. What was learnt before begins again.
drop table supply_states;
create table supply_states (
  organization_id uuid not null,
  printer_id uuid not null,
  facts text not null,
  states text not null,
  primary key (organization_id, printer_id),
  foreign key (organization_id, printer_id) references printers on delete cascade
) with (fillfactor = 70);
select protect('supply_states');
