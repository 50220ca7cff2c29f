-- Dead letters are kept for ever (W20).
create or replace trigger never_deleted before delete on core.dead_letter
    for each row execute function core._refuse_change();
create or replace trigger never_truncated before truncate on core.dead_letter
    for each statement execute function core._refuse_change();
create or replace trigger never_deleted before delete on core.freeze
    for each row execute function core._refuse_change();
create or replace trigger never_truncated before truncate on core.freeze
    for each statement execute function core._refuse_change();
