-- Every invitation names who made it.
alter table invitations
  add column invited_by text references people (id) on delete set null,
  add column inviter text not null default '';
drop function if exists invitation_of;
