-- Customers read in their orders which rule decided; the rules themselves are the provider's.
drop policy if exists provider on order_rules;
create policy provider on order_rules to mps_app using ((select current_setting('mps.reach', true) = 'provider'));
