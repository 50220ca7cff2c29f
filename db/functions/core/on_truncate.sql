-- Law, settings, flags and the secret are changed row by row and never emptied at once.
create or replace trigger never_truncated before truncate on core.code
    for each statement execute function core._refuse_change();
create or replace trigger never_truncated before truncate on core.error
    for each statement execute function core._refuse_change();
create or replace trigger never_truncated before truncate on core.constraint_error
    for each statement execute function core._refuse_change();
create or replace trigger never_truncated before truncate on core.machine
    for each statement execute function core._refuse_change();
create or replace trigger never_truncated before truncate on core.state
    for each statement execute function core._refuse_change();
create or replace trigger never_truncated before truncate on core.transition
    for each statement execute function core._refuse_change();
create or replace trigger never_truncated before truncate on core.schema_version
    for each statement execute function core._refuse_change();
create or replace trigger never_truncated before truncate on core.setting
    for each statement execute function core._refuse_change();
create or replace trigger never_truncated before truncate on core.flag
    for each statement execute function core._refuse_change();
create or replace trigger never_truncated before truncate on core.secret
    for each statement execute function core._refuse_change();
