-- A setting of the scope, which the server signs in each transaction (decision 0015): its value, or null where there is none or the
-- signature does not fit. The settings are `organization`, where the server acts; `organizations`, the ids that a partner reaches, as keys of
-- a jsonb object; `reach`, which is `provider` where a provider role reaches all; and `person`, whose own rows go with them.
create or replace function scope_setting(setting text) returns text
  language plpgsql stable parallel safe security definer set search_path = pg_catalog as $$
declare
  signed text := current_setting('mps.' || setting, true);
begin
  if signed is null or signed = '' then
    return null;
  end if;
  -- HMAC-SHA-256 of name and value, in hexadecimal, before the value.
  if left(signed, 64) = (
    select encode(sha256(k.outer_pad || sha256(k.inner_pad || convert_to(setting || ':' || substr(signed, 65), 'UTF8'))), 'hex')
    from private.scope_key k)
  then
    return substr(signed, 65);
  end if;
  return null;
end $$;
