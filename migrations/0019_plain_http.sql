-- Whether an agent uses plain HTTP beyond its own computer, as it says with each heartbeat.
alter table agents add column plain_http boolean not null default false;
