-- Forecasts as they were made, one a week for each supply, until its cartridge is replaced; and how they came true, added up by month.
create table forecast_samples (
  organization_id uuid not null,
  printer_id uuid not null,
  supply text not null,
  -- the Monday of the week
  week date not null,
  made_on date not null,
  ends_from date not null,
  ends_middle date not null,
  ends_to date not null,
  primary key (organization_id, printer_id, supply, week),
  foreign key (organization_id, printer_id) references printers on delete cascade
);
create index forecast_samples_by_week on forecast_samples (week);

create table forecast_quality (
  organization_id uuid not null references organizations on delete cascade,
  month date not null,
  -- days from the forecast to the day that it named: up to 7, 14, 28, 56, or more
  ahead integer not null check (ahead in (7, 14, 28, 56, 365)),
  settled integer not null,
  sooner integer not null,
  later integer not null,
  -- days between the day that was named and the day on which it came, with and without their sign, added up
  days bigint not null,
  absolute_days bigint not null,
  primary key (organization_id, month, ahead)
);
select protect('forecast_samples'), protect('forecast_quality');
