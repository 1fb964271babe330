-- The sample installation.

-- Marks the installation and all its people as the sample: their password is public and works nowhere else.
create or replace function mark_sample() returns void
  language sql volatile security definer set search_path = public, pg_temp as $$
  update people set is_sample = true;
  update settings set
    is_sample = true,
    technical_support = 'Technical Support (sample), support@example.com',
    customer_operations = 'Customer Operations (sample), operations@example.com'
$$;

-- People look at a sample for minutes: its agents report and read at short intervals, from printers simulated on this port.
create or replace function hurry_sample(simulated_port integer) returns void
  language sql volatile security definer set search_path = public, pg_temp as $$
  update snmp_profiles set port = simulated_port where (select is_sample from settings);
  update agents set
    heartbeat_seconds = 2,
    read_seconds = 20,
    discover_seconds = 120,
    configuration_revision = configuration_revision + 1
  where (select is_sample from settings);
  update settings set agent_silent_seconds = 60, printer_unread_seconds = 300 where is_sample
$$;

revoke execute on function mark_sample, hurry_sample from public;
grant execute on function mark_sample, hurry_sample to mps_app;
