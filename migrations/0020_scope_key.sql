-- The key that signs the settings of a scope (decision 0015), as the two pads of HMAC. The application role cannot reach its schema; the
-- server derives the key from its secret and writes it here when it migrates.
create schema private;
create table private.scope_key (
  one boolean primary key default true check (one),
  inner_pad bytea not null check (length(inner_pad) = 64),
  outer_pad bytea not null check (length(outer_pad) = 64)
);
