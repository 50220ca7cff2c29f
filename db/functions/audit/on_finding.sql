-- Findings are never deleted.
create or replace trigger never_deleted before delete on audit.finding
    for each row execute function core._refuse_change();
create or replace trigger never_truncated before truncate on audit.finding
    for each statement execute function core._refuse_change();
