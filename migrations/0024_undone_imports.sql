-- A row of an import that was undone is not imported any more.
alter table contact_import_rows
  drop constraint contact_import_rows_reason_check,
  add constraint contact_import_rows_reason_check check (reason in ('System error', 'Import canceled', 'Import undone'));
