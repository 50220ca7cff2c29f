-- Backups and restores are recorded once and kept as they were written.
create or replace trigger append_only before update or delete on audit.backup
    for each row execute function core._refuse_change();
create or replace trigger append_only_truncate before truncate on audit.backup
    for each statement execute function core._refuse_change();
create or replace trigger append_only before update or delete on audit.restore
    for each row execute function core._refuse_change();
create or replace trigger append_only_truncate before truncate on audit.restore
    for each statement execute function core._refuse_change();
