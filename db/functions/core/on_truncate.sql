-- Law, settings, flags and the secret are changed row by row and never emptied at once.
create or replace trigger never_truncated before truncate on core.code
    for each statement execute function core._refuse_change();
create or replace trigger never_truncated before truncate on core.migration
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
create or replace trigger never_truncated before truncate on core.flag_rule
    for each statement execute function core._refuse_change();
create or replace trigger never_truncated before truncate on core.secret
    for each statement execute function core._refuse_change();
create or replace trigger never_truncated before truncate on core.route
    for each statement execute function core._refuse_change();
create or replace trigger never_truncated before truncate on core.idempotency_record
    for each statement execute function core._refuse_change();
create or replace trigger never_truncated before truncate on core.rate_limit
    for each statement execute function core._refuse_change();
create or replace trigger never_truncated before truncate on core.rate_counter
    for each statement execute function core._refuse_change();
create or replace trigger never_truncated before truncate on core.failure
    for each statement execute function core._refuse_change();
create or replace trigger never_truncated before truncate on core.drain
    for each statement execute function core._refuse_change();
create or replace trigger never_truncated before truncate on core.relay_cursor
    for each statement execute function core._refuse_change();
create or replace trigger never_truncated before truncate on core.clock_failure
    for each statement execute function core._refuse_change();
